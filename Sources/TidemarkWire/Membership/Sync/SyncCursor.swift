import Foundation

/// A place in a space's log on one relay.
package struct SyncCursor: Hashable, Sendable {
    package static let epochBytes = 8

    /// 8 bytes, new whenever the relay may have lost data.
    package var epoch: [UInt8]
    /// Log entries passed.
    package var position: UInt64
    /// running[k] = SHA-256(running[k - 1] || hash of batch k), running[0] = zero: tells a log that was rolled back and
    /// has grown again from the one that the position was taken in.
    package var running: Hash

    package init(epoch: [UInt8], position: UInt64, running: Hash) {
        self.epoch = epoch
        self.position = position
        self.running = running
    }

    /// The running hash one batch further.
    package static func running(_ running: Hash, adding batch: Hash) -> Hash { Hash(of: running.bytes, batch.bytes) }

    var message: PBCursor {
        var message = PBCursor()
        message.epoch = Data(epoch)
        message.position = position
        message.running = Data(running.bytes)
        return message
    }

    init(message: PBCursor) throws(WireError) {
        guard message.epoch.count == Self.epochBytes, let running = Hash(bytes: message.running),
            message.position < 1 << 62
        else { throw .malformed("cursor") }
        self.init(epoch: [UInt8](message.epoch), position: message.position, running: running)
    }
}
