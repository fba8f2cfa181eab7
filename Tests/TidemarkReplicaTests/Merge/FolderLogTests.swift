import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

@testable import TidemarkReplica

/// The log of folder moves and the places that folders' rows show of it.
struct FolderLogTests {
    private static let paths = """
        SELECT f.title || ' in ' || coalesce(p.title, 'nothing') FROM folder f LEFT JOIN folder p ON p.id = f.parent
        ORDER BY f.title
        """

    private func move(_ folder: RowID, to parent: RowID, _ replica: Replica) throws {
        try replica.edit(.shelf) { try $0.move(folder: folder, to: parent) }
    }

    @Test func aMoveThatArrivesLateIsSlottedIn() throws {
        let home = try Household(["A", "B"])
        let (a, b) = (home["A"], home["B"])
        let (x, y, z) = try (a.mkdir(["x"]), a.mkdir(["y"]), a.mkdir(["z"]))
        try home.settle()
        home.pass(1000)
        try move(x, to: y, b)
        home.pass(1000)
        // Older moves of B undo this one, and it is done again.
        try move(y, to: x, a)
        try move(z, to: y, a)
        try home.settle()
        for replica in [a, b] {
            #expect(try replica.column(Self.paths) == ["x in y", "y in nothing", "z in y"])
        }
        #expect(try a.fingerprint(.shelf) == b.fingerprint(.shelf))
        // The row of a folder that did not move here names the move behind its place all the same.
        home.pass(1000)
        try move(x, to: z, b)
        try home.settle()
        #expect(try a.column(Self.paths) == ["x in z", "y in nothing", "z in y"])
    }

    /// Judging a move that is newer than the log takes the places on the way up, and no more.
    @Test func placesAreThoseOfTheWholeLog() throws {
        let home = try Household(["A"])
        let a = home["A"]
        let folders = try (0..<6).map { try a.mkdir(["f\($0)"]) }
        var random = SeededGenerator(seed: 7)
        for _ in 0..<60 {
            home.pass(1000)
            let (folder, parent) = (folders.randomElement(using: &random), folders.randomElement(using: &random))
            do { try move(folder ?? .root, to: parent ?? .root, a) } catch is ReplicaError { continue }
            try a.inSpace(.shelf) { merger in
                for row in folders {
                    let (place, above) = try (merger.folders.place(of: row), merger.folders.ancestors(of: row))
                    let tree = try merger.folders.tree()
                    #expect(place == tree.place(of: row) && above == tree.ancestors(of: row))
                }
            }
        }
    }

    @Test func collectingShortensTheLogAndKeepsPlaces() throws {
        let home = try Household(["A"])
        let a = home["A"]
        let (x, y) = try (a.mkdir(["x"]), a.mkdir(["y"]))
        for _ in 0..<10 {
            home.pass(1000)
            try move(x, to: y, a)
            try move(x, to: .root, a)
        }
        try move(x, to: y, a)
        let gone = try a.inSpace(.shelf) { try $0.folders.collect(below: $0.vector) }
        #expect(gone == 21)
        #expect(try a.column("SELECT count(*) || '' FROM folder_move") == ["2"])
        #expect(try a.column(Self.paths) == ["x in y", "y in nothing"])
        #expect(throws: ReplicaError.self) { try move(y, to: x, a) }
        try move(x, to: .root, a)
        try move(y, to: x, a)
        #expect(try a.column(Self.paths) == ["x in nothing", "y in x"])
    }

    /// Many moves into folders that nothing else is known of, as when the batch that makes them is parked.
    @Test func foldersThatAreOnlyPointedAtGetRows() throws {
        let home = try Household(["A"])
        let parent = RowID(high: 5, low: 5)
        var random = SeededGenerator(seed: 1)
        let key = OrderKey.between(nil, nil, using: &random)
        let writer = WriterID(high: 1, low: 1)
        try home["A"].inSpace(.shelf) { merger in
            merger.vector.insert(1...3, of: writer)
            for number in 1...3 as ClosedRange<UInt64> {
                try merger.apply(
                    Op(
                        dot: Dot(writer, number), stamp: Stamp(milliseconds: Int64(number)), action: 1,
                        kind: Kind.folder.id, row: RowID(high: 6, low: number), change: .move(parent: parent, key)))
            }
            try merger.flush()
            merger.evict()
        }
        #expect(try home["A"].column("SELECT count(*) || '' FROM folder f JOIN folder p ON p.id = f.parent") == ["3"])
    }
}
