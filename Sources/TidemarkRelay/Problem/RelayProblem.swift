/// Why a request was not served, as RFC 9457 ("Problem Details for HTTP APIs") tells it.
package struct RelayProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let kind: Kind
    /// What happened, and what to do about it. Never content, a token or a code.
    package let detail: String
    /// Seconds after which trying again may help.
    package var retryAfter: Int?
    /// What failed beneath, for the relay's own log; never sent.
    package var cause: String?
    /// Further members of the problem object.
    package var extensions: [String: UInt64] = [:]

    package enum Kind: String, Sendable {
        case malformed
        case unauthorized
        case forbidden
        case inviteRefused = "invite-refused"
        case unknownSpace = "unknown-space"
        case notFound = "not-found"
        case timeout
        case spaceTaken = "space-taken"
        case entryRefused = "entry-refused"
        case indexTaken = "index-taken"
        case tooLarge = "too-large"
        case tooManyRequests = "too-many-requests"
        case tooManyStreams = "too-many-streams"
        case mailboxTaken = "mailbox-taken"
        case mailboxesFull = "mailboxes-full"
        case storageBusy = "storage-busy"
        case storageFailed = "storage-failed"
        case storageDamaged = "storage-damaged"
        case storageFull = "storage-full"
        case internalError = "internal-error"

        package var status: Int {
            switch self {
            case .malformed: 400
            case .unauthorized: 401
            case .forbidden, .inviteRefused: 403
            case .unknownSpace, .notFound: 404
            case .timeout: 408
            case .spaceTaken, .indexTaken, .mailboxTaken: 409
            case .tooLarge: 413
            case .entryRefused: 422
            case .tooManyRequests: 429
            case .storageBusy, .storageFailed, .storageDamaged, .mailboxesFull, .tooManyStreams: 503
            case .storageFull: 507
            case .internalError: 500
            }
        }

        package var title: String {
            switch self {
            case .malformed: "The request cannot be read"
            case .unauthorized: "Not signed in to this space"
            case .forbidden: "Not allowed"
            case .inviteRefused: "An invite is needed"
            case .unknownSpace: "No such space here"
            case .notFound: "Not found"
            case .timeout: "Too slow"
            case .spaceTaken: "The space exists with another first entry"
            case .entryRefused: "The membership entry was refused"
            case .indexTaken: "Another membership entry came first"
            case .tooLarge: "Too large"
            case .tooManyRequests: "Too many requests"
            case .tooManyStreams: "Too many streams of hints"
            case .mailboxTaken: "The mailbox belongs to another space"
            case .mailboxesFull: "No mailbox is free"
            case .storageBusy: "The store is busy"
            case .storageFailed: "The store cannot be used"
            case .storageDamaged: "The store is damaged"
            case .storageFull: "The disk is full"
            case .internalError: "The relay failed"
            }
        }
    }

    package init(_ kind: Kind, _ detail: String, retryAfter: Int? = nil) {
        self.kind = kind
        self.detail = detail
        self.retryAfter = retryAfter
    }

    /// A URN, so that it stays the same wherever the relay is mounted.
    package var type: String { "urn:tidemark:problem:\(kind.rawValue)" }

    package var description: String { "\(kind.title): \(detail)" }
}
