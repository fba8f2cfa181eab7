import Foundation
import GRDB
import Testing
import TidemarkCore
import TidemarkWire

@testable import TidemarkRelay

struct DataDirectoryTests {
    private func temporary() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "tidemark-relay-tests/\(UUID())")
    }

    @Test func anAbsentOrEmptyDirectoryIsTaken() throws {
        let url = temporary()
        defer { try? FileManager.default.removeItem(at: url) }
        #expect(throws: DataDirectoryError.lost(path: url.path)) { try DataDirectory(at: url, requireExisting: true) }
        #expect(!FileManager.default.fileExists(atPath: url.path))
        try FileManager.default.createDirectory(
            at: url.appending(path: "lost+found"), withIntermediateDirectories: true)
        #expect(throws: DataDirectoryError.lost(path: url.path)) { try DataDirectory(at: url, requireExisting: true) }
        let first = try DataDirectory(at: url)
        #expect(first.isFirstStart)
        // Killed before the stores were made: still the first start.
        #expect(try DataDirectory(at: url, requireExisting: true).isFirstStart)
        _ = try RelayService(directory: first, settings: RelaySettings(), random: { SeededBytes(seed: 1).next($0) })
        #expect(try !DataDirectory(at: url, requireExisting: true).isFirstStart)
    }

    @Test func aDirectoryWithOtherFilesIsRefused() throws {
        let url = temporary()
        defer { try? FileManager.default.removeItem(at: url) }
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: url.appending(path: "thesis.txt"))
        #expect(throws: DataDirectoryError.foreign(path: url.path)) { try DataDirectory(at: url) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: url.path) == ["thesis.txt"])
    }

    /// The marker is there, the data is not.
    @Test func lostFilesAreNoticed() throws {
        for name in ["relay.sqlite", "spaces"] {
            let relay = try TestRelay()
            relay.service.close()
            try FileManager.default.removeItem(at: relay.url.appending(path: name))
            #expect(throws: DataDirectoryError.incomplete(path: relay.url.path, missing: name)) {
                try DataDirectory(at: relay.url)
            }
        }
        let relay = try TestRelay()
        try Data("?".utf8).write(to: relay.url.appending(path: DataDirectory.markerName))
        #expect(throws: DataDirectoryError.self) { try DataDirectory(at: relay.url) }
        try Data(#"{"format":1,"initialised":true}"#.utf8).write(
            to: relay.url.appending(path: DataDirectory.markerName))
        #expect(throws: DataDirectoryError.newer(path: relay.url.path)) { try DataDirectory(at: relay.url) }
    }

    @Test func aDirectoryThatCannotBeWrittenIsRefused() throws {
        // Under a file nothing can be made, whoever asks.
        let url = temporary()
        defer { try? FileManager.default.removeItem(at: url) }
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: url)
        let below = url.appending(path: "data")
        #expect(throws: DataDirectoryError.unwritable(path: below.path, reason: "no permission")) {
            try DataDirectory(at: below)
        }
    }

    @Test func everythingIsThereAfterARestart() async throws {
        let relay = try TestRelay { $0.syncsToDisk = true }
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(3, space.id, by: space.owner)
        _ = try await relay.push(space, chain[0], chain[1])
        let before = try await relay.sync(space, SyncRequest())
        try relay.restart()
        #expect(try await relay.sync(space, SyncRequest()) == before)
        #expect(try await relay.sync(space, SyncRequest(cursor: before.cursor)).cursorRefused == false)
        #expect(try await relay.push(space, chain[1], chain[2]) == [.already, .stored])
    }

    /// What a kill leaves: the files as they are on disk, write-ahead logs and all.
    @Test func everythingIsThereAfterAKill() async throws {
        let relay = try TestRelay { $0.syncsToDisk = true }
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(2, space.id, by: space.owner)
        _ = try await relay.push(space, chain[0], chain[1])
        let copy = temporary()
        defer { try? FileManager.default.removeItem(at: copy) }
        try FileManager.default.copyItem(at: relay.url, to: copy)
        let service = try RelayService(
            directory: DataDirectory(at: copy, requireExisting: true), settings: relay.settings,
            random: { SeededBytes(seed: 5).next($0) })
        let answer = try await service.sync(
            space: space.id, by: .device(space.owner.bytes), request: SyncRequest(), now: relay.now)
        #expect(try await relay.sync(space, SyncRequest()) == answer)
    }

    /// GRDB sets NORMAL when it turns the write-ahead log on; NORMAL loses commits with the power. (S1)
    @Test func commitsWaitForTheDisk() async throws {
        let relay = try TestRelay { $0.syncsToDisk = true }
        let space = try TestSpace()
        try await relay.register(space)
        let store = try #require(try relay.service.spaces.existing(space.id))
        for pool in [store.pool, relay.service.store.pool] {
            let settings = try await pool.writeWithoutTransaction { db in
                (
                    try Int.fetchOne(db, sql: "PRAGMA synchronous"), try String.fetchOne(db, sql: "PRAGMA journal_mode")
                )
            }
            #expect(settings.0 == 2)
            #expect(settings.1 == "wal")
        }
    }

    /// S12.
    @Test func aFullDiskIsSaidAndLeavesNothingBehind() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let chain = try TestBatch.chain(2, space.id, by: space.owner, size: 200_000)
        #expect(try await relay.push(space, chain[0]) == [.stored])
        let store = try #require(try relay.service.spaces.existing(space.id))
        let before = try store.state()
        try await store.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        #expect(await relay.kind { try await relay.push(space, chain[1]) } == .storageFull)
        #expect(try store.state() == before)
        #expect(try await relay.push(space, chain[0]) == [.already])
        try await store.pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA max_page_count = 1000000") }
        #expect(try await relay.push(space, chain[1]) == [.stored])
    }

    @Test func aDirectoryThatBecameReadOnlyIsSaid() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        let batch = try TestBatch(space.id, by: space.owner, 1...1)
        let store = try #require(try relay.service.spaces.existing(space.id))
        // What SQLite answers on a file system that was remounted read-only.
        try await store.pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA query_only = 1") }
        #expect(await relay.kind { try await relay.push(space, batch) } == .storageFailed)
        _ = try await relay.sync(space, SyncRequest())
        try await store.pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA query_only = 0") }
        #expect(try await relay.push(space, batch) == [.stored])
    }

    @Test func aDamagedSpaceIsSaid() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        relay.service.close()
        try Data(repeating: 7, count: 8192).write(to: relay.url.appending(path: "spaces/\(space.id).sqlite"))
        #expect(await relay.kind { try await relay.sync(space, SyncRequest()) } == .storageDamaged)
    }

    /// Killed while a space was made: the file is there, its tables are not.
    @Test func aSpaceHalfMadeIsMadeAgain() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try Data().write(to: relay.url.appending(path: "spaces/\(space.id).sqlite"))
        #expect(await relay.kind { try await relay.sync(space, SyncRequest()) } == .unknownSpace)
        try await relay.register(space)
        #expect(try await relay.sync(space, SyncRequest()).members == space.log.entries)
    }

    @Test func fewFilesAreOpenAtATime() async throws {
        let relay = try TestRelay { $0.openSpaces = 2 }
        let spaces = try (1...5).map { try TestSpace(seed: $0) }
        for space in spaces { try await relay.register(space) }
        for space in spaces {
            #expect(try await relay.push(space, TestBatch(space.id, by: space.owner, 1...1)) == [.stored])
            #expect(relay.service.openSpaces <= 2)
        }
        for space in spaces { #expect(try await relay.sync(space, SyncRequest()).log.count == 1) }
    }

    /// A reader's request takes no write lock: it is answered while another process holds it. (S1)
    @Test func readingWaitsForNoWriter() async throws {
        let relay = try TestRelay()
        let space = try TestSpace()
        try await relay.register(space)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(
            path: relay.url.appending(path: "spaces/\(space.id).sqlite").path, configuration: configuration)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
        #expect(try await relay.sync(space, SyncRequest()).members.count == 1)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
    }
}
