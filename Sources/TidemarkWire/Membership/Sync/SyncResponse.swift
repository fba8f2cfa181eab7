import Foundation
package import TidemarkCore

/// What a relay answers.
package struct SyncResponse: Hashable, Sendable {
    /// An answer's bytes that a client takes: a page of the log and of the membership log, with room to spare.
    package static let maximumBytes = 16 << 20

    /// Milliseconds since 1970.
    package var relayTime: Int64
    /// The log is not the one that the cursor was taken in: start again without a cursor, with a vector.
    package var cursorRefused: Bool
    /// One per batch of the request, in its order.
    package var results: [PushResult]
    /// The log after the request's cursor.
    package var log: [LogEntry]
    /// The place after the last entry of `log`; nil when the cursor was refused.
    package var cursor: SyncCursor?
    /// The log, or the membership log, goes on: ask again.
    package var more: Bool
    /// Membership entries after those that the client holds.
    package var members: [[UInt8]]
    /// What the relay holds.
    package var vector: VersionVector

    package init(
        relayTime: Int64, cursorRefused: Bool = false, results: [PushResult] = [], log: [LogEntry] = [],
        cursor: SyncCursor? = nil, more: Bool = false, members: [[UInt8]] = [],
        vector: VersionVector = VersionVector()
    ) {
        self.relayTime = relayTime
        self.cursorRefused = cursorRefused
        self.results = results
        self.log = log
        self.cursor = cursor
        self.more = more
        self.members = members
        self.vector = vector
    }

    package init(serialized bytes: [UInt8]) throws(WireError) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge("a sync response of \(bytes.count) bytes") }
        let message = try Protobuf.message(PBSyncResponse.self, from: bytes, named: "sync response")
        guard message.relayTime < 1 << 48 else { throw .malformed("relay time") }
        var results: [PushResult] = []
        for result in message.results { results.append(try PushResult(message: result)) }
        var log: [LogEntry] = []
        for entry in message.log { log.append(try LogEntry(message: entry)) }
        self.init(
            relayTime: Int64(message.relayTime), cursorRefused: message.cursorRefused, results: results, log: log,
            cursor: message.hasCursor ? try SyncCursor(message: message.cursor) : nil, more: message.more,
            members: message.members.map { [UInt8]($0) }, vector: try VersionVector(message: message.vector))
    }

    package func serialized() throws(WireError) -> [UInt8] {
        var message = PBSyncResponse()
        message.relayTime = UInt64(clamping: relayTime)
        message.cursorRefused = cursorRefused
        message.results = results.map(\.message)
        message.log = log.map(\.message)
        if let cursor { message.cursor = cursor.message }
        message.more = more
        message.members = members.map { Data($0) }
        message.vector = vector.message
        return try Protobuf.bytes(of: message)
    }
}
