import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// Rule 17: what another device removes in mass is merged, and stays in sight until a person decides.
struct HoldTests {
    private let hour: Int64 = 3_600_000

    /// A device with that many bookmarks, and a hostile one that holds them too.
    private func household(_ count: Int, folder: [String] = ["Work", "Deep"]) throws -> Household {
        let home = try Household(["Mine", "Hostile"])
        try home.settle()
        _ = try home["Mine"].importRecords(
            (0..<count).map { .bookmark(.init(url: url($0), title: "\($0)", folder: $0 % 2 == 0 ? folder : ["Other"])) }
        )
        try home.settle()
        home.pass(1000)
        return home
    }

    private func url(_ number: Int) -> String { "https://example.org/\(number)" }

    private func seen(_ replica: Replica) throws -> Int { try replica.bookmarks(BookmarkFilter()).count }

    private func remove(_ range: Range<Int>, by replica: Replica) throws {
        let rows = try range.map { try replica.find(item: url($0)).row }
        try replica.edit(.shelf) { edit in for row in rows { try edit.trash(item: row) } }
    }

    /// What a sync of the device says is newly held.
    private func sync(_ name: String, _ home: Household) throws -> Int {
        let space = try home.space(.shelf)
        var held = 0
        var goesOn = true
        while goesOn {
            let plan = try home[name].prepareSync(space)
            let answer = try home.handle(space, plan.request.serialized())
            let outcome = try home[name].completeSync(space, plan, .init(serialized: answer))
            held += outcome.onHold
            goesOn = outcome.needsAnotherRound
        }
        return held
    }

    private func expectMerged(_ home: Household) throws {
        #expect(try home["Mine"].fingerprint(.shelf) == home["Hostile"].fingerprint(.shelf))
    }

    @Test func rule17AMassDeletionIsMergedAndStaysInSight() throws {
        let home = try household(100)
        try remove(0..<21, by: home["Hostile"])
        _ = try sync("Hostile", home)
        #expect(try sync("Mine", home) == 21)
        try expectMerged(home)
        #expect(try seen(home["Hostile"]) == 79 && seen(home["Mine"]) == 100)
        #expect(try home["Mine"].search("is:held", limit: 100).count == 21 && home["Mine"].status().onHold == 21)
        let held = try home["Mine"].heldRemovals()
        #expect(held.map(\.device) == ["Hostile"] && held[0].bookmarks.count == 21)
        #expect(held[0].bookmarks.allSatisfy { $0.held && !$0.trashed && !$0.folders.isEmpty })
        // It is said once, and it stays so whatever is rebuilt or synced.
        #expect(try sync("Mine", home) == 0)
        try home["Mine"].rebuildTables()
        #expect(try seen(home["Mine"]) == 100 && home["Mine"].status().onHold == 21)
    }

    @Test func rule17AcceptingLetsItGo() throws {
        let home = try household(100)
        try remove(0..<30, by: home["Hostile"])
        try home.settle()
        #expect(throws: ReplicaError.self) { _ = try home["Mine"].decideHeld(accept: true, device: "Other") }
        #expect(try home["Mine"].decideHeld(accept: true, device: "Hostile") == 30)
        #expect(try seen(home["Mine"]) == 70 && home["Mine"].status().onHold == 0)
        #expect(try home["Mine"].trashed().count == 30 && home["Mine"].heldRemovals().isEmpty)
        #expect(throws: ReplicaError.self) { _ = try home["Mine"].decideHeld(accept: true) }
        // What was accepted does not count any more.
        try remove(40..<45, by: home["Hostile"])
        try home.settle()
        #expect(try seen(home["Mine"]) == 65)
    }

    @Test func rule17RefusingBringsItBackEverywhere() throws {
        let home = try household(100)
        try home["Hostile"].trash(home["Hostile"].find(folder: ["Work"]), .folder)
        try remove(1..<2, by: home["Hostile"])
        try home.settle()
        #expect(try seen(home["Mine"]) == 100 && seen(home["Hostile"]) == 49)
        #expect(try home["Mine"].titles(in: ["Work", "Deep"]).count == 50)
        #expect(try home["Mine"].decideHeld(accept: false) == 51)
        try home.settle()
        for device in home.devices {
            #expect(try seen(device.replica) == 100 && device.replica.status().onHold == 0)
            #expect(try device.replica.titles(in: ["Work", "Deep"]).count == 50)
        }
        try expectMerged(home)
    }

    /// Descendants count, however the folder comes to be in the trash.
    @Test func rule17AFolderMovedIntoATrashedOneCounts() throws {
        let home = try household(100)
        try home["Hostile"].edit(.shelf) { edit in
            let bin = try edit.folder(at: ["Bin"])
            try edit.trash(folder: bin)
        }
        try home.settle()
        let work = try home["Hostile"].find(folder: ["Work"])
        try home["Hostile"].edit(.shelf) { edit in
            let bin = NaturalKey(rows: [.root], text: "Bin").rowID(kind: Kind.folder.id, space: edit.spaceID)
            try edit.move(folder: work, to: bin)
        }
        try home.settle()
        #expect(try seen(home["Mine"]) == 100)
    }

    @Test func rule17ManySmallRemovalsOfADayAddUp() throws {
        let home = try household(100)
        var kept = 100
        for start in stride(from: 0, to: 20, by: 5) {
            try remove(start..<(start + 5), by: home["Hostile"])
            try home.settle()
            kept -= 5
            #expect(try seen(home["Mine"]) == kept, "a fifth is not more than a fifth")
            home.pass(hour)
        }
        try remove(20..<21, by: home["Hostile"])
        try home.settle()
        // All of the day's come back into sight.
        #expect(try seen(home["Mine"]) == 100 && home["Mine"].status().onHold == 21)
        home.pass(25 * hour)
        try remove(30..<40, by: home["Hostile"])
        try home.settle()
        #expect(try seen(home["Mine"]) == 90, "another day")
    }

    @Test func rule17AThousandAreTooManyOfAnyNumber() throws {
        let home = try household(5100)
        try remove(0..<1000, by: home["Hostile"])
        try home.settle()
        #expect(try home["Mine"].status().onHold == 0)
        try remove(1000..<1001, by: home["Hostile"])
        try home.settle()
        #expect(try home["Mine"].status().onHold == 1001 && seen(home["Mine"]) == 5100)
    }

    @Test func rule17ASmallLibraryIsNotHeldForAFewDeletions() throws {
        let home = try household(25)
        try remove(0..<19, by: home["Hostile"])
        try home.settle()
        #expect(try seen(home["Mine"]) == 6 && home["Mine"].status().onHold == 0)
    }

    @Test func rule17WhatWasNeverSeenHereIsNotHeld() throws {
        let home = try household(10)
        _ = try home["Hostile"].importRecords((100..<150).map { .bookmark(.init(url: url($0))) })
        _ = try home["Hostile"].undo(nil)
        try home.settle()
        #expect(try home["Mine"].status().onHold == 0 && seen(home["Mine"]) == 10)
        // And a device that joins reads what happened before.
        try remove(0..<10, by: home["Hostile"])
        _ = try home["Hostile"].importRecords((200..<230).map { .bookmark(.init(url: url($0))) })
        try home.settle()
        try remove(200..<230, by: home["Hostile"])
        try home.settle()
        #expect(try home["Mine"].status().onHold == 40)
        try home.join("New")
        try home.settle()
        #expect(try home["New"].status().onHold == 0 && seen(home["New"]) == 0)
    }

    /// My own deletions are nobody else's business, and a person's later change of what is held keeps it.
    @Test func rule17OwnDeletionsAndChangesCountAsEver() throws {
        let home = try household(100)
        try remove(0..<60, by: home["Mine"])
        try home.settle()
        #expect(try seen(home["Mine"]) == 40)
        try remove(60..<90, by: home["Hostile"])
        try home.settle()
        #expect(try seen(home["Mine"]) == 40 && home["Mine"].status().onHold == 30)
        let (a, b) = (try home["Mine"].find(item: url(60)).row, try home["Mine"].find(item: url(61)).row)
        try home["Mine"].retitle(a, "kept")
        try home["Mine"].trash(b)
        #expect(try home["Mine"].status().onHold == 29)
        #expect(try home["Mine"].decideHeld(accept: true) == 28)
        try home.settle()
        for device in home.devices { #expect(try device.replica.bookmark(url(60))?.title == "kept") }
        try expectMerged(home)
    }
}
