import Foundation
import TestSupport
import Testing
import TidemarkCore
import TidemarkWire

@testable import TidemarkReplica

/// A library knows the file and the machine that it was used in.
struct SiteTests {
    private let x = "https://example.org/x"

    private func placed(_ environment: Environment, _ machine: String? = nil) -> Environment {
        Environment(now: environment.now, random: environment.random) { path in
            guard let site = Site.live(path) else { return nil }
            return machine.map { Site(machine: $0, file: site.file) } ?? site
        }
    }

    private func writer(_ replica: Replica) throws -> WriterID {
        try #require(try replica.spaces().first { $0.kind == .shelf }).writer
    }

    /// A household with a device "disk" whose library lies in `home`, everything sent.
    private func household(_ directory: String) throws -> Household {
        let home = try Household(["A"])
        try home["A"].add(x, title: "base")
        try home.settle()
        try home["A"].backup(to: directory + "/backup")
        try home.adopt("disk") { environment in
            try Backup.restore(directory + "/backup", to: directory + "/home", environment: placed(environment)).replica
        }
        try home["disk"].add("https://example.org/disk")
        try home.settle()
        return home
    }

    @Test func rule20ACopiedDirectoryIsNoticedWhenItIsOpened() throws {
        try Scratch.with { directory in
            let home = try household(directory)
            let writer = try writer(home["disk"])
            try home["disk"].close()
            try FileManager.default.copyItem(atPath: directory + "/home", toPath: directory + "/copy")
            for (name, path) in [("disk", "/home"), ("copy", "/copy")] {
                try home.adopt(name) { try Replica.open(home: directory + path, environment: placed($0)) }
            }
            #expect(try self.writer(home["disk"]) == writer)
            #expect(try self.writer(home["copy"]) != writer)
            try home["disk"].add("https://example.org/from-disk")
            try home["copy"].add("https://example.org/from-copy")
            let shelf = try home.space(.shelf)
            for name in ["disk", "copy"] {
                let replica = home[name]
                let plan = try replica.prepareSync(shelf)
                let outcome = try replica.completeSync(
                    shelf, plan, .init(serialized: home.handle(shelf, plan.request.serialized())))
                #expect(outcome.reissued == 0 && outcome.refusal == nil)
            }
            try home.settle()
            for device in home.devices {
                #expect(try device.replica.bookmarks(BookmarkFilter()).count == 4)
                #expect(try device.replica.fingerprint(.shelf) == home["A"].fingerprint(.shelf))
            }
        }
    }

    @Test func aMovedDirectoryIsNoCopy() throws {
        try Scratch.with { directory in
            let home = try household(directory)
            let writer = try writer(home["disk"])
            try home["disk"].close()
            try FileManager.default.moveItem(atPath: directory + "/home", toPath: directory + "/moved")
            try home.adopt("disk") { try Replica.open(home: directory + "/moved", environment: placed($0)) }
            #expect(try self.writer(home["disk"]) == writer)
        }
    }

    /// What waits to be sent may have been sent by the original: the first sync decides, and nothing comes twice.
    @Test func aCopyWithUnsentChangesIsPartedByTheRelay() throws {
        try Scratch.with { directory in
            let home = try household(directory)
            try home["disk"].add("https://example.org/unsent")
            let writer = try writer(home["disk"])
            try home["disk"].close()
            try FileManager.default.copyItem(atPath: directory + "/home", toPath: directory + "/copy")
            for (name, path) in [("disk", "/home"), ("copy", "/copy")] {
                try home.adopt(name) { try Replica.open(home: directory + path, environment: placed($0)) }
            }
            #expect(try self.writer(home["copy"]) == writer)
            try home["copy"].add("https://example.org/more")
            try home.settle()
            #expect(try self.writer(home["copy"]) != self.writer(home["disk"]))
            for device in home.devices {
                #expect(try device.replica.bookmarks(BookmarkFilter()).count == 4)
                #expect(try device.replica.status().spaces.allSatisfy { $0.isSynced && $0.parked.isEmpty })
            }
        }
    }

    /// Another machine each time, with a deed in between; and a file system that numbers its files anew each time.
    @Test func rule20AFalseAlarmDoesNoHarm() throws {
        try Scratch.with { directory in
            let home = try household(directory)
            try home["disk"].close()
            var writers: Set<WriterID> = []
            for turn in 0..<24 as Range<UInt64> {
                try home.adopt("disk") { environment in
                    let environment = Environment(now: environment.now, random: environment.random) { _ in
                        turn < 6 ? Site(machine: "\(turn)", file: 1) : Site(machine: "same", file: turn)
                    }
                    return try Replica.open(home: directory + "/home", environment: environment)
                }
                try home["disk"].add("https://example.org/turn/\(turn)")
                try home.settle()
                writers.insert(try writer(home["disk"]))
                if turn < 23 { try home["disk"].close() }
            }
            #expect((10...16).contains(writers.count), "\(writers.count)")
            for device in home.devices {
                #expect(try device.replica.bookmarks(BookmarkFilter()).count == 26)
                #expect(try device.replica.fingerprint(.shelf) == home["A"].fingerprint(.shelf))
                #expect(try device.replica.verify().problems.isEmpty)
            }
        }
    }
}
