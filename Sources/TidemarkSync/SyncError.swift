import Foundation

/// Why a sync stopped. Everything local is saved in each case.
package enum SyncError: Error, CustomStringConvertible {
    /// No answer.
    case offline(String, retryAfter: Int?)
    /// The relay does not let this device in.
    case unauthorised(String)
    case notFound(String)
    /// The relay refused, in its words.
    case refused(String)
    /// The answer makes no sense.
    case protocolViolation(String)
    /// The relay's answer is of a later format.
    case newerFormat(UInt32)
    /// The relay no longer serves this version, in its words.
    case clientTooOld(String)

    package var description: String {
        switch self {
        case .offline(let why, _):
            "The relay cannot be reached (\(why)). Your changes are saved here and go out with the next sync."
        case .unauthorised(let why): "The relay does not let this device in: \(why)"
        case .notFound(let why): why
        case .refused(let why): "The relay refused: \(why)"
        case .newerFormat(let format):
            "The relay speaks format \(format), which this version does not: update Tidemark. Everything is saved here."
        case .clientTooOld(let why):
            "This version is too old for the relay: \(why) Update Tidemark. Everything is saved here."
        case .protocolViolation(let why): "The relay's answer makes no sense: \(why)"
        }
    }

    /// A success whose content is none of the protocol's.
    static func unreadable(_ detail: String) -> SyncError {
        .protocolViolation("\(detail). Check the relay's address, and whether this network wants a login.")
    }

    /// What an answer other than success means.
    init(_ answer: RelayAnswer) {
        let problem = answer.isProblem ? try? JSONDecoder().decode(Problem.self, from: Data(answer.body)) : nil
        guard let detail = problem?.detail ?? problem?.title else {
            self.init(strangeStatus: answer.status, retryAfter: answer.retryAfter)
            return
        }
        switch answer.status {
        case 401, 403: self = .unauthorised(detail)
        case 404: self = .notFound(detail)
        case 426: self = .clientTooOld(detail)
        case 429, 502, 503, 504: self = .offline(detail, retryAfter: answer.retryAfter)
        default: self = .refused(detail)
        }
    }

    /// An answer that is no relay's own: of a proxy in front of it, of a network's login page, of another server.
    private init(strangeStatus status: Int, retryAfter: Int?) {
        switch status {
        case 300..<400:
            self = .protocolViolation(
                "it redirects elsewhere (status \(status)). Check the relay's address, and whether this network wants a login."
            )
        case 401, 403: self = .unauthorised("something in front of the relay asks for a login (status \(status)).")
        case 404: self = .protocolViolation("there is no relay at this address (status 404). Check it with its host.")
        case 413:
            self = .refused(
                "something in front of it takes no requests of this size (status 413): its host can allow more.")
        case 408, 429, 502, 503, 504: self = .offline("status \(status)", retryAfter: retryAfter)
        case 500...:
            self = .refused(
                "it failed (status \(status)). Everything is saved here; try again later, or tell its host.")
        default: self = .refused("status \(status)")
        }
    }

    /// RFC 9457.
    private struct Problem: Decodable {
        let title: String?
        let detail: String?
    }
}
