import Foundation
import GRDBSQLite

/// The same rows, indexes, tags, places and full-text index in plain SQLite: what no engine on SQLite can undercut.
enum RawFloor {
    struct Result {
        let seconds: Double
        let fileBytes: Int
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    private static let schema = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -48000;
        CREATE TABLE folder (id INTEGER PRIMARY KEY, rid BLOB NOT NULL UNIQUE, title TEXT, parent INTEGER, order_key BLOB) STRICT;
        CREATE TABLE item (
          id INTEGER PRIMARY KEY, rid BLOB NOT NULL UNIQUE, url TEXT, title TEXT, note TEXT, tags TEXT, added_at INTEGER)
          STRICT;
        CREATE INDEX item_by_added ON item (added_at DESC);
        CREATE TABLE placement (
          id INTEGER PRIMARY KEY, rid BLOB NOT NULL UNIQUE, item INTEGER, folder INTEGER, order_key BLOB) STRICT;
        CREATE INDEX placement_by_item ON placement (item);
        CREATE INDEX placement_by_folder ON placement (folder, order_key);
        CREATE TABLE item_tag (item INTEGER NOT NULL, tag TEXT NOT NULL, UNIQUE (item, tag)) STRICT;
        CREATE INDEX item_tag_by_tag ON item_tag (tag);
        CREATE VIRTUAL TABLE item_text USING fts5 (
          title, url, note, tags, content = 'item', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2',
          prefix = '2 3');
        """

    /// Writes everything in one transaction, durable at its end.
    static func run(_ bookmarks: [Workload.Bookmark], path: String) throws -> Result {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK, let database else { throw Failure(description: path) }
        try execute(schema, database)
        let (seconds, _) = try timed { try insert(bookmarks, database) }
        try execute("PRAGMA wal_checkpoint(TRUNCATE)", database)
        sqlite3_close_v2(database)
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        return Result(seconds: seconds, fileBytes: size)
    }

    private static func insert(_ bookmarks: [Workload.Bookmark], _ database: OpaquePointer) throws {
        try execute("BEGIN IMMEDIATE", database)
        let item = try Statement("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?)", database)
        let text = try Statement(
            "INSERT INTO item_text (rowid, title, url, note, tags) VALUES (?, ?, ?, ?, ?)", database)
        let placement = try Statement("INSERT INTO placement VALUES (?, ?, ?, ?, ?)", database)
        let tag = try Statement("INSERT INTO item_tag VALUES (?, ?)", database)
        let folder = try Statement("INSERT INTO folder VALUES (?, ?, ?, 0, ?)", database)
        var folders: [String: Int64] = [:]
        var random = Workload.Generator(seed: 9)
        for (index, bookmark) in bookmarks.enumerated() {
            let id = Int64(index + 1)
            let key = withUnsafeBytes(of: UInt32(index + 1).bigEndian) { [UInt8]($0) }
            if folders[bookmark.folder] == nil {
                let number = Int64(folders.count + 1)
                folders[bookmark.folder] = number
                try folder.run(.integer(number), .blob(name(&random)), .text(bookmark.folder), .blob(key))
            }
            let tags = bookmark.tags.joined(separator: "\n")
            try item.run(
                .integer(id), .blob(name(&random)), .text(bookmark.url), .text(bookmark.title), .text(bookmark.note),
                .text(tags), .integer(bookmark.created))
            try text.run(.integer(id), .text(bookmark.title), .text(bookmark.url), .text(bookmark.note), .text(tags))
            try placement.run(
                .integer(id), .blob(name(&random)), .integer(id), .integer(folders[bookmark.folder] ?? 0), .blob(key))
            for name in bookmark.tags { try tag.run(.integer(id), .text(name)) }
        }
        try execute("COMMIT", database)
    }

    /// 16 random bytes, as row ids are.
    private static func name(_ random: inout Workload.Generator) -> [UInt8] {
        withUnsafeBytes(of: (random.next(), random.next())) { [UInt8]($0) }
    }

    static func execute(_ sql: String, _ database: OpaquePointer) throws {
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
            throw Failure(description: String(cString: sqlite3_errmsg(database)))
        }
    }

    enum Argument {
        case integer(Int64)
        case text(String)
        case blob([UInt8])
    }

    final class Statement {
        private let statement: OpaquePointer
        private let database: OpaquePointer
        /// SQLite copies what is bound.
        private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

        init(_ sql: String, _ database: OpaquePointer) throws {
            var statement: OpaquePointer?
            guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
                throw Failure(description: String(cString: sqlite3_errmsg(database)))
            }
            self.statement = statement
            self.database = database
        }

        deinit { sqlite3_finalize(statement) }

        func run(_ arguments: Argument...) throws {
            for (index, argument) in arguments.enumerated() {
                let place = Int32(index + 1)
                switch argument {
                case .integer(let number): sqlite3_bind_int64(statement, place, number)
                case .text(let text): sqlite3_bind_text(statement, place, text, -1, Self.transient)
                case .blob(let bytes): sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), Self.transient)
                }
            }
            guard sqlite3_step(statement) == SQLITE_DONE else {
                throw Failure(description: String(cString: sqlite3_errmsg(database)))
            }
            sqlite3_reset(statement)
        }
    }
}
