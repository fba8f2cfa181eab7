import Foundation
package import TidemarkCore

/// What a client asks of a relay in one round trip: take these, send what I lack.
package struct SyncRequest: Hashable, Sendable {
    package static let format: UInt32 = 0
    /// Batches in one request: bounds the signatures that one request can have checked (about 0.1 ms each).
    package static let batches = 1024

    /// Nil: from the start of the log.
    package var cursor: SyncCursor?
    /// Batches that it covers are answered by hash only; nil: send all.
    package var vector: VersionVector?
    /// Sealed batches to store, each writer's in order.
    package var batches: [[UInt8]]
    /// Membership entries held.
    package var members: UInt64
    /// Membership entries that the relay is known to lack.
    package var entries: [[UInt8]]

    package init(
        cursor: SyncCursor? = nil, vector: VersionVector? = nil, batches: [[UInt8]] = [], members: UInt64 = 0,
        entries: [[UInt8]] = []
    ) {
        self.cursor = cursor
        self.vector = vector
        self.batches = batches
        self.members = members
        self.entries = entries
    }

    /// Checks shape and limits; the batches themselves are judged one by one.
    package init(serialized bytes: [UInt8]) throws(WireError) {
        guard bytes.count <= Limits.requestBytes else { throw .tooLarge("a sync request of \(bytes.count) bytes") }
        let message = try Protobuf.message(PBSyncRequest.self, from: bytes, named: "sync request")
        guard message.format <= Self.format else { throw .unsupportedFormat(message.format) }
        guard message.batches.count <= Self.batches else {
            throw .tooLarge("\(message.batches.count) batches in one request, where \(Self.batches) are taken")
        }
        guard message.entries.count <= Limits.membershipEntries else {
            throw .tooLarge("membership entries of a request")
        }
        self.init(
            cursor: message.hasCursor ? try SyncCursor(message: message.cursor) : nil,
            vector: message.hasVector ? try VersionVector(message: message.vector) : nil,
            batches: message.batches.map { [UInt8]($0) }, members: message.members,
            entries: message.entries.map { [UInt8]($0) })
    }

    package func serialized() throws(WireError) -> [UInt8] {
        var message = PBSyncRequest()
        message.format = Self.format
        if let cursor { message.cursor = cursor.message }
        if let vector { message.vector = vector.message }
        message.batches = batches.map { Data($0) }
        message.members = members
        message.entries = entries.map { Data($0) }
        return try Protobuf.bytes(of: message)
    }
}
