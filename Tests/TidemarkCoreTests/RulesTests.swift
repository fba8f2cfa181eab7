import TestSupport
import Testing
import TidemarkCore

/// Each case that a careless merge gets wrong, by the number of its rule in the protocol.
struct RulesTests {
    private let item = KindID(rawValue: 1)
    private let row = RowID(high: 0, low: 1)
    private let title = FieldID(rawValue: 3)
    private let tags = FieldID(rawValue: 5)
    private let now: Int64 = 1_800_000_000_000

    private func replica(_ number: UInt64) -> CoreReplica { CoreReplica(writer: WriterID(high: 0, low: number)) }

    @Test func rule1TheOrderIsStampThenWriterThenNumber() {
        var a = replica(1)
        let first = a.write(row, item, .set(title, .text("a")), now: now)
        let second = Op(
            dot: Dot(a.writer, 2), stamp: first.stamp, action: 1, kind: item, row: row, change: .set(title, .text("b")),
            seen: [])
        a.receive([second])
        #expect(a.rows[row]?[title]?.winner.value == .text("b"))
    }

    /// A tag removed, then pulled again from elsewhere before sealing: the removal was of what was seen, not of what came.
    @Test func rule2RemovingATagDoesNotKillANewerAdd() {
        var (a, b) = (replica(1), replica(2))
        let added = a.write(row, item, .add(tags, "x"), now: now)
        b.receive([added])
        let removed = a.write(row, item, .remove(tags, "x"), seen: [added.version], now: now + 1)
        let again = b.write(row, item, .add(tags, "x"), now: now + 2)
        a.receive([again])
        b.receive(Op.coalesced([removed]))
        #expect(a.rows[row]?.elements(of: tags) == ["x"])
        #expect(a.whole == b.whole)
    }

    @Test func rule2CoalescingKeepsAConcurrentShadow() {
        var (a, b) = (replica(1), replica(2))
        let base = a.write(row, item, .set(title, .text("base")), now: now)
        b.receive([base])
        let one = a.write(row, item, .set(title, .text("one")), seen: [base.version], now: now + 10)
        let theirs = b.write(row, item, .set(title, .text("theirs")), seen: [base.version], now: now + 5)
        a.receive([theirs])
        let two = a.write(row, item, .set(title, .text("two")), seen: [one.version], now: now + 20)
        let sealed = Op.coalesced([one, two])
        #expect(sealed.map(\.change) == [.set(title, .text("two"))])
        #expect(sealed[0].seen == [base.dot])
        b.receive(sealed)
        #expect(b.rows[row]?[title]?.shadows.map(\.value) == [.text("theirs")])
        #expect(b.rows[row]?.cells == a.rows[row]?.cells)
    }

    /// Y is under X; "Y to the root, X into Y, Y into Z" without its first move would be skipped elsewhere.
    @Test func rule2FolderMovesAreNeverCoalesced() {
        let folder = KindID(rawValue: 3)
        let (x, y, z) = (RowID(high: 0, low: 1), RowID(high: 0, low: 2), RowID(high: 0, low: 3))
        var random = SeededGenerator(seed: 1)
        let key = OrderKey.between(nil, nil, using: &random)
        var (a, b) = (replica(1), replica(2))
        let made = [
            a.write(x, folder, .move(parent: .root, key), now: now),
            a.write(z, folder, .move(parent: .root, key), now: now),
            a.write(y, folder, .move(parent: x, key), now: now),
        ]
        b.receive(made)
        let moves = [
            a.write(y, folder, .move(parent: .root, key), now: now),
            a.write(x, folder, .move(parent: y, key), now: now),
            a.write(y, folder, .move(parent: z, key), now: now),
        ]
        b.receive(Op.coalesced(moves))
        #expect(b.tree.place(of: x)?.parent == y && b.tree.place(of: y)?.parent == z)
        #expect(b.tree == a.tree)
    }

    /// A clock four minutes fast must not turn a legal move into a cycle.
    @Test func rule3AMoveIsStampedAboveEveryMoveMerged() {
        let folder = KindID(rawValue: 3)
        let (x, y) = (RowID(high: 0, low: 1), RowID(high: 0, low: 2))
        var random = SeededGenerator(seed: 1)
        let key = OrderKey.between(nil, nil, using: &random)
        var (fast, slow) = (replica(1), replica(2))
        let made = [
            fast.write(x, folder, .move(parent: .root, key), now: now + 240_000),
            fast.write(y, folder, .move(parent: x, key), now: now + 240_000),
            fast.write(y, folder, .move(parent: .root, key), now: now + 240_000),
        ]
        slow.receive(made)
        let legal = slow.write(x, folder, .move(parent: y, key), now: now)
        #expect(legal.stamp > made[2].stamp)
        #expect(slow.tree.place(of: x)?.parent == y)
    }

    /// A delete must not kill an edit whose batch its author had parked.
    @Test func rule4AParkedRangeIsOutsideTheStatedContext() {
        var (a, b) = (replica(1), replica(2))
        let made = a.write(row, item, .create(NaturalKey(text: "k")), now: now)
        let edit = a.write(row, item, .set(title, .text("kept")), now: now + 1)
        let later = a.write(row, item, .add(tags, "x"), now: now + 2)
        b.receive([made, later])  // the edit's batch could not be read there
        let trash = b.write(row, item, .trash(b.vector), now: now + 3)
        guard case .trash(let context) = trash.change else { return }
        #expect(!context.contains(edit.dot) && context.contains(later.dot))
        b.receive([edit])
        a.receive([trash])
        #expect(a.whole == b.whole)
        #expect(a.rows[row]?.contentDots { _ in true }.contains { !context.contains($0) } == true)
    }

    /// Something that was replaced before it arrived stays replaced when it does.
    @Test func rule4AnOpMayArriveBeforeWhatItReplaces() {
        var (a, b, c) = (replica(1), replica(2), replica(3))
        let old = a.write(row, item, .set(title, .text("old")), now: now)
        b.receive([old])
        let new = b.write(row, item, .set(title, .text("new")), seen: [old.version], now: now + 1)
        c.receive([new])
        c.receive([old])
        #expect(c.rows[row]?[title]?.candidates.map(\.value) == [.text("new")])
        #expect(c.rows[row]?.awaited.isEmpty == true)
    }

    @Test func rule11AddedAtIsTheEarliestDate() {
        var (a, b) = (replica(1), replica(2))
        let late = a.write(row, item, .lower(FieldID(rawValue: 6), 500), now: now)
        let early = b.write(row, item, .lower(FieldID(rawValue: 6), 100), now: now - 5)
        a.receive([early])
        b.receive([late])
        #expect(a.rows[row]?[FieldID(rawValue: 6)]?.winner.value == .integer(100))
        #expect(a.whole == b.whole)
    }

    @Test func rule16ARestoreWinsAgainstATrashMarkItHadNotSeen() {
        var (a, b) = (replica(1), replica(2))
        let made = a.write(row, item, .create(NaturalKey(text: "k")), now: now)
        b.receive([made])
        let mine = a.write(row, item, .trash(a.vector), now: now + 1)
        let theirs = b.write(row, item, .trash(b.vector), now: now + 2)
        let restored = a.write(
            row, item, .create(NaturalKey(text: "k")), seen: [made.version, mine.version], now: now + 3)
        a.receive([theirs])
        b.receive([mine, restored])
        #expect(a.whole == b.whole)
        guard case .trash(let context) = theirs.change else { return }
        #expect(a.rows[row]?.contentDots { _ in true }.contains { !context.contains($0) } == true)
    }
}
