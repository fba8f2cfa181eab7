import Foundation
import GRDB
import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct PlacesReaderTests {
    /// A database as a running browser holds it: locked, its latest changes in the write-ahead log.
    @Test func aDatabaseInUseIsReadWithItsLog() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tidemark-places-test-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "places.sqlite").path
        let browser = try DatabaseQueue(path: path)
        try browser.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
            try db.execute(
                sql: """
                    CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT);
                    CREATE TABLE moz_bookmarks (id INTEGER PRIMARY KEY, type INTEGER, fk INTEGER, parent INTEGER,
                      position INTEGER, title TEXT, dateAdded INTEGER, lastModified INTEGER, guid TEXT);
                    INSERT INTO moz_places VALUES (1, 'https://a.example/'), (2, 'https://b.example/'), (3, 'place:x');
                    INSERT INTO moz_bookmarks VALUES
                      (1, 2, NULL, 0, 0, '', 0, 0, 'root________'), (2, 2, NULL, 1, 0, 'menu', 0, 0, 'menu________'),
                      (3, 2, NULL, 1, 1, 'toolbar', 0, 0, 'toolbar_____'), (4, 2, NULL, 1, 2, 'tags', 0, 0, 'tags________'),
                      (5, 2, NULL, 4, 0, 'sea', 0, 0, 't1'), (6, 1, 1, 5, 0, NULL, 0, 0, 't2'),
                      (7, 2, NULL, 2, 1, 'F', 1600000000000000, 0, 'f1'),
                      (8, 1, 1, 7, 0, 'A', 1600000000000000, 1600000001000000, 'b1'),
                      (9, 3, NULL, 2, 0, NULL, 0, 0, 's1'), (10, 1, 3, 3, 0, 'Q', 0, 0, 'b2');
                    """)
            try db.execute(sql: "INSERT INTO moz_bookmarks VALUES (11, 1, 2, 2, 0, 'B', 0, 0, 'b3')")
            #expect(FileManager.default.fileExists(atPath: path + "-wal"))
            try db.execute(sql: "BEGIN EXCLUSIVE")
            let (format, records) = try ImportSource.read(path: path)
            #expect(format == .places)
            #expect(records.folders.map(\.path) == [["F"], ["Bookmarks Toolbar"]])
            #expect(records.bookmarks.map(\.title) == ["B", "A", "Q"])
            #expect(records.bookmarks.map(\.folder) == [[], ["F"], ["Bookmarks Toolbar"]])
            #expect(
                records.bookmarks[1].withoutLine
                    == BookmarkRecord(
                        url: "https://a.example/", title: "A", tags: ["sea"], folder: ["F"],
                        addedAt: 1_600_000_000_000, modifiedAt: 1_600_000_001_000, origin: "firefox:b1"))
            try db.execute(sql: "ROLLBACK")
        }
    }
}

extension BookmarkRecord {
    fileprivate var withoutLine: BookmarkRecord {
        var copy = self
        copy.line = 0
        return copy
    }
}
