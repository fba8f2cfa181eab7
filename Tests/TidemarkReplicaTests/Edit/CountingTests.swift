import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// How often something was opened, on all devices together.
struct CountingTests {
    private let url = "https://example.org/x"

    private func open(_ replica: Replica, times: Int = 1) throws {
        let row = try replica.find(item: url).row
        for _ in 0..<times { try replica.edit(.shelf, label: "open") { try $0.countOpening(item: row) } }
    }

    private func opens(_ replica: Replica) throws -> Int { try replica.find(item: url).bookmark.opens }

    @Test func everyDeviceCountsForItself() throws {
        let home = try Household(["A", "B"])
        try home["A"].add(url)
        try home.settle()
        try open(home["A"], times: 3)
        try open(home["B"], times: 2)
        #expect(try opens(home["A"]) == 3 && opens(home["B"]) == 2)
        try home.settle()
        for device in home.devices {
            #expect(try opens(device.replica) == 5)
            #expect(try device.replica.verify().problems.isEmpty)
        }
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
        let report = try home["A"].explain(.opens, of: home["A"].find(item: url).row)
        #expect(report.value == "5" && report.rule == .sum && Set(report.writes.map(\.value)) == ["2", "3"])
    }

    /// Two copies of one device, each used alone: neither twice nor lost.
    @Test func copiesOfALibraryCountOnceEach() throws {
        let home = try Household(["A"])
        try home["A"].add(url)
        try open(home["A"], times: 4)
        try home.settle()
        try open(home["A"])
        try home.copy("A", as: "copy")
        home.pass(10)
        try open(home["A"], times: 2)
        home.pass(10)
        try open(home["copy"], times: 3)
        try home.settle()
        for device in home.devices { #expect(try opens(device.replica) == 10, "\(device.name)") }
        try open(home["copy"])
        try home.settle()
        for device in home.devices { #expect(try opens(device.replica) == 11, "\(device.name)") }
    }

    @Test func lookingIsNoDeedAndBringsNothingBack() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(url)
        try home.settle()
        try home["A"].trash(row)
        home.pass(10)
        try open(home["B"])
        try home.settle()
        for device in home.devices { #expect(try device.replica.find(item: url).bookmark.trashed) }
        #expect(try home["B"].deeds(limit: 5).allSatisfy { $0.label != "open" })
    }

    @Test func unitingAddsUpAndIsTakenBack() throws {
        let home = try Household(["A"])
        let rows = try [url, "https://example.org/y"].map { try home["A"].add($0) }
        try open(home["A"], times: 2)
        try home["A"].edit(.shelf) { try $0.countOpening(item: rows[1]) }
        try home["A"].edit(.shelf) { _ = try $0.unite([rows]) }
        #expect(try opens(home["A"]) == 3)
        _ = try home["A"].undo(nil)
        #expect(try opens(home["A"]) == 2 && home["A"].find(item: "https://example.org/y").bookmark.opens == 1)
    }

    /// An archive that two devices were set up from, and that come together later.
    @Test func whatComesFromOneArchiveIsCountedOnce() throws {
        let home = try Household(["old", "lone"])
        try home["old"].add(url)
        try home.settle()
        try open(home["old"], times: 2)
        home.pass(10)
        try open(home["lone"])
        try home.settle()
        let archive = try home["old"].archive(.shelf)
        let house = try Household(["A", "B"], seed: 7)
        try house["A"].restore(archive, into: .shelf)
        #expect(try house["A"].archive(.shelf) == archive && opens(house["A"]) == 3)
        try open(house["A"])
        try house.settle()
        try Scratch.with { directory in
            try house["B"].backup(to: directory + "/joined")
            try house.adopt("B") { environment in
                let own = try Replica.inMemory(deviceName: "B", environment: environment).replica
                try own.restore(archive, into: .shelf)
                try own.become(libraryIn: directory + "/joined", isOneDeed: true)
                return own
            }
        }
        try house.settle()
        for device in house.devices { #expect(try opens(device.replica) == 4, "\(device.name)") }
    }
}
