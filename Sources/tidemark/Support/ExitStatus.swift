import ArgumentParser
import Foundation
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica
import TidemarkSync
import TidemarkWire

/// The exit codes that scripts rely on, and the one place that says which error gets which.
enum ExitStatus: Int32 {
    case failed = 1
    case notFound = 3
    /// No network; everything is saved here.
    case offline = 4
    /// Not let in, or a wrong key.
    case denied = 5
    case held = 6
    case damaged = 7
    case usage = 64
    case interrupted = 130

    init(of error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure.status
        case let error as ReplicaError: self.init(error)
        case let error as SyncError: self.init(error)
        case is TransportError: self = .offline
        case WireError.cannotOpen, WireError.badSignature: self = .denied
        case is ComparisonError, is QueryError: self = .usage
        case is CancellationError: self = .interrupted
        case ImportSourceError.notFound: self = .notFound
        // An address comes from outside and is no mistake in how the command was used.
        case is AddressRefusal, is WireError, is ComparePageError: self = .failed
        default: self = .failed
        }
    }

    private init(_ error: ReplicaError) {
        switch error {
        case .damaged: self = .damaged
        case .notInitialised, .notFound: self = .notFound
        case .keys: self = .denied
        case .ambiguous: self = .usage
        case .alreadyInitialised, .tooNew, .refused, .storage, .busy: self = .failed
        }
    }

    private init(_ error: SyncError) {
        switch error {
        case .offline: self = .offline
        case .unauthorised: self = .denied
        case .notFound: self = .notFound
        case .refused, .protocolViolation, .newerFormat, .clientTooOld: self = .failed
        }
    }

    /// What happened and what to do, in one sentence or two.
    static func message(of error: any Error) -> String {
        switch error {
        case let failure as CommandFailure: failure.message
        case let error as QueryError: Self.message(of: error)
        // In the words for being offline: the reader wants to know whether anything was lost.
        case let error as TransportError: SyncError.offline(error.description, retryAfter: nil).description
        case is CancellationError: "Interrupted."
        case let error as any Error & CustomStringConvertible: error.description
        default: "\(error.localizedDescription)"
        }
    }

    /// With the query below, and a caret under what is wrong.
    private static func message(of error: QueryError) -> String {
        let before = CellText.width(of: CellText.line(String(error.query.prefix(error.place.lowerBound))))
        let marked = CellText.width(
            of: CellText.line(String(error.query.dropFirst(error.place.lowerBound).prefix(error.place.count))))
        let mark = "^" + String(repeating: "~", count: max(marked - 1, 0))
        return """
            \(error.message)
              \(CellText.line(error.query))
              \(String(repeating: " ", count: before))\(mark)
            """
    }

    private var name: String {
        switch self {
        case .failed: "failed"
        case .notFound: "not-found"
        case .offline: "offline"
        case .denied: "denied"
        case .held: "held"
        case .damaged: "damaged"
        case .usage: "usage"
        case .interrupted: "interrupted"
        }
    }

    private struct Report: Encodable {
        let schema = "tidemark.error/0"
        let code: Int32
        let name: String
        let message: String
    }

    static func leave(after error: any Error, _ console: Console) -> Never {
        let status = ExitStatus(of: error)
        let message = CellText.clean(message(of: error))
        // What was printed before the failure stands; that it cannot be written is a second failure, and the first counts.
        try? console.flush()
        if console.isJSON,
            let report = try? Console.encode(
                Report(code: status.rawValue, name: status.name, message: message))
        {
            console.complain(report)
        } else {
            console.complain("tidemark: \(message)\n")
        }
        exit(status.rawValue)
    }
}
