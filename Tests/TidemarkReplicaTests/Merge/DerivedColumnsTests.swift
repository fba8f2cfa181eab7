import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// What is in the trash, where it is shown and what is in conflict are functions of the merged state: what was kept level over
/// many transactions equals what is computed from all batches at once.
struct DerivedColumnsTests {
    private static let columns = [
        "SELECT hex(rid) || ' ' || present || trashed || ' ' || conflicts || ' ' || coalesce(tags, '') FROM item ORDER BY rid",
        """
        SELECT hex(p.rid) || ' ' || p.present || p.trashed || ' ' || coalesce(hex(f.rid), '') || ' '
          || CASE WHEN p.shown = 0 THEN 'top' ELSE coalesce(hex(s.rid), 'hidden') END FROM placement p
        LEFT JOIN folder f ON f.id = p.folder LEFT JOIN folder s ON s.id = p.shown ORDER BY p.rid
        """,
        """
        SELECT hex(f.rid) || ' ' || f.present || f.trashed || ' ' || coalesce(hex(p.rid), '') || ' '
          || coalesce(hex(f.order_key) || f.move_stamp || ' ' || f.move_number, '') FROM folder f
        LEFT JOIN folder p ON p.id = f.parent ORDER BY f.rid
        """,
    ]

    private func derived(_ replica: Replica) throws -> [[String]] { try Self.columns.map(replica.column) }

    @Test func columnsEqualThoseOfATableMadeAnew() throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            let home = try Household(["A", "B"], seed: seed)
            var trace: [String] = []
            for _ in 0..<30 {
                home.pass(1000)
                let device = home.devices[Int.random(in: 0..<2, using: &random)]
                let choice = Int.random(in: 0..<11, using: &random)
                let (a, b) = (Int.random(in: 0..<4, using: &random), Int.random(in: 0..<4, using: &random))
                trace.append("\(device.name) \(choice) \(a) \(b)")
                do {
                    if choice == 10 {
                        _ = try device.replica.importRecords(Self.records(a, b))
                    } else {
                        try device.replica.edit(.shelf) { try Self.change(choice, a, b, $0) }
                    }
                } catch is ReplicaError {}
                if random.chance(30) { try home.settle() }
            }
            try home.settle()
            for device in home.devices {
                let kept = try derived(device.replica)
                try device.replica.rebuildTables()
                let anew = try derived(device.replica)
                guard kept == anew else {
                    let difference = zip(kept, anew).flatMap { Set($0).symmetricDifference($1).sorted() }
                    Issue.record("seed \(seed), \(device.name), \(trace): \(difference)")
                    return
                }
            }
            #expect(try derived(home["A"]) == derived(home["B"]), "seed \(seed)")
        }
    }

    private static let folders = [["F"], ["F", "G"], ["H"], []]

    private static func records(_ a: Int, _ b: Int) -> [ImportRecord] {
        [
            .folder(.init(path: folders[b % 3], addedAt: Int64(9000 - a * 1000))),
            .bookmark(.init(url: "https://example.org/\(a)", title: "\(b)", folder: folders[b])),
            .bookmark(.init(url: "https://example.org/\(a + b)", tags: ["i"], folder: folders[a])),
        ]
    }

    private static func change(_ choice: Int, _ a: Int, _ b: Int, _ edit: Edit) throws {
        func row() throws -> RowID { try edit.collect(.init(url: "https://example.org/\(a)"), folder: nil).row }
        switch choice {
        case 0: _ = try edit.collect(.init(url: "https://example.org/\(a)", title: "\(b)"), folder: folders[b])
        case 1: try edit.retitle(item: row(), "title \(b)")
        case 2: try edit.tag(item: row(), "g\(b)")
        case 3: try edit.move(row(), to: edit.folder(at: folders[b]))
        case 4: try edit.trash(item: row())
        case 5: try edit.restore(item: row())
        case 6: try edit.move(folder: edit.folder(at: folders[a % 3]), to: edit.folder(at: folders[b]))
        case 7: try edit.trash(folder: edit.folder(at: folders[b % 3]))
        case 8:
            let folder = NaturalKey(rows: [.root], text: a < 2 ? "F" : "H")
            try edit.restore(folder: folder.rowID(kind: Kind.folder.id, space: edit.spaceID))
        default: try edit.place(row(), in: edit.folder(at: folders[b]))
        }
    }
}
