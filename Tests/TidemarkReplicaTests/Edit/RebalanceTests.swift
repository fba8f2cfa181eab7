import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary

@testable import TidemarkReplica

/// Order keys that got long are replaced before one passes 40 bytes (rule 5), and nobody notices.
struct RebalanceTests {
    /// Where everything goes.
    private enum Spot: CaseIterable {
        case front, end, between, behind, anywhere
    }

    private func order(_ folder: RowID, _ edit: Edit) throws -> [Sibling] { try edit.siblings(in: folder) }

    private func move(_ sibling: Sibling, _ position: Position, in folder: RowID, _ edit: Edit) throws {
        if sibling.kind == .folder { return try edit.move(folder: sibling.row, to: folder, at: position) }
        let key = try edit.key(at: position, in: folder, except: sibling.row)
        try edit.set(sibling.row, .placement, .place, .place(folder, key))
    }

    private func rekeyings(_ ops: [Op]) -> [Op] {
        ops.filter { if case .set(.rekey, _) = $0.change { true } else { false } }
    }

    /// Six bookmarks and six folders; the first, the last and two in the middle stay where they are.
    private func crowd(
        _ spot: Spot, turns: Int, movers: ClosedRange<Int>, in folder: RowID, _ edit: Edit,
        _ random: inout SeededGenerator
    ) throws {
        var model = try order(folder, edit).map(\.row)
        let start = try order(folder, edit)
        for _ in 0..<turns {
            let mover = start[Int.random(in: movers, using: &random)]
            model.removeAll { $0 == mover.row }
            let place: Int
            switch spot {
            case .front: place = 0
            case .end: place = model.count
            case .between, .behind: place = (model.firstIndex(of: start[2].row) ?? 0) + 1
            case .anywhere: place = Int.random(in: 0...model.count, using: &random)
            }
            let position: Position =
                place == model.count ? .end : spot == .behind ? .after(model[place - 1]) : .before(model[place])
            try move(mover, position, in: folder, edit)
            model.insert(mover.row, at: place)
        }
        #expect(try order(folder, edit).map(\.row) == model, "\(spot)")
    }

    private func folder(_ name: String, _ replica: Replica) throws -> RowID {
        try replica.edit(.shelf) { edit in
            let folder = try edit.folder(at: [name])
            for number in 0..<6 {
                _ = try edit.folder(at: [name, "\(number)"])
                try edit.place(edit.add(.init(url: "https://example.org/\(name)/\(number)")).row, in: folder)
            }
            return folder
        }
    }

    /// 1,000 moves at the front, at the end, between two in both ways of saying it, and anywhere.
    @Test func rule5ARebalanceChangesNoOrder() throws {
        let replica = try Household(["A"])["A"]
        for (index, spot) in Spot.allCases.enumerated() {
            let folder = try folder("\(index)", replica)
            var rebalanced = 0
            for round in 0..<5 as Range<UInt64> {
                let ops = try replica.edit(.shelf) { edit in
                    var random = SeededGenerator(seed: round)
                    try crowd(spot, turns: 200, movers: 4...10, in: folder, edit, &random)
                    return edit.ops
                }
                rebalanced += rekeyings(ops).count
            }
            #expect(rebalanced > 0 || ![.between, .behind].contains(spot), "the test moves too little")
            #expect(try replica.longestOrderKey() <= OrderKey.comfortableBytes, "\(spot)")
        }
        #expect(try replica.verify().problems.isEmpty)
    }

    /// What one device rebalances while the other does, twice: everything goes where it was put, the rest stays.
    @Test func rule5TwoDevicesRebalanceOneSpot() throws {
        let home = try Household(["A", "B"])
        let folder = try folder("F", home["A"])
        try home.settle()
        let start = try home["A"].edit(.shelf) { try order(folder, $0).map(\.row) }
        for round in 0..<2 as Range<UInt64> {
            for (device, movers) in zip(home.devices, [4...6, 7...10]) {
                let rows = Set(start[movers])
                try device.replica.edit(.shelf) { edit in
                    var random = SeededGenerator(seed: round)
                    for _ in 0..<500 {
                        let all = try order(folder, edit)
                        guard let mover = all.filter({ rows.contains($0.row) }).randomElement(using: &random) else {
                            continue
                        }
                        try move(mover, .after(start[2]), in: folder, edit)
                    }
                    #expect(!rekeyings(edit.ops).isEmpty, "the test moves too little")
                }
                home.pass(1000)
            }
            try home.settle()
            let orders = try home.devices.map { device in
                try device.replica.edit(.shelf) { try order(folder, $0).map(\.row) }
            }
            #expect(orders[0] == orders[1])
            let moved = Set(start[4...10])
            #expect(orders[0].filter { !moved.contains($0) } == start.filter { !moved.contains($0) })
            #expect(Set(orders[0][3...9]) == moved)
            #expect(try home["A"].longestOrderKey() <= OrderKey.comfortableBytes)
        }
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
    }

    /// What was moved away comes back between those it stood between, though they have other keys now.
    @Test func rule5UndoFindsThePlaceAfterARebalance() throws {
        let replica = try Household(["A"])["A"]
        let elsewhere = try replica.mkdir(["Elsewhere"])
        // One of each kind, out of the middle of the crowd.
        for kind in [Kind.placement, .folder] {
            let folder = try folder("\(kind)", replica)
            try replica.edit(.shelf) { edit in
                var random = SeededGenerator(seed: 5)
                try crowd(.between, turns: 260, movers: 4...10, in: folder, edit, &random)
            }
            let before = try replica.edit(.shelf) { try order(folder, $0) }
            let place = try #require(before[4...9].firstIndex { $0.kind == kind && $0.key.bytes.count > 20 })
            try replica.edit(.shelf, label: "away") { edit in
                if kind == .folder { return try edit.move(folder: before[place].row, to: elsewhere) }
                try edit.set(before[place].row, .placement, .place, .place(elsewhere, before[0].key))
            }
            // So much comes in there that all that are crowded get other keys.
            let ops = try replica.edit(.shelf) { edit in
                for number in 0..<250 {
                    let item = try edit.add(.init(url: "https://example.org/new/\(kind)/\(number)")).row
                    try edit.place(item, in: folder, at: .after(before[2].row))
                }
                return edit.ops
            }
            #expect(!rekeyings(ops).isEmpty, "the test moves too little")
            let away = try #require(try replica.deeds(limit: 9).first { $0.label == "away" && !$0.isUndone })
            #expect(try replica.undo(away.id).kept.isEmpty)
            let after = try replica.edit(.shelf) { try order(folder, $0).map(\.row) }
            let known = Set(before.map(\.row))
            #expect(after.filter(known.contains) == before.map(\.row), "\(kind)")
        }
    }

    /// Never by the clock: nobody meant anything by it, and a clock that is ahead must not matter.
    @Test func rule5ARekeyingIsStampedBehindWhatItReplaces() throws {
        let replica = try Household(["A"])["A"]
        let folder = try folder("F", replica)
        let ops = try replica.edit(.shelf) { edit in
            var random = SeededGenerator(seed: 1)
            try crowd(.between, turns: 700, movers: 4...10, in: folder, edit, &random)
            return edit.ops
        }
        let shelf = try #require(try replica.spaces().first { $0.kind == .shelf })
        let stamps = Dictionary(try (replica.operations(shelf.sid) + ops).map { ($0.dot, $0.stamp) }) { a, _ in a }
        for op in rekeyings(ops) {
            guard case .set(_, .rekey(_, let move)) = op.change else { continue }
            let replaced = ([move] + op.seen).compactMap { stamps[$0] }.max()
            #expect(replaced.map { op.stamp == $0.next } == true)
        }
        #expect(rekeyings(ops).contains { !$0.seen.isEmpty }, "the test moves too little")
    }

    private func rekey(_ row: RowID, to key: OrderKey, _ edit: Edit) throws {
        guard let move = try edit.merger.entry(row, .placement).state[.place]?.winner.version.dot else { return }
        try edit.emit(row, .placement, .set(.rekey, .rekey(key, of: move)))
    }

    /// A device whose clock is ahead has rekeyed the move before.
    @Test func rule5ARekeyingOfAnEarlierMoveIsNotInTheWay() throws {
        let home = try Household(["A", "B"])
        let folder = try folder("F", home["A"])
        try home.settle()
        var random = SeededGenerator(seed: 3)
        let keys = OrderKey.run(of: 3, between: nil, nil, using: &random)
        let row = try home["A"].edit(.shelf) { try order(folder, $0)[1].row }
        home.devices[0].clock.advance(by: 240_000)
        try home["A"].edit(.shelf) { try rekey(row, to: keys[0], $0) }
        try home["B"].edit(.shelf) { edit in
            try edit.set(row, .placement, .place, .place(folder, keys[1]))
            try rekey(row, to: keys[2], edit)
        }
        try home.settle()
        for device in home.devices {
            let found = try device.replica.edit(.shelf) { try order(folder, $0).first { $0.row == row }?.key }
            #expect(found == keys[2])
        }
    }
}
