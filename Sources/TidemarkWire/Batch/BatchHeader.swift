import Foundation
package import TidemarkCore

/// Everything about a batch that a relay may see, and all that it needs: whose, which ops, after which batch.
package struct BatchHeader: Hashable, Sendable {
    package static let format: UInt32 = 0
    package static let saltBytes = 24

    package var space: SpaceID
    package var writer: WriterID
    /// Ed25519 public key of the device that signs.
    package var device: [UInt8]
    package var incarnation: UInt32
    /// The op numbers that the batch covers.
    package var range: ClosedRange<UInt64>
    /// Hash of the writer's previous batch, nil for its first.
    package var previous: Hash?
    /// The newest stamp inside, in minutes since 1970, rounded up.
    package var newestMinute: UInt64
    package var keyEpoch: UInt32
    /// The body inflates to at most 2 to this power bytes.
    package var inflatedBucket: UInt32
    package var salt: [UInt8]

    package func serialized() throws(WireError) -> [UInt8] {
        var message = PBBatchHeader()
        message.format = Self.format
        message.space = Data(space.bytes)
        message.writer = Data(writer.bytes)
        message.device = Data(device)
        message.incarnation = incarnation
        message.first = range.lowerBound
        message.last = range.upperBound
        message.previous = Data(previous?.bytes ?? [])
        message.newestMinute = newestMinute
        message.keyEpoch = keyEpoch
        message.inflatedBucket = inflatedBucket
        message.salt = Data(salt)
        return try Protobuf.bytes(of: message)
    }

    package init(
        space: SpaceID, writer: WriterID, device: [UInt8], incarnation: UInt32, range: ClosedRange<UInt64>,
        previous: Hash?,
        newestMinute: UInt64, keyEpoch: UInt32, inflatedBucket: UInt32, salt: [UInt8]
    ) {
        self.space = space
        self.writer = writer
        self.device = device
        self.incarnation = incarnation
        self.range = range
        self.previous = previous
        self.newestMinute = newestMinute
        self.keyEpoch = keyEpoch
        self.inflatedBucket = inflatedBucket
        self.salt = salt
    }

    /// Reads and checks a header, the derivation of the writer's id included.
    package init(serialized bytes: [UInt8]) throws(WireError) {
        let message = try Protobuf.message(PBBatchHeader.self, from: bytes, named: "batch header")
        guard message.format <= Self.format else { throw .unsupportedFormat(message.format) }
        guard let space = SpaceID(bytes: message.space) else { throw .malformed("space id in a batch header") }
        guard let writer = WriterID(bytes: message.writer) else { throw .malformed("writer id in a batch header") }
        let device = [UInt8](message.device)
        guard device.count == 32, WriterID(space: space, device: device, incarnation: message.incarnation) == writer
        else {
            throw .malformed("the writer id of a batch is not the one of its device")
        }
        guard message.first >= 1, message.first <= message.last, message.last < 1 << 48 else {
            throw .malformed("op range of a batch")
        }
        let previous = Hash(bytes: message.previous)
        guard previous != nil || message.previous.isEmpty, (previous == nil) == (message.first == 1) else {
            throw .malformed("previous hash of a batch")
        }
        guard message.salt.count == Self.saltBytes else { throw .malformed("salt of a batch") }
        guard message.inflatedBucket <= Limits.inflatedBucket else { throw .tooLarge("inflated size of a batch") }
        guard message.newestMinute < 1 << 33 else { throw .malformed("newest minute of a batch") }
        self.init(
            space: space, writer: writer, device: device, incarnation: message.incarnation,
            range: message.first...message.last, previous: previous, newestMinute: message.newestMinute,
            keyEpoch: message.keyEpoch, inflatedBucket: message.inflatedBucket, salt: [UInt8](message.salt))
    }
}
