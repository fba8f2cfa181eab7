import GRDB

/// Copies of a library, noticed when they are opened and not only when a relay has heard of both (`Fork`).
extension Replica {
    private static let siteSetting = "site"
    private static let alarmSetting = "site.alarms"
    /// Alarms about the file alone after which it counts no more: a file system that numbers its files anew each time would
    /// else make a writer for each command.
    private static let maximumAlarms: Int64 = 8

    /// Begins a life of its own where the library lies elsewhere than when it was last opened. A false alarm costs a new writer
    /// and nothing else: the ops of the old one are this replica's as before.
    ///
    /// - Returns: whether it was taken for a copy.
    @discardableResult
    package func noticeCopy() throws -> Bool {
        guard let site = environment.site(home.map(Self.path)) else { return false }
        guard try read({ try Setting.text(Self.siteSetting, $0) }) != site.text else { return false }
        return try write { db in
            // Another process may have seen to it meanwhile.
            let held = try Setting.text(Self.siteSetting, db)
            guard held != site.text else { return false }
            try Setting.set(Self.siteSetting, site.text, db)
            guard let held = held.flatMap(Site.init(text:)) else { return false }
            if held.machine == site.machine {
                let alarms = try Setting.integer(Self.alarmSetting, db) ?? 0
                guard alarms < Self.maximumAlarms else { return false }
                try Setting.set(Self.alarmSetting, alarms + 1, db)
            }
            try self.part(db)
            return true
        }
    }

    /// What an open library notes stays its own when everything else in it is replaced.
    func keepingSite(_ db: Database, _ body: () throws -> Void) throws {
        let names = [Self.siteSetting, Self.alarmSetting]
        let held = try names.map { try Setting.text($0, db) }
        try body()
        for (name, value) in zip(names, held) { try Setting.set(name, value, db) }
    }

    /// Begins a life beside the library that this one was copied from, which may go on.
    ///
    /// Where everything was sent, a new writer takes over at once. Where something was not, the original may have sent it, or
    /// something else under the same numbers: then the first sync finds out and parts the two (`Fork`).
    func part(_ db: Database) throws {
        try db.execute(sql: "UPDATE relay SET token = NULL, token_expires = NULL")
        for space in try SpaceRecord.all(db) {
            let isWaiting = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM journal WHERE space = :space)
                    OR EXISTS (SELECT 1 FROM batch WHERE space = :space AND in_flight)
                    """, arguments: ["space": space.id])
            if isWaiting == false, try !Fork.isPending(space, db) {
                _ = try Fork.takeWriter(space, environment: environment, db)
            }
        }
    }
}
