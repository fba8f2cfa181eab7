import ArgumentParser
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// Whether two libraries that hold the same changes are the same, and where not.
struct LibraryComparison: Encodable {
    private struct Space: Encodable {
        let kind: String
        /// "equal", "incomparable" or "different".
        let verdict: String
        /// How many rows differ.
        let count: Int
        /// The first of them.
        let rows: [Row]
    }

    fileprivate struct Row: Encodable {
        let table: String
        let id: String
        /// Operations of which only one side knows; nil where it has no such row.
        let here: [String]?
        let there: [String]?
    }

    /// Rows that are described.
    private static let described = 20

    let schema = "tidemark.compare-libraries/0"
    private let spaces: [Space]

    init(_ here: Replica, _ there: Replica) throws {
        let known = Set(try there.spaces().map(\.sid))
        spaces = try here.spaces().map { space in
            let kind = space.kind.rawValue
            guard known.contains(space.sid) else {
                return Space(kind: kind, verdict: "incomparable", count: 0, rows: [])
            }
            let comparison = DigestComparison(
                ReplicaDigestSource(here, space.sid), ReplicaDigestSource(there, space.sid))
            switch try comparison.run(limit: Self.described) {
            case .equal: return Space(kind: kind, verdict: "equal", count: 0, rows: [])
            case .incomparable: return Space(kind: kind, verdict: "incomparable", count: 0, rows: [])
            case .different(let rows, let count):
                return Space(kind: kind, verdict: "different", count: count, rows: rows.map { Row($0) })
            }
        }
    }

    /// - Throws: the exit code of a damaged library, where the two differ.
    func print(to console: Console) throws {
        if console.isJSON {
            try console.print(json: self)
        } else {
            for space in spaces { try print(space, to: console) }
        }
        guard spaces.contains(where: { $0.verdict == "different" }) else { return }
        try console.flush()
        throw ExitCode(ExitStatus.damaged.rawValue)
    }

    private func print(_ space: Space, to console: Console) throws {
        switch space.verdict {
        case "equal": try console.print("\(space.kind): the same on both sides")
        case "incomparable":
            try console.print("\(space.kind): not of the same changes; sync both, then compare again")
        default:
            try console.print(
                "\(space.kind): the two hold the same changes and differ in \(Plural.of(space.count, "row"))")
        }
        for row in space.rows {
            try console.print("  \(row.table) \(row.id)")
            for (side, cells) in [("here", row.here), ("there", row.there)] {
                for cell in cells ?? ["no such row"] { try console.print("    \(side): \(cell)") }
            }
        }
    }
}

extension LibraryComparison.Row {
    fileprivate init(_ difference: DigestComparison.Difference) {
        let kind = Kind(rawValue: difference.table.rawValue)
        table =
            difference.table == .moves
            ? "folder moves" : kind.map { TableSchema.of($0).name } ?? "\(difference.table.rawValue)"
        id = difference.row.description
        here = difference.here?.map(Self.words)
        there = difference.there?.map(Self.words)
    }

    private static func words(_ cell: DigestCell) -> String {
        "\(cell.what), op \(cell.version.dot.number) of writer \(cell.version.dot.writer.description.prefix(8)): \(cell.value)"
    }
}
