import Foundation
package import TidemarkCore

/// What a snapshot is of, and the packs that it consists of.
package struct SnapshotManifest: Hashable, Sendable {
    package static let format: UInt32 = 0

    package struct Writer: Hashable, Sendable {
        package let id: WriterID
        /// Ed25519 public key; empty where nothing signed is known of it.
        package let device: [UInt8]
        /// The newest batch that is known of it: its last number and its hash.
        package let head: Head?

        package init(id: WriterID, device: [UInt8], head: Head?) {
            self.id = id
            self.device = device
            self.head = head
        }
    }

    package struct Head: Hashable, Sendable {
        package let last: UInt64
        package let hash: Hash

        package init(last: UInt64, hash: Hash) {
            self.last = last
            self.hash = hash
        }
    }

    package struct Pack: Hashable, Sendable {
        package let hash: Hash
        package let size: Int
        package let inflatedSize: Int

        package init(_ bytes: PackBytes) {
            hash = bytes.hash
            size = bytes.bytes.count
            inflatedSize = bytes.inflatedSize
        }

        fileprivate init(hash: Hash, size: Int, inflatedSize: Int) {
            self.hash = hash
            self.size = size
            self.inflatedSize = inflatedSize
        }
    }

    package let space: SpaceID
    package let vector: VersionVector
    package let horizon: VersionVector
    package let writers: [Writer]
    /// By table, as in a digest.
    package let sums: [UInt32: DigestSum]
    package let packs: [Pack]

    package init(
        space: SpaceID, vector: VersionVector, horizon: VersionVector, writers: [Writer], sums: [UInt32: DigestSum],
        packs: [Pack]
    ) {
        self.space = space
        self.vector = vector
        self.horizon = horizon
        self.writers = writers
        self.sums = sums
        self.packs = packs
    }

    package func serialized() throws(WireError) -> [UInt8] {
        var message = PBSnapshotManifest()
        message.format = Self.format
        message.space = Data(space.bytes)
        message.vector = vector.message
        message.horizon = horizon.message
        message.writer = writers.map { writer in
            var entry = PBSnapshotWriter()
            entry.writer = Data(writer.id.bytes)
            entry.device = Data(writer.device)
            entry.last = writer.head?.last ?? 0
            entry.head = Data(writer.head?.hash.bytes ?? [])
            return entry
        }
        message.sum = sums.sorted { $0.key < $1.key }.map { table, sum in
            var entry = PBSnapshotSum()
            entry.table = table
            entry.sum = Data(sum.bytes)
            return entry
        }
        message.pack = packs.map { pack in
            var entry = PBSnapshotPack()
            entry.hash = Data(pack.hash.bytes)
            entry.size = UInt64(pack.size)
            entry.inflated = UInt64(pack.inflatedSize)
            return entry
        }
        return try Protobuf.bytes(of: message)
    }

    package init(serialized bytes: [UInt8]) throws(WireError) {
        let message = try Protobuf.message(PBSnapshotManifest.self, from: bytes, named: "snapshot manifest")
        guard message.format <= Self.format else { throw .unsupportedFormat(message.format) }
        guard let space = SpaceID(bytes: message.space) else { throw .malformed("space of a snapshot") }
        guard message.writer.count <= Limits.writers, message.sum.count <= Limits.writers,
            message.pack.count <= Limits.snapshotPacks
        else { throw .tooLarge("snapshot manifest") }
        var writers: [Writer] = []
        for entry in message.writer {
            let head = Hash(bytes: entry.head)
            guard let id = WriterID(bytes: entry.writer), entry.device.isEmpty || entry.device.count == 32,
                head != nil || entry.head.isEmpty, entry.last < 1 << 48
            else { throw .malformed("writer of a snapshot") }
            writers.append(
                Writer(id: id, device: [UInt8](entry.device), head: head.map { Head(last: entry.last, hash: $0) }))
        }
        var sums: [UInt32: DigestSum] = [:]
        for entry in message.sum {
            guard let sum = DigestSum(bytes: entry.sum), sums[entry.table] == nil else {
                throw .malformed("digest of a snapshot")
            }
            sums[entry.table] = sum
        }
        var packs: [Pack] = []
        for entry in message.pack {
            guard let hash = Hash(bytes: entry.hash), entry.inflated <= 1 << Limits.inflatedBucket,
                entry.size <= 2 << Limits.inflatedBucket
            else { throw .malformed("pack of a snapshot") }
            packs.append(Pack(hash: hash, size: Int(entry.size), inflatedSize: Int(entry.inflated)))
        }
        self.init(
            space: space, vector: try VersionVector(message: message.vector),
            horizon: try VersionVector(message: message.horizon), writers: writers, sums: sums, packs: packs)
    }
}
