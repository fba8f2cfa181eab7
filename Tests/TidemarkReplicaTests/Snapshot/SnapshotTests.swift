import GRDB
import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

@testable import TidemarkReplica

struct SnapshotTests {
    private let url = "https://example.org/"

    /// Two devices that have done a bit of everything.
    private func household(seed: UInt64 = 1, steps: Int = 60) throws -> Household {
        let home = try Household(["A", "B"], seed: seed)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<steps {
            try act(home[["A", "B"].randomElement(using: &random) ?? "A"], &random)
            if random.chance(20) { try home.sync(random.chance(50) ? "A" : "B") }
        }
        try home.settle()
        return home
    }

    private func act(_ replica: Replica, _ random: inout SeededGenerator) throws {
        let url = url + "\(Int.random(in: 0..<12, using: &random))"
        let word = "w\(Int.random(in: 0..<100, using: &random))"
        let path = [["F"], ["F", "G"], ["H"], []].randomElement(using: &random) ?? []
        let other = [["F"], ["F", "G"], ["H"]].randomElement(using: &random) ?? ["H"]
        let choice = Int.random(in: 0..<12, using: &random)
        _ = try? replica.edit(.shelf) { edit in
            let row = try edit.add(.init(url: url)).row
            try edit.place(row, in: edit.folder(at: path))
            switch choice {
            case 0, 1: try edit.retitle(item: row, word)
            case 2: try edit.addTag(row, word)
            case 3: try edit.removeTag(row, word)
            case 4: try edit.trash(item: row)
            case 5: try edit.writeNote(item: row, word)
            case 6: try edit.move(folder: edit.folder(at: other), to: edit.folder(at: path))
            case 7: try edit.rename(folder: edit.folder(at: other), to: word)
            case 8: try edit.trash(folder: edit.folder(at: other))
            case 9: try edit.move(row, to: edit.folder(at: other))
            case 10: try edit.set(row, .item, FieldID(rawValue: 9000), .text(word))
            default: try edit.highlight(row, HighlightRecord(quote: word, note: word))
            }
        }
    }

    /// A new device that has only a snapshot, no batch.
    private func newDevice(in home: Household, from host: String, _ name: String = "C") throws {
        let snapshots = try home.relays.keys.sorted().map { try home[host].makeSnapshot($0) }
        try home.join(name)
        for snapshot in snapshots { try home[name].join(snapshot) }
    }

    private func expectEqual(_ home: Household, _ a: String, _ b: String) throws {
        for kind in SpaceRecord.Kind.allCases {
            #expect(try home[a].fingerprint(kind) == home[b].fingerprint(kind))
        }
        #expect(try home[a].bookmarkTree() == home[b].bookmarkTree())
        #expect(try home[a].trashed().map(\.id) == home[b].trashed().map(\.id))
        #expect(try home[a].problems().isEmpty && home[b].problems().isEmpty)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func aSnapshotIsTheWholeLog(seed: UInt64) throws {
        let home = try household(seed: seed)
        try newDevice(in: home, from: "A")
        try expectEqual(home, "A", "C")
        #expect(try home["C"].column("SELECT count(*) FROM batch") == ["0"])
        #expect(try home["C"].verify().problems.isEmpty)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func aSnapshotAndTheTailAreTheWholeLog(seed: UInt64) throws {
        let home = try household(seed: seed)
        let snapshots = try home.relays.keys.sorted().map { try home["A"].makeSnapshot($0) }
        var random = SeededGenerator(seed: seed ^ 77)
        for _ in 0..<20 { try act(home[random.chance(50) ? "A" : "B"], &random) }
        try home.settle()
        try home.join("C")
        for snapshot in snapshots { try home["C"].join(snapshot) }
        try act(home["C"], &random)
        try home.settle()
        try expectEqual(home, "A", "C")
        // Made anew from the snapshot and the batches above it.
        let before = try home["C"].fingerprint(.shelf)
        try home["C"].rebuildTables()
        #expect(try home["C"].fingerprint(.shelf) == before)
        #expect(try home["C"].verify().problems.isEmpty)
    }

    /// Whoever has work of its own, sent or not, loses nothing by a snapshot.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func aSnapshotIsJoinedWithWhatIsHere(seed: UInt64) throws {
        let home = try household(seed: seed, steps: 30)
        try home.join("C")
        try home.settle()
        var random = SeededGenerator(seed: seed ^ 99)
        for _ in 0..<15 {
            try act(home["A"], &random)
            try act(home["B"], &random)
            try act(home["C"], &random)
        }
        for _ in 0..<2 {
            try home.sync("A")
            try home.sync("B")
        }
        try home.sync("A")
        for space in home.relays.keys.sorted() { try home["C"].join(home["A"].makeSnapshot(space)) }
        let alone = try home["C"].fingerprint(.shelf)
        #expect(try alone != home["A"].fingerprint(.shelf), "its own work must still be there")
        // What it has joined comes again as batches.
        try home.settle()
        try home.settle()
        try expectEqual(home, "A", "C")
        try expectEqual(home, "A", "B")
        #expect(try home["C"].verify().problems.isEmpty)
    }

    @Test func joiningTwiceChangesNothing() throws {
        let home = try household()
        let space = try home.space(.shelf)
        let snapshot = try home["A"].makeSnapshot(space)
        let before = try home["B"].digest(space)
        try home["B"].join(snapshot)
        try home["B"].join(snapshot)
        #expect(try home["B"].digest(space) == before)
        #expect(try home["B"].column("SELECT count(*) FROM snapshot") == ["1"])
    }

    @Test func theManifestHasTheDigestOfTheState() throws {
        let home = try household()
        let space = try home.space(.shelf)
        let manifest = try home["A"].makeSnapshot(space).manifest
        let again = try SnapshotManifest(serialized: manifest.serialized())
        #expect(again == manifest)
        try newDevice(in: home, from: "A")
        let sums = try home["C"].digest(space).sums
        #expect(Dictionary(uniqueKeysWithValues: sums.map { ($0.key.rawValue, $0.value) }) == manifest.sums)
    }

    @Test func whatIsNotSentIsNotInASnapshot() throws {
        let home = try household()
        try home["A"].add(url + "new")
        #expect(throws: ReplicaError.self) { try home["A"].makeSnapshot(home.space(.shelf)) }
    }

    @Test func damageIsRefusedAndChangesNothing() throws {
        let home = try household()
        let space = try home.space(.shelf)
        let snapshot = try home["A"].makeSnapshot(space)
        try home.join("C")
        let before = try home["C"].fingerprint(.shelf)
        let pack = try #require(snapshot.packs.first)
        for bytes in [pack.bytes.dropLast() + [], pack.bytes + [0], Array(pack.bytes.reversed())] {
            let damaged = PackBytes(bytes: bytes, inflatedSize: pack.inflatedSize)
            #expect(throws: WireError.self) {
                try home["C"].join(Snapshot(manifest: snapshot.manifest, packs: [damaged]))
            }
            #expect(throws: WireError.self) { _ = try StatePack(damaged, space: space).rows.count }
        }
        #expect(try home["C"].fingerprint(.shelf) == before)
    }

    @Test func nobodyForgesAVoteByASnapshot() throws {
        let home = try Household(["A"])
        let space = try home.space(.catalogue)
        let release = ReleaseRecord(slug: "1", name: "1")
        try home["A"].edit(.catalogue) { edit in
            _ = try edit.take(
                CatalogueDocument(tools: [ToolRecord(slug: "t", name: "t", releases: [release])]), overwrite: false)
            try edit.vote(edit.releaseRow(tool: "t", release: "1"), .ship)
        }
        try home.settle()
        let snapshot = try home["A"].makeSnapshot(space)
        let stranger = PersonID(high: 1, low: 2)
        let forged = try snapshot.packs.map { bytes in
            let pack = try StatePack(bytes, space: space)
            return try StatePack(
                rows: pack.rows.map { row in
                    guard row.kind == Kind.vote.id, var key = row.key else { return row }
                    key.text = stranger.description
                    let id = key.rowID(kind: row.kind, space: space)
                    return StatePack.Row(
                        id: id, kind: row.kind, key: key,
                        operations: row.operations.map {
                            let change: Op.Change = if case .create = $0.change { .create(key) } else { $0.change }
                            return Op(
                                dot: $0.dot, stamp: $0.stamp, action: $0.action, kind: $0.kind, row: id,
                                change: change, seen: $0.seen)
                        })
                }
            ).serialized()
        }
        let manifest = SnapshotManifest(
            space: space, vector: snapshot.manifest.vector, horizon: VersionVector(),
            writers: snapshot.manifest.writers, sums: [:], packs: forged.map { SnapshotManifest.Pack($0) })
        try home.join("B")
        try home["B"].join(Snapshot(manifest: manifest, packs: forged))
        #expect(try home["B"].column("SELECT count(*) FROM vote WHERE present") == ["0"])
        try home.join("C")
        try home["C"].join(snapshot)
        #expect(try home["C"].column("SELECT count(*) FROM vote WHERE present") == ["1"])
    }

    /// Old packs stay as they are while new rows come: only they need to travel.
    @Test func packsOfOldRowsAreReused() throws {
        let home = try Household(["A"])
        let space = try home.space(.shelf)
        func packs(adding range: Range<Int>) throws -> [Hash] {
            home.pass(1000)
            try home["A"].edit(.shelf) { edit in
                for number in range { _ = try edit.add(.init(url: "\(self.url)\(number)", title: "\(number)")) }
            }
            try home.settle()
            return try home["A"].read { db in
                let merger = try SpaceMerger(db, SpaceRecord.with(space, db))
                return try SnapshotMaker(merger, packing: .init(boundary: 31, rows: 16..<128)).make().packs.map(\.hash)
            }
        }
        let before = try packs(adding: 0..<400)
        let after = try packs(adding: 400..<420)
        #expect(before.count >= 4)
        #expect(Set(after).intersection(before).count >= before.count - 1)
    }
}
