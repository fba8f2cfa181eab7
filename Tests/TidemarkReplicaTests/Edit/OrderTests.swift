import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct OrderTests {
    private func household(_ count: Int) throws -> (Household, [RowID]) {
        let home = try Household(["A", "B"])
        let rows = try (0..<count).map { try home["A"].add("https://example.org/\($0)", title: "\($0)", folder: ["F"]) }
        try home.settle()
        return (home, rows)
    }

    private func move(_ row: RowID, before sibling: RowID, on replica: Replica) throws {
        try replica.edit(.shelf) { edit in
            let folder = try edit.folder(at: ["F"])
            let placement = try edit.placement(of: sibling, in: folder)
            try edit.move(row, from: folder, to: folder, at: .before(placement))
        }
    }

    @Test func manualOrderIsTheSameEverywhere() throws {
        let (home, rows) = try household(5)
        try move(rows[4], before: rows[0], on: home["A"])
        try move(rows[3], before: rows[1], on: home["B"])
        try home.settle()
        #expect(try home["A"].titles(in: ["F"]) == ["4", "0", "3", "1", "2"])
        #expect(try home["B"].titles(in: ["F"]) == home["A"].titles(in: ["F"]))
    }

    /// N replicas, random moves offline: equal at the end, and what nobody touched keeps its relative order.
    @Test func untouchedItemsKeepTheirOrder() throws {
        for seed in 0..<5 as Range<UInt64> {
            let (home, rows) = try household(12)
            var random = SeededGenerator(seed: seed)
            var touched: Set<String> = []
            for _ in 0..<10 {
                let device = home.devices[Int.random(in: 0..<2, using: &random)]
                let (a, b) = (Int.random(in: 0..<6, using: &random), Int.random(in: 0..<12, using: &random))
                guard a != b else { continue }
                try move(rows[a], before: rows[b], on: device.replica)
                touched.insert("\(a)")
            }
            try home.settle()
            let order = try home["A"].titles(in: ["F"])
            #expect(try home["B"].titles(in: ["F"]) == order)
            let rest = order.filter { !touched.contains($0) }
            #expect(rest == rest.sorted { Int($0) ?? 0 < Int($1) ?? 0 }, "seed \(seed)")
        }
    }

    /// Each move into one spot costs about a bit, so keys pass 40 bytes after some 300 moves.
    private func crowd(_ rows: ArraySlice<RowID>, before sibling: RowID, turns: Int, on replica: Replica) throws {
        for turn in 0..<turns { try move(rows[rows.startIndex + turn % rows.count], before: sibling, on: replica) }
    }

    @Test func rule5KeysStayBoundedUnderMovesIntoOneSpot() throws {
        let (home, rows) = try household(3)
        try crowd(rows[1...2], before: rows[0], turns: 400, on: home["A"])
        #expect(try home["A"].longestOrderKey() > OrderKey.comfortableBytes / 4, "the test moves too little")
        #expect(try home["A"].longestOrderKey() <= OrderKey.comfortableBytes)
        try home.settle()
        #expect(try home["B"].titles(in: ["F"]) == home["A"].titles(in: ["F"]))
    }

    /// A rebalance elsewhere must not undo a move made at the same time.
    @Test func rule5ARekeyingIsVoidOnceTheRowWasMoved() throws {
        let (home, rows) = try household(4)
        try crowd(rows[1...3], before: rows[0], turns: 220, on: home["A"])
        try home.settle()
        try crowd(rows[1...2], before: rows[0], turns: 180, on: home["A"])
        let placement = try home["A"].edit(.shelf) { try $0.placement(of: rows[3], in: $0.folder(at: ["F"])) }
        let rekeyed = try home["A"].operations(home.space(.shelf)).contains { op in
            if op.row == placement, case .set(.rekey, _) = op.change { true } else { false }
        }
        #expect(rekeyed, "the test moves too little")
        try home["B"].edit(.shelf) { try $0.move(rows[3], to: $0.folder(at: ["G"])) }
        try home.settle()
        for device in home.devices { #expect(try device.replica.titles(in: ["G"]) == ["3"]) }
        #expect(try home["B"].titles(in: ["F"]) == home["A"].titles(in: ["F"]))
    }

    @Test func aFolderCannotGoBelowItself() throws {
        let home = try Household(["A"])
        let (a, b) = (try home["A"].mkdir(["A"]), try home["A"].mkdir(["A", "B"]))
        #expect(throws: ReplicaError.self) { try home["A"].edit(.shelf) { try $0.move(folder: a, to: b) } }
        #expect(try home["A"].folderPaths() == [["A"], ["A", "B"]])
    }

    @Test func concurrentFolderMovesIntoEachOtherMakeNoCycle() throws {
        let home = try Household(["A", "B"])
        let (x, y) = (try home["A"].mkdir(["X"]), try home["A"].mkdir(["Y"]))
        try home.settle()
        try home["A"].edit(.shelf) { try $0.move(folder: x, to: y) }
        home.pass(10)
        try home["B"].edit(.shelf) { try $0.move(folder: y, to: x) }
        try home.settle()
        #expect(try home["A"].folderPaths() == [["Y"], ["Y", "X"]])
        #expect(try home["B"].folderPaths() == [["Y"], ["Y", "X"]])
    }

    /// A clock four minutes fast is legal; it must not turn the next device's legal move into a cycle.
    @Test func rule3AFastClockTurnsNoLegalMoveIntoACycle() throws {
        let home = try Household(["A", "B"])
        let (x, y) = (try home["A"].mkdir(["X"]), try home["A"].mkdir(["X", "Y"]))
        home.devices[0].clock.advance(by: 240_000)
        try home["A"].edit(.shelf) { try $0.move(folder: y, to: .root) }
        try home.settle()
        try home["B"].edit(.shelf) { try $0.move(folder: x, to: y) }
        try home.settle()
        for device in home.devices { #expect(try device.replica.folderPaths() == [["Y"], ["Y", "X"]]) }
    }
}
