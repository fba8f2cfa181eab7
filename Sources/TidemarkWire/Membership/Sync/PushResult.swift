import Foundation

/// What became of one pushed batch.
package enum PushResult: Hashable, Sendable {
    /// Durable.
    case stored
    /// The same bytes were durable before.
    case already
    /// Another batch holds this writer's number: its hash.
    case conflict(stored: Hash)
    /// The batch that this one names as its previous is missing at the relay.
    case gap
    /// Stamped more than 5 minutes after the relay's clock.
    case ahead
    /// The relay's clock is behind its own newest receipt: it takes no writes.
    case clockBehind
    /// Malformed, unsigned, or signed by no member who may push.
    case invalid(reason: String)
    /// The space is full.
    case quota
    /// An outcome of a later version.
    case unknown

    /// Whether the relay holds these bytes durably.
    package var isDurable: Bool { self == .stored || self == .already }

    var message: PBPushResult {
        var message = PBPushResult()
        switch self {
        case .stored: message.outcome = .stored
        case .already: message.outcome = .already
        case .conflict(let hash):
            message.outcome = .conflict
            message.storedHash = Data(hash.bytes)
        case .gap: message.outcome = .gap
        case .ahead: message.outcome = .ahead
        case .clockBehind: message.outcome = .clockBehind
        case .invalid(let reason):
            message.outcome = .invalid
            message.reason = reason
        case .quota: message.outcome = .quota
        case .unknown: message.outcome = .unknown
        }
        return message
    }

    init(message: PBPushResult) throws(WireError) {
        switch message.outcome {
        case .stored: self = .stored
        case .already: self = .already
        case .conflict:
            guard let hash = Hash(bytes: message.storedHash) else { throw .malformed("stored hash of a conflict") }
            self = .conflict(stored: hash)
        case .gap: self = .gap
        case .ahead: self = .ahead
        case .clockBehind: self = .clockBehind
        case .invalid: self = .invalid(reason: message.reason)
        case .quota: self = .quota
        case .unknown, .UNRECOGNIZED: self = .unknown
        }
    }
}
