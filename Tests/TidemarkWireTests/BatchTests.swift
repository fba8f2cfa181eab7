import Crypto
import TestSupport
import Testing
import TidemarkCore
import TidemarkWire

struct BatchTests {
    private let space = SpaceID(high: 1, low: 2)
    private let device = Curve25519.Signing.PrivateKey()
    private let key = EpochKey(epoch: 1, bytes: [UInt8](repeating: 5, count: 32))
    private var writer: WriterID {
        WriterID(space: space, device: [UInt8](device.publicKey.rawRepresentation), incarnation: 0)
    }

    /// Ops of every kind, as real devices make them.
    private func ops(seed: UInt64, count: Int = 40) -> [Op] {
        var random = SeededGenerator(seed: seed)
        var mine = CoreReplica(writer: writer)
        var theirs = CoreReplica(writer: WriterID(high: 8, low: 8))
        while mine.written.count < count {
            mine.edit(now: 1_800_000_000_000, using: &random)
            theirs.edit(now: 1_800_000_000_000, using: &random)
            if random.chance(30) { mine.receive(theirs.written) }
        }
        // Rows that a batch makes have the id of their key.
        return mine.written.filter { op in
            if case .create(let key) = op.change { return key.rowID(kind: op.kind, space: space) == op.row }
            return true
        } + more(after: mine)
    }

    private func more(after replica: CoreReplica) -> [Op] {
        var replica = replica
        let kind = KindID(rawValue: 2)
        let parent = NaturalKey(text: "https://example.org/ü")
        let row = NaturalKey(rows: [parent.rowID(kind: KindID(rawValue: 1), space: space)], text: "x", number: 3)
        let id = row.rowID(kind: kind, space: space)
        var random = SeededGenerator(seed: 1)
        let order = OrderKey.between(nil, nil, using: &random)
        let changes: [Op.Change] = [
            .create(row), .set(FieldID(rawValue: 9), .null), .set(FieldID(rawValue: 9), .bytes([0, 255])),
            .set(FieldID(rawValue: 9), .row(id)), .set(FieldID(rawValue: 9), .place(.root, order)),
            .set(FieldID(rawValue: 9), .rekey(order, of: Dot(WriterID(high: 3, low: 3), 77))),
            .set(FieldID(rawValue: 9), .context(replica.vector)), .set(FieldID(rawValue: 9), .text("🇪🇺\u{0}")),
            .set(FieldID(rawValue: 9), .integer(.min)), .seed(FieldID(rawValue: 4), "a first\ntext"),
            .edit(FieldID(rawValue: 4), Self.textChange),
        ]
        return changes.map { replica.write(id, kind, $0, now: 1_800_000_000_000) }
    }

    /// Names first texts, the own writer and others.
    private static let textChange: TextChange = {
        let seeds = ["a first\ntext", "another"].map { Dot.seed(of: $0) }
        let other = CharacterID(Dot(WriterID(high: 3, low: 3), 77), 5)
        return TextChange(
            pieces: [
                .init(place: .after(CharacterID(seeds[0], 3)), right: other, text: "ü🌊"),
                .init(place: .before(CharacterID(Dot(WriterID(high: 8, low: 8), 1))), right: nil, text: "x"),
            ],
            deletions: [
                .init(first: CharacterID(seeds[1], 2), count: 4), .init(first: other, count: 1),
                .init(first: CharacterID(Dot(WriterID(high: 3, low: 3), 80)), count: 9, step: .number),
            ])
    }()

    private func body(_ ops: [Op]) -> BatchBody {
        BatchBody(
            space: space, writer: writer, range: 1...(ops.last?.dot.number ?? 1), members: 3, operations: ops)
    }

    private func seal(_ body: BatchBody, salt: UInt8 = 1) throws -> SealedBatch {
        try SealedBatch.seal(
            body, previous: nil, incarnation: 0, device: device, key: key,
            salt: [UInt8](repeating: salt, count: BatchHeader.saltBytes))
    }

    @Test func whatIsSealedOpensAgain() throws {
        for seed in 0..<50 as Range<UInt64> {
            let body = body(ops(seed: seed))
            let sealed = try seal(body)
            let again = try SealedBatch(bytes: sealed.bytes)
            #expect(try again.open(keys: [key]) == body, "seed \(seed)")
            #expect(again.hash == sealed.hash)
        }
    }

    @Test func nothingReadableIsOutsideTheCiphertext() throws {
        let canary = "canary-of-a-title"
        var replica = CoreReplica(writer: writer)
        let key = NaturalKey(text: "https://\(canary).example/")
        let row = key.rowID(kind: KindID(rawValue: 1), space: space)
        replica.write(row, KindID(rawValue: 1), .create(key), now: 1_800_000_000_000)
        replica.write(row, KindID(rawValue: 1), .set(FieldID(rawValue: 3), .text(canary)), now: 1_800_000_000_000)
        let bytes = try seal(body(replica.written)).bytes
        let needle = Array(canary.utf8)
        #expect(!bytes.indices.dropLast(needle.count).contains { Array(bytes[$0..<($0 + needle.count)]) == needle })
        #expect(!bytes.indices.dropLast(16).contains { Array(bytes[$0..<($0 + 16)]) == row.bytes })
    }

    @Test func anyChangedByteIsNoticed() throws {
        let sealed = try seal(body(ops(seed: 1)))
        for index in stride(from: 0, to: sealed.bytes.count, by: 3) {
            var bytes = sealed.bytes
            bytes[index] ^= 1
            #expect(throws: WireError.self, "byte \(index)") { try SealedBatch(bytes: bytes).open(keys: [key]) }
        }
    }

    @Test func anotherKeyOrEpochOpensNothing() throws {
        let sealed = try seal(body(ops(seed: 1)))
        #expect(throws: WireError.cannotOpen(epoch: 1)) { try sealed.open(keys: []) }
        let wrong = EpochKey(epoch: 1, bytes: [UInt8](repeating: 6, count: 32))
        #expect(throws: WireError.cannotOpen(epoch: 1)) { try sealed.open(keys: [wrong]) }
    }

    /// Sizes say little: bodies of different lengths look alike.
    @Test func sizesArePadded() throws {
        var sizes: Set<Int> = []
        for length in 100..<200 {
            var replica = CoreReplica(writer: writer)
            var random = SeededGenerator(seed: UInt64(length))
            let text = (0..<length).map { _ in String(UnicodeScalar(UInt8.random(in: 33...126, using: &random))) }
                .joined()
            replica.write(RowID(high: 0, low: 1), KindID(rawValue: 1), .set(FieldID(rawValue: 3), .text(text)), now: 1)
            sizes.insert(try seal(body(replica.written)).bytes.count)
        }
        #expect(sizes.count < 20)
    }

    /// A member may sign what it likes: a header that lies about its body is refused by everybody alike.
    @Test func rule6AHeaderThatLiesIsRefused() throws {
        let ops = ops(seed: 3)
        let honest = body(ops)
        let claimed = BatchBody(
            space: space, writer: writer, range: 1...(honest.range.upperBound / 2), members: 3, operations: ops)
        #expect(throws: WireError.self) { try seal(claimed).open(keys: [key]) }
        var header = try seal(honest).header
        header.newestMinute += 60
        let forged = try SealedBatch.resealed(honest, header: header, device: device, key: key)
        #expect(throws: WireError.self) { try forged.open(keys: [key]) }
    }

    @Test func aWriterOfAnotherDeviceIsRefused() throws {
        let thief = Curve25519.Signing.PrivateKey()
        #expect(throws: WireError.self) {
            try SealedBatch.seal(
                body(ops(seed: 1)), previous: nil, incarnation: 0, device: thief, key: key,
                salt: [UInt8](repeating: 1, count: BatchHeader.saltBytes))
        }
    }

    /// Decoders meet garbage and damaged bodies: an error, never a trap or a huge allocation.
    @Test func damagedBodiesAreRefusedOrReadButNeverTrap() throws {
        let good = try body(ops(seed: 2)).serialized()
        for seed in 0..<4000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                switch Int.random(in: 0..<3, using: &random) {
                case 0:
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                        in: .min ... .max, using: &random)
                case 1: bytes.removeLast(Int.random(in: 0..<(bytes.count / 2), using: &random))
                default:
                    bytes.insert(
                        UInt8.random(in: .min ... .max, using: &random),
                        at: Int.random(in: 0...bytes.count, using: &random))
                }
                if bytes.isEmpty { bytes = [0] }
            }
            _ = try? BatchBody(serialized: bytes, space: space, writer: writer, range: 1...1000)
            _ = try? SealedBatch(bytes: bytes)
            _ = try? SyncRequest(serialized: bytes)
            _ = try? SyncResponse(serialized: bytes)
            _ = try? VersionVector(serialized: bytes)
            _ = try? MembershipEntry(bytes: bytes)
        }
    }

    @Test func anOversizeBatchIsRefused() {
        #expect(throws: WireError.self) {
            try SealedBatch(bytes: [UInt8](repeating: 0, count: Limits.sealedBatchBytes + 1))
        }
    }

    @Test func rule9TheRowIdFollowsFromTheKey() throws {
        let key = NaturalKey(text: "https://example.org/")
        #expect(
            key.rowID(kind: KindID(rawValue: 1), space: space) == key.rowID(kind: KindID(rawValue: 1), space: space))
        #expect(
            key.rowID(kind: KindID(rawValue: 2), space: space) != key.rowID(kind: KindID(rawValue: 1), space: space))
        #expect(
            key.rowID(kind: KindID(rawValue: 1), space: SpaceID(high: 9, low: 9))
                != key.rowID(kind: KindID(rawValue: 1), space: space))
        // Whoever makes a row under another id than its key's is read as having made the key's row: nobody squats.
        var replica = CoreReplica(writer: writer)
        replica.write(RowID(high: 6, low: 6), KindID(rawValue: 1), .create(key), now: 1)
        let read = try seal(body(replica.written)).open(keys: [self.key])
        #expect(read.operations.first?.row == key.rowID(kind: KindID(rawValue: 1), space: space))
    }
}
