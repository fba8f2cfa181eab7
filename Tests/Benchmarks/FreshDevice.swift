import Foundation
import TidemarkCore
import TidemarkReplica

/// W1: a library of 100,000 bookmarks is imported, goes through a relay, and arrives on a second device.
enum FreshDevice {
    static func run(rows: Int) throws -> [Figure] {
        let figures = Figures(workload: "W1")
        let bookmarks = Workload.bookmarks(rows)
        let household = try Household("w1")
        let file = household.directory + "/bookmarks.html"
        try BookmarkFile.write(bookmarks, to: file)
        let floor = try (0..<3).map { _ in try RawFloor.run(bookmarks, path: household.directory + "/floor.sqlite") }
        let floorSeconds = floor.map(\.seconds).percentile(0.5)
        figures.add("raw floor: rows, indexes, tags, search", floorSeconds, "s")
        figures.add("raw floor: file", Double(floor[0].fileBytes) / 1e6, "MB")
        try household.run("a", "init", "--name", "a")
        let imported = try household.run("a", "import", file)
        figures.add("Netscape import", imported.seconds, "s")
        figures.add("Netscape import / raw floor", imported.seconds / floorSeconds, "x", atMost: 3)
        figures.add("Netscape import: memory", Double(imported.residentBytes) / 1e6, "MB", atMost: 150)
        try household.startRelay()
        figures.add("idle relay: memory", Double(try household.relayResidentBytes()) / 1e6, "MB", atMost: 50)
        let pushed = try household.run("a", "relay", "add", household.url)
        figures.add("seal and push", pushed.seconds, "s")
        figures.add("seal and push: memory", Double(pushed.residentBytes) / 1e6, "MB")
        let link = household.directory + "/link"
        try household.run("a", "pair", "--quiet", output: link)
        let joined = try household.run("b", "join", link, "--name", "b")
        figures.add("new device through the relay", joined.seconds, "s")
        figures.add("new device / raw floor", joined.seconds / floorSeconds, "x", atMost: 2)
        figures.add("new device: memory", Double(joined.residentBytes) / 1e6, "MB", atMost: 150)
        let b = try household.replica("b")
        guard try b.fingerprint(.shelf) == household.replica("a").fingerprint(.shelf) else {
            throw ChildProcess.Failure(description: "the devices differ")
        }
        try SnapshotDevice.run(b, directory: household.directory, floorSeconds: floorSeconds, figures)
        try payload(b, figures)
        try b.checkpoint()
        let size = household.fileBytes(household.home("b") + "/library.sqlite")
        figures.add("library file", Double(size) / 1e6, "MB")
        figures.add("library file / raw floor's", Double(size) / Double(floor[0].fileBytes), "x", atMost: 1.3)
        return figures.all
    }

    private static func payload(_ replica: Replica, _ figures: Figures) throws {
        guard let shelf = try replica.spaces().first(where: { $0.kind == .shelf }) else { return }
        let sealed = try replica.sealedBytes(shelf.sid)
        let (seconds, ops) = try timed { try replica.operations(shelf.sid) }
        figures.add("verify, decrypt, inflate, decode", seconds, "s")
        figures.add("W1 payload, sealed", Double(sealed) / 1e6, "MB", atMost: 13)
        let values = try Payload.deflatedValues(ops)
        figures.add("ops", Double(ops.count), "")
        figures.add("bytes an op beyond deflated values", Double(sealed - values) / Double(ops.count), "B", atMost: 8)
    }
}
