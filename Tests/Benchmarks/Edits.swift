import Foundation

/// W2 and W3: edits travel from one replica to another, sealed and persisted on both sides.
enum Edits {
    /// W2: 1,000 changes of one field each, every one a transaction of its own.
    static func single(rows: Int) throws -> [Figure] {
        let figures = Figures(workload: "W2")
        let pair = try Pair(rows: rows)
        let (editing, _) = try timed { try pair.perform(Workload.singleEdits(1000, rows: rows), on: "A") }
        figures.add("1,000 durable edits", editing, "s")
        let (encode, bytes) = try timed { try pair.seal("A") }
        figures.add("encode: coalesce, seal, sign, persist", encode * 1000, "ms")
        figures.add("delta, sealed", Double(bytes) / 1e3, "KB", atMost: 72)
        try pair.exchange("A")
        let apply = try pair.exchange("B")
        figures.add("apply, persisted", apply * 1000, "ms")
        figures.add("encode + apply", (encode + apply) * 1000, "ms", atMost: 30)
        try pair.compare()
        return figures.all
    }

    /// W3: two writers offline with 10,000 edits each.
    static func twoWriters(rows: Int) throws -> [Figure] {
        let figures = Figures(workload: "W3")
        let pair = try Pair(rows: rows)
        for (device, seed) in [("A", UInt64(3)), ("B", 4)] {
            let (seconds, _) = try timed {
                try pair.perform(Workload.mixedEdits(10_000, rows: rows, seed: seed), on: device)
            }
            figures.add("10,000 durable edits on \(device)", seconds, "s")
        }
        let (encode, sizes) = try timed { try [pair.seal("A"), pair.seal("B")] }
        figures.add("encode, both", encode, "s")
        figures.add("delta each way", Double(sizes[0] + sizes[1]) / 2e6, "MB")
        try pair.exchange("A")
        let merging = try [pair.exchange("B"), pair.exchange("A")]
        figures.add("merge, both sides, persisted", merging[0] + merging[1], "s", atMost: 0.23)
        try pair.compare()
        return figures.all
    }
}
