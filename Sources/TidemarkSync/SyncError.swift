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

    package var description: String {
        switch self {
        case .offline(let why, _):
            "The relay cannot be reached (\(why)). Your changes are saved here and go out with the next sync."
        case .unauthorised(let why): "The relay does not let this device in: \(why)"
        case .notFound(let why): why
        case .refused(let why): "The relay refused: \(why)"
        case .newerFormat(let format):
            "The relay speaks format \(format), which this version does not: update Tidemark. Everything is saved here."
        case .protocolViolation(let why): "The relay's answer makes no sense: \(why)"
        }
    }

    /// What an answer other than success means.
    init(_ answer: RelayAnswer) {
        let problem = try? JSONDecoder().decode(Problem.self, from: Data(answer.body))
        let detail = problem?.detail ?? problem?.title ?? "status \(answer.status)"
        switch answer.status {
        case 401, 403: self = .unauthorised(detail)
        case 404: self = .notFound(detail)
        case 429, 502, 503, 504: self = .offline(detail, retryAfter: answer.retryAfter)
        default: self = .refused(detail)
        }
    }

    /// RFC 9457.
    private struct Problem: Decodable {
        let title: String?
        let detail: String?
    }
}
