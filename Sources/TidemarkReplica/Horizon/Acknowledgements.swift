import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// What devices say they hold. It travels as ops in each writer's own signed stream, so nobody can say it for another, and what
/// the device had done before has arrived wherever its acknowledgement has.
///
/// A device writes one where others' changes have come since its last one, at most once a day; and one in each period of 30 days,
/// for whoever is silent for half a year counts as away (`Horizon`).
enum Acknowledgements {
    private static let day: Int64 = 86_400_000
    /// One row for each: what was held in earlier periods must stay known.
    static let period = 30 * day

    struct Acknowledgement {
        let writer: WriterID
        let period: Int64
        /// Milliseconds since 1970.
        let at: Int64
        let vector: VersionVector
        /// What the writer knew that all hold.
        var horizon = VersionVector()
    }

    static func all(_ merger: SpaceMerger) throws -> [Acknowledgement] {
        var all: [Acknowledgement] = []
        try merger.forEachPage(of: Kind.acknowledgement.id) { all += $0.compactMap(Acknowledgement.init) }
        return all
    }

    /// All that are merged, those of this transaction included.
    private static func known(_ merger: SpaceMerger) throws -> [Acknowledgement] {
        try merger.flush()
        return try all(merger)
    }

    // MARK: Writing

    private static func last(_ space: SpaceRecord) -> String { "acknowledged.\(space.kind.rawValue)" }
    private static func news(_ space: SpaceRecord) -> String { "news.\(space.kind.rawValue)" }

    /// Notes that others' changes have come.
    static func noteNews(_ space: SpaceRecord, _ db: Database) throws {
        try Setting.set(news(space), 1, db)
    }

    /// Writes one where it is due, in the caller's transaction.
    ///
    /// - Parameter lastSync: who was not there for long listens first, so that nobody acknowledges less than others have taken
    ///   for acknowledged.
    static func write(
        _ space: SpaceRecord, lastSync: Int64?, environment: Environment, _ db: Database
    ) throws {
        guard let lastSync, abs(environment.now() - lastSync) < period else { return }
        var clock = try ClockStore.load(db)
        let now = environment.now() + clock.offset
        let last = try Setting.integer(last(space), db)
        guard let last else { return try Setting.set(Self.last(space), now, db) }
        let hasNews = try Setting.integer(news(space), db) == 1
        // A clock that was set back may not silence a device.
        guard abs(now - last) >= (hasNews ? day : period) else { return }
        let merger = try SpaceMerger(db, space)
        guard !merger.vector.isEmpty else { return }
        let held = merger.vector
        let first = held.last(space.writer) + 1
        let edit = Edit(
            merger, writer: space.writer, action: nil, stamp: clock.next(now: environment.now()),
            environment: environment)
        try ClockStore.save(clock, db)
        let key = NaturalKey(text: "\(space.writer)/\(now / period)")
        let row = key.rowID(kind: Kind.acknowledgement.id, space: space.sid)
        try edit.create(row, .acknowledgement, key: key)
        try edit.set(row, .acknowledgement, .vector, .context(held))
        let horizon = space.horizon.merging(Horizon.of(try known(merger)))
        if !horizon.isEmpty { try edit.set(row, .acknowledgement, .horizon, .context(horizon)) }
        try merger.flush()
        guard let end = edit.ops.last?.dot.number else { return }
        try Journal.append(edit.ops, range: first...end, space: space, writer: space.writer, db)
        try Setting.set(Self.last(space), now, db)
        try Setting.set(news(space), 0, db)
        try Horizon.advance(space, db)
    }
}

extension Acknowledgements.Acknowledgement {
    /// Nil where the row does not hold one.
    init?(_ entry: MergeEntry) {
        guard let parts = entry.state.key?.text.split(separator: "/"), parts.count == 2,
            let writer = WriterID(hex: parts[0]), let period = Int64(parts[1]),
            let winner = entry.state[.vector]?.winner, case .context(let vector) = winner.value
        else { return nil }
        self.writer = writer
        self.period = period
        self.vector = vector
        at = winner.version.stamp.milliseconds
        if case .context(let horizon)? = entry.state[.horizon]?.winner.value { self.horizon = horizon }
    }
}
