import Crypto
import TidemarkCore
import TidemarkWire

/// What it costs that a relay cannot read: sealing, verifying and opening, beside the merging of the same batches.
enum Crypting {
    static func run(rows: Int) throws -> [Figure] {
        let figures = Figures(workload: "seal")
        let pair = try Pair(rows: 1)
        try pair.fill(Workload.bookmarks(rows), on: "A")
        let (preparing, bytes) = try timed { try pair.seal("A") }
        try pair.exchange("A")
        let applying = try pair.exchange("B")
        let keys = try pair.keys()
        let batches = pair.batches
        var bodies: [BatchBody] = []
        let (opening, _) = try timed {
            for batch in batches { bodies.append(try SealedBatch(bytes: batch).open(keys: keys)) }
        }
        let sealing = try seal(bodies, key: keys[0])
        figures.add("ops", Double(bodies.map(\.operations.count).reduce(0, +)), "")
        figures.add("first request: sealed", Double(bytes) / 1e6, "MB")
        figures.add("journal to sealed batches, persisted", preparing, "s")
        figures.add("encode, deflate, seal, sign", sealing, "s")
        figures.add("verify, open, inflate, decode", opening, "s")
        figures.add("opened, merged, persisted", applying, "s")
        figures.add("sealing, verifying, opening / apply", (sealing + opening) / applying * 100, "%", atMost: 15)
        return figures.all
    }

    /// Seals the same once more, as a device whose key is at hand.
    private static func seal(_ bodies: [BatchBody], key: EpochKey) throws -> Double {
        guard let space = bodies.first?.space else { return 0 }
        let device = Curve25519.Signing.PrivateKey()
        let salt = [UInt8](repeating: 1, count: BatchHeader.saltBytes)
        let writer = WriterID(
            space: space, device: [UInt8](device.publicKey.rawRepresentation), incarnation: 0)
        let renamed = bodies.map { body in
            func name(_ dot: Dot) -> Dot { dot.writer == body.writer ? Dot(writer, dot.number) : dot }
            return BatchBody(
                space: space, writer: writer, range: body.range, members: body.members,
                operations: body.operations.map { op in
                    Op(
                        dot: name(op.dot), stamp: op.stamp, action: op.action, kind: op.kind, row: op.row,
                        change: op.change, seen: op.seen.map(name))
                })
        }
        return try timed {
            for body in renamed {
                _ = try SealedBatch.seal(
                    body, previous: body.range.lowerBound == 1 ? nil : .zero, incarnation: 0, device: device, key: key,
                    salt: salt)
            }
        }.seconds
    }
}
