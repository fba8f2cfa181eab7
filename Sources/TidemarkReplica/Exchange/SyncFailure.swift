import Foundation
import GRDB

/// Why the last attempt to sync came to nothing; kept until one succeeds, so that `status` can tell.
package struct SyncFailure: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        /// No answer.
        case offline
        /// The relay refuses this device or what it sends.
        case refused
        /// The relay speaks a format that this version does not.
        case clientTooOld = "client-too-old"
        /// Keys are missing or wrong.
        case locked
        /// The library cannot be trusted as it is.
        case damaged
        /// Anything else: a full disk, an answer without sense.
        case failed
    }

    package let kind: Kind
    package let message: String
    /// Milliseconds since 1970.
    package let at: Int64

    package init(_ kind: Kind, _ message: String, at: Int64) {
        self.kind = kind
        self.message = message
        self.at = at
    }
}

extension Replica {
    private static let failureSetting = "sync.failure"

    /// Remembers how the last attempt ended; nil for a success. Writes only where that is news.
    package func note(_ failure: SyncFailure?) throws {
        let held = try read { try Setting.text(Self.failureSetting, $0) }
        guard failure != nil || held != nil else { return }
        let text = try failure.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        try write { try Setting.set(Self.failureSetting, text, $0) }
    }

    static func failure(_ db: Database) throws -> SyncFailure? {
        guard let text = try Setting.text(failureSetting, db) else { return nil }
        // What an older or newer version noted in another shape is only gone from `status`.
        return try? JSONDecoder().decode(SyncFailure.self, from: Data(text.utf8))
    }
}
