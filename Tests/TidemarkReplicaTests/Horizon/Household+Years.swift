import TestSupport
import Testing
import TidemarkCore

@testable import TidemarkReplica

/// What happens to a household over months and years.
extension Household {
    static let day: Int64 = 86_400_000
    static let page = "https://example.org/x"

    /// Time passes day by day, and everybody syncs now and then.
    func live(days: Int, _ names: [String] = ["A", "B"]) throws {
        for _ in stride(from: 0, to: days, by: 10) {
            pass(10 * Self.day)
            for name in names { try sync(name) }
        }
    }

    /// Two devices with bookmarks in nested folders, all of them synced.
    static func withFolders() throws -> Household {
        let home = try Household(["A", "B"])
        for number in 0..<6 {
            try home["A"].add("https://example.org/\(number)", title: "\(number)", tags: ["t"], folder: ["F"])
        }
        try home["A"].add(Self.page, title: "x", tags: ["old"], folder: ["F", "G"])
        try home.settleAcknowledged()
        return home
    }

    /// An acknowledgement may be due in the last round only: one more brings it to everybody.
    func settleAcknowledged() throws {
        try settle()
        try settle()
    }

    func expectEqual(_ a: String, _ b: String) throws {
        let shelf = try space(.shelf)
        let (mine, theirs) = (try self[a].digest(shelf), try self[b].digest(shelf))
        #expect(mine.vector == theirs.vector)
        #expect(mine.horizon == theirs.horizon)
        let comparison = DigestComparison(ReplicaDigestSource(self[a], shelf), ReplicaDigestSource(self[b], shelf))
        if case .different(let rows, _) = try comparison.run(limit: 3) {
            for row in rows {
                Issue.record("\(a) and \(b): \(row.row), here \(row.here ?? []), there \(row.there ?? [])")
            }
        }
        #expect(try self[a].bookmarkTree() == self[b].bookmarkTree())
        #expect(try self[a].problems().isEmpty && self[b].problems().isEmpty)
    }

    /// A new device that has a snapshot and no batch.
    func newDevice(from host: String, _ name: String = "C") throws {
        let snapshots = try relays.keys.sorted().map { try self[host].makeSnapshot($0) }
        try join(name)
        for snapshot in snapshots { try self[name].join(snapshot) }
    }
}
