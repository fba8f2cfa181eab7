import Foundation
import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary

@testable import TidemarkReplica

struct BackupTests {
    private let x = "https://example.org/x"

    private func rights(_ path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    @Test func aBackupHoldsEverythingAndNobodyElseReadsIt() throws {
        try Scratch.with { directory in
            let (home, dest, again) = (directory + "/home", directory + "/backup", directory + "/again")
            let replica = try Replica.create(home: home, deviceName: "A").replica
            try replica.add(x, title: "x", tags: ["t"], folder: ["F"])
            try DurableFile.makeDirectory(home + "/files/ab")
            try Data("a page".utf8).write(to: URL(filePath: home + "/files/ab/cd"))
            try Data("lock".utf8).write(to: URL(filePath: home + "/sync.lock"))
            let manifest = try replica.backup(to: dest)
            #expect(Set(manifest.files.map(\.path)) == ["library.sqlite", "files/ab/cd"])
            #expect(try rights(dest) == 0o700)
            for file in manifest.files { #expect(try rights(dest + "/" + file.path) == 0o600) }
            let (_, check) = try Backup.verify(dest)
            #expect(check.problems.isEmpty && check.operations > 4)
            // Changes after it are not in it.
            try replica.add("https://example.org/later")
            let restored = try Backup.restore(dest, to: again).replica
            #expect(try restored.bookmarks(BookmarkFilter()).map(\.url) == [x])
            #expect(FileManager.default.contents(atPath: again + "/files/ab/cd") == Data("a page".utf8))
            #expect(try rights(again + "/library.sqlite") == 0o600)
            #expect(try restored.verify().problems.isEmpty)
        }
    }

    @Test func nothingIsOverwritten() throws {
        try Scratch.with { directory in
            let (home, dest) = (directory + "/home", directory + "/backup")
            let replica = try Replica.create(home: home, deviceName: "A").replica
            try replica.backup(to: dest)
            #expect(throws: ReplicaError.self) { try replica.backup(to: dest) }
            #expect(throws: ReplicaError.alreadyInitialised(home)) { try Backup.restore(dest, to: home) }
            #expect(throws: ReplicaError.self) { try replica.backup(to: directory + "/no/where") }
            #expect(throws: ReplicaError.self, "in itself") { try replica.backup(to: home + "/backup") }
            #expect(throws: ReplicaError.self) { try Backup.restore(directory, to: directory + "/other") }
            #expect(!Replica.exists(home: directory + "/other"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == ["backup", "home"])
        }
    }

    @Test func aBackupThatWasChangedIsNotRestored() throws {
        try Scratch.with { directory in
            let (home, dest) = (directory + "/home", directory + "/backup")
            let replica = try Replica.create(home: home, deviceName: "A").replica
            try replica.add(x)
            try replica.backup(to: dest)
            let database = dest + "/library.sqlite"
            let whole = try Data(contentsOf: URL(filePath: database))
            for damage in [whole.dropLast(), whole.prefix(5000) + [whole[5000] ^ 1] + whole.dropFirst(5001)] {
                try damage.write(to: URL(filePath: database))
                #expect(try Backup.verify(dest).check.problems.count == 1)
                #expect(throws: ReplicaError.self) { try Backup.restore(dest, to: directory + "/again") }
                #expect(!Replica.exists(home: directory + "/again"))
            }
            try FileManager.default.removeItem(atPath: database)
            #expect(try Backup.verify(dest).check.problems == ["library.sqlite is missing"])
            let manifest =
                #"{"schema":"tidemark.backup/0","madeAt":0,"device":"A","files":[{"path":"../out","bytes":0,"sha256":""}]}"#
            try Data(manifest.utf8).write(to: URL(filePath: dest + "/" + BackupManifest.fileName))
            #expect(throws: ReplicaError.self, "a path that leads out of it") { try Backup.verify(dest) }
        }
    }

    /// The original goes on while an old state of it is in use elsewhere, with and without unsent changes in the backup.
    @Test(arguments: [false, true]) func rule20ARestoredLibraryPartsFromTheOriginal(hasUnsent: Bool) throws {
        try Scratch.with { directory in
            let home = try Household(["A", "B"])
            let row = try home["A"].add(x, title: "base")
            if !hasUnsent { try home.settle() }
            try home["A"].backup(to: directory + "/backup")
            try home["A"].retitle(row, "from A")
            try home["A"].add("https://example.org/a")
            try home.sync("A")
            home.pass(10)
            try home.adopt("restored") { environment in
                try Backup.restore(directory + "/backup", to: directory + "/home", environment: environment).replica
            }
            try home["restored"].retitle(row, "from the restored one")
            try home["restored"].add("https://example.org/r", folder: ["New"])
            try home.settle()
            for device in home.devices {
                #expect(try device.replica.bookmarks(BookmarkFilter()).count == 3, "\(device.name)")
                #expect(try device.replica.bookmark(x)?.title == "from the restored one")
                #expect(try device.replica.fingerprint(.shelf) == home["B"].fingerprint(.shelf))
                #expect(try device.replica.status().spaces.allSatisfy { $0.isSynced && $0.parked.isEmpty })
                #expect(try device.replica.verify().problems.isEmpty)
            }
            try home["A"].add("https://example.org/more")
            try home["restored"].add("https://example.org/and-more")
            try home.settle()
            for device in home.devices { #expect(try device.replica.bookmarks(BookmarkFilter()).count == 5) }
        }
    }

    /// What the lost device had sent since comes back with the first sync.
    @Test func theOriginalIsGone() throws {
        try Scratch.with { directory in
            let home = try Household(["A"])
            try home["A"].add(x)
            try home.settle()
            try home["A"].backup(to: directory + "/backup")
            try home["A"].add("https://example.org/later")
            try home.settle()
            home.lose("A")
            try home.adopt("restored") { environment in
                try Backup.restore(directory + "/backup", to: directory + "/home", environment: environment).replica
            }
            try home.settle()
            #expect(try home["restored"].bookmarks(BookmarkFilter()).count == 2)
            try home["restored"].add("https://example.org/new")
            try home.settle()
            #expect(try home["restored"].status().spaces.allSatisfy(\.isSynced))
        }
    }
}
