import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// What becomes of the work of a device that was away past the horizon: others no longer waited for it, and may have forgotten
/// what it had seen.
///
/// Each unsent change is compared three ways: what it was written on, what it says, and what others have made of that meanwhile.
/// Where nobody else has written the value, the change stands as it is. Where somebody has, theirs stays, whatever the clocks
/// say, and the change becomes a shadow, which `why` shows and a person can restore. A folder that others have moved stays
/// where they put it; other moves are stamped anew, above all that anybody may have forgotten, so that all devices judge them
/// alike. Tags, texts, counts, new rows and trash marks say themselves what they had seen, and are merged as always.
struct Rebase {
    private let db: Database
    private let space: SpaceRecord
    private let environment: Environment
    /// What was held before the absence ended.
    private let before: VersionVector
    /// Rows as they stood here before a snapshot was joined that may have forgotten some of them.
    private let remembered: [RowID: RowState]

    init(
        _ db: Database, _ space: SpaceRecord, environment: Environment, before: VersionVector,
        remembered: [RowID: RowState] = [:]
    ) {
        self.remembered = remembered
        self.db = db
        self.space = space
        self.environment = environment
        self.before = before
    }

    /// In the caller's transaction, once all that others did is merged. The unsent changes must stand in the journal.
    ///
    /// - Returns: how many changes have become shadows.
    @discardableResult
    func run() throws -> Int {
        guard let (range, operations) = try Journal.load(space: space, writer: space.writer, db) else { return 0 }
        let merger = try SpaceMerger(db, space)
        let own = Set(operations.map(\.dot))
        func isTheirs(_ version: Version) -> Bool { !before.contains(version.dot) && !own.contains(version.dot) }
        let moves = try merger.folders.tree().moves
        let movedByOthers = Set(moves.filter { isTheirs($0.version) }.map(\.node))
        var floor = moves.filter { !own.contains($0.version.dot) }.map(\.version.stamp).max()
        var clock = try ClockStore.load(db)
        var stamps: [Dot: Stamp] = [:]
        var superseded: Set<Dot> = []
        var shadows = 0
        for operation in operations {
            switch operation.change {
            case .set(_, .rekey): break
            case .set(let field, _):
                let candidates = try merger.entry(operation.row, operation.kind).state[field]?.candidates ?? []
                guard let theirs = candidates.map(\.version).filter(isTheirs).map(\.stamp).max() else { break }
                if candidates.contains(where: { $0.version.dot == operation.dot }) { shadows += 1 }
                if operation.stamp >= theirs { stamps[operation.dot] = Stamp(rawValue: max(theirs.rawValue, 1) - 1) }
            case .move where movedByOthers.contains(operation.row):
                superseded.insert(operation.dot)
                shadows += 1
            case .move:
                var stamp = clock.next(now: environment.now())
                if let floor, stamp <= floor { stamp = floor.next }
                floor = stamp
                stamps[operation.dot] = stamp
            default: break
            }
        }
        try merger.folders.forget { superseded.contains($0) }
        try merger.restamp(stamps, rows: Dictionary(operations.map { ($0.row, $0.kind) }) { a, _ in a })
        try merger.flush()
        let again = operations.filter { !superseded.contains($0.dot) }.map { operation in
            var copy = operation
            copy.stamp = stamps[operation.dot] ?? operation.stamp
            return copy
        }
        try Journal.clear(space: space, db)
        try Journal.append(again, range: range, space: space, writer: space.writer, db)
        try ClockStore.save(clock, db)
        try writeWhole(Dictionary(operations.map { ($0.row, $0.kind) }) { a, _ in a }, own: own)
        return shadows
    }

    /// Writes rows whole that were in the trash so long that others may have forgotten what they hold: an edit wins against a
    /// trashing that had not seen it, and brings all of the row back.
    private func writeWhole(_ rows: [RowID: KindID], own: Set<Dot>) throws {
        let merger = try SpaceMerger(db, space)
        var clock = try ClockStore.load(db)
        let first = merger.vector.last(space.writer) + 1
        let edit = Edit(
            merger, writer: space.writer, action: nil, stamp: clock.next(now: environment.now()),
            environment: environment)
        for (row, id) in rows.sorted(by: { $0.key < $1.key }) {
            guard let kind = Kind(id), let entry = try merger.find(row, kind) else { continue }
            let now = remembered[row] ?? entry.state
            guard entry.state.isMarked, entry.state.without(own).isDead(below: space.horizon) || !entry.state.exists,
                now.contentDots(isContent: { TableSchema.of(kind).isContent($0) }).contains(where: own.contains)
            else { continue }
            try edit.writeWhole(row, kind, as: now)
        }
        guard let last = edit.ops.last?.dot.number else { return }
        try merger.flush()
        try Journal.append(edit.ops, range: first...last, space: space, writer: space.writer, db)
        try ClockStore.save(clock, db)
    }
}
