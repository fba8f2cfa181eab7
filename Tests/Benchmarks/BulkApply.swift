import Foundation
import GRDBSQLite
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// Field ops sorted by row, merged into SQLite, beside the same values written with a row of clocks for each cell.
enum BulkApply {
    /// Rows of a table that is not searched, and their fields.
    private static let rows = 70_000
    private static let fields = TableSchema.tier.fields

    static func run() throws -> [Figure] {
        let figures = Figures(workload: "apply")
        let guest = try Guest(.catalogue)
        let ops = ops(by: guest.writer(0))
        let floor = try ClockPerCell.run(
            ops, path: FileManager.default.temporaryDirectory.path() + "/clocks-\(getpid())")
        figures.add("raw upsert with a clock per cell", Double(ops.count) / floor / 1000, "k ops/s")
        for start in stride(from: 0, to: ops.count, by: 16_000) {
            try guest.push(Array(ops[start..<min(start + 16_000, ops.count)]), as: 0)
        }
        let opening = try guest.opening()
        let seconds = try guest.receive()
        figures.add("new rows: opened, merged, persisted", Double(ops.count) / seconds / 1000, "k ops/s", atLeast: 500)
        figures.add("of that verifying and opening", opening / seconds * 100, "%")
        return figures.all
    }

    /// Every row is made, and each of its fields is set once.
    private static func ops(by writer: WriterID) -> [Op] {
        var random = Workload.Generator(seed: 21)
        let stamp = Stamp(milliseconds: Int64(Date.now.timeIntervalSince1970) * 1000)
        let releases = (0..<500).map { _ in RowID(high: random.next(), low: random.next()) }
        let ids = (0..<rows).map { _ in RowID(high: random.next(), low: random.next()) }.sorted()
        var ops: [Op] = []
        ops.reserveCapacity(rows * (fields.count + 1))
        for row in ids {
            let key = NaturalKey(rows: [releases[random.below(releases.count)]], text: "\(random.below(100_000))")
            let changes =
                [Op.Change.create(key)]
                + fields.map { field in
                    .set(
                        field.id,
                        field.isInteger
                            ? .integer(Int64(random.below(10_000))) : .text(Workload.words[random.below(4096)]))
                }
            for change in changes {
                ops.append(
                    Op(
                        dot: Dot(writer, UInt64(ops.count + 1)), stamp: stamp, action: 1, kind: Kind.tier.id, row: row,
                        change: change))
            }
        }
        return ops
    }
}
