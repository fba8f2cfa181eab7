import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

struct ExchangeTests {
    private let url = "https://example.org/x"

    @Test func concurrentEditsOfOneFieldKeepTheLoser() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(url, title: "base")
        try home.settle()
        try home["A"].retitle(row, "from A")
        home.pass(10)
        try home["B"].retitle(row, "from B")
        try home.settle()
        for device in home.devices {
            let bookmark = try device.replica.bookmark(url)
            #expect(bookmark?.title == "from B" && bookmark?.conflicts == 1)
        }
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
    }

    @Test func rule13ConcurrentNotesAreMerged() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(url)
        try home["A"].edit(.shelf) { _ = try $0.write(row, .item, .note, "one\ntwo\nthree") }
        try home.settle()
        try home["A"].edit(.shelf) { _ = try $0.write(row, .item, .note, "ONE\ntwo\nthree") }
        try home["B"].edit(.shelf) { _ = try $0.write(row, .item, .note, "one\ntwo\nthree\nfour") }
        try home.settle()
        for device in home.devices { #expect(try device.replica.bookmark(url)?.note == "ONE\ntwo\nthree\nfour") }
    }

    @Test func aLostAnswerResendsTheSameBytes() throws {
        let home = try Household(["A", "B"])
        let shelf = try home.space(.shelf)
        try home["A"].add(url)
        let first = try home["A"].prepareSync(shelf)
        _ = try home.handle(shelf, first.request.serialized())  // and the answer is lost
        try home["A"].add("https://example.org/y")
        let second = try home["A"].prepareSync(shelf)
        #expect(second.request.batches.first == first.request.batches.first)
        try home.settle()
        #expect(try home["B"].bookmarks(BookmarkFilter()).count == 2)
    }

    @Test func syncedIsOnlySaidOfWhatTheRelayHolds() throws {
        let home = try Household(["A"])
        try home["A"].add(url)
        func state() throws -> ReplicaStatus.Space? { try home["A"].status().spaces.first { $0.kind == "shelf" } }
        #expect(try state()?.isSynced == false)
        let shelf = try home.space(.shelf)
        let plan = try home["A"].prepareSync(shelf)
        #expect(try state()?.isSynced == false)
        let answer = try home.handle(shelf, plan.request.serialized())
        _ = try home["A"].completeSync(shelf, plan, SyncResponse(serialized: answer))
        #expect(try state()?.isSynced == true)
    }

    /// The relay loses everything; the clients fill it again, others' batches included.
    @Test func aWipedRelayIsRefilled() throws {
        let home = try Household(["A", "B", "C"])
        try home["A"].add(url, title: "from A")
        try home["B"].add("https://example.org/y", title: "from B")
        try home.settle()
        let shelf = try home.space(.shelf)
        home.relays[shelf] = RelayModel(members: try home["A"].membership(shelf), epoch: 9)
        // Only C comes back: it carries what A and B wrote.
        try home.sync("C")
        #expect(home.relays[shelf]?.log.count == 2)
        try home["A"].add("https://example.org/z")
        try home.settle()
        #expect(try home["B"].bookmarks(BookmarkFilter()).count == 3)
        #expect(try home["A"].fingerprint(.shelf) == home["C"].fingerprint(.shelf))
    }

    @Test func rule19AWrongClockIsCorrectedAndNobodyNotices() throws {
        for off in [86_400_000, 315_360_000_000, -86_400_000, -315_360_000_000] as [Int64] {
            let home = try Household(["A", "B"])
            let row = try home["A"].add(url, title: "base")
            try home.settle()
            home.devices[0].clock.advance(by: off)
            try home["A"].retitle(row, "A saw base")
            try home.settle()
            #expect(try home["B"].bookmark(url)?.title == "A saw base", "\(off)")
            home.pass(1000)
            try home["B"].retitle(row, "B saw A's")
            try home.settle()
            #expect(try home["A"].bookmark(url)?.title == "B saw A's", "\(off)")
            #expect(try home["A"].bookmark(url)?.conflicts == 0)
            #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
            #expect(try abs(home["A"].clockOffset()) < abs(off) + 60_000)
        }
    }

    @Test func aBatchThatCannotBeReadIsParkedAndBlocksNothing() throws {
        let home = try Household(["A", "B"])
        let shelf = try home.space(.shelf)
        try home["A"].add(url)
        try home.sync("A")
        // A batch of a member, well signed, that no key here opens.
        let plan = try home["A"].prepareSync(shelf)
        _ = plan
        try home["A"].add("https://example.org/y")
        try home.sync("A")
        try home["B"].forgetKeys(shelf)
        try home.sync("B")
        let parked = try home["B"].status().spaces.first { $0.kind == "shelf" }?.parked ?? []
        #expect(parked.count == 2)
        #expect(try home["B"].bookmarks(BookmarkFilter()).isEmpty)
    }

    /// Another process has gone over to another relay while an answer was on its way.
    @Test func anAnswerOfTheRelayBeforeIsLeftOut() throws {
        let home = try Household(["A"])
        let shelf = try home.space(.shelf)
        try home["A"].add(url)
        let plan = try home["A"].prepareSync(shelf)
        let answer = try SyncResponse(serialized: home.handle(shelf, plan.request.serialized()))
        try home["A"].setRelay("another")
        #expect(try home["A"].completeSync(shelf, plan, answer).needsAnotherRound)
        #expect(try home["A"].unsentSpaces().contains(shelf))
        #expect(try home["A"].cursorPosition(shelf) == nil)
    }

    @Test func aCutOffAnswerChangesNothing() throws {
        let home = try Household(["A", "B"])
        let shelf = try home.space(.shelf)
        for number in 0..<5 {
            try home["A"].add("https://example.org/\(number)", title: "t\(number)")
            try home.sync("A")
        }
        let plan = try home["B"].prepareSync(shelf)
        let answer = try home.handle(shelf, plan.request.serialized())
        for length in stride(from: 0, to: answer.count, by: 7) {
            guard let response = try? SyncResponse(serialized: Array(answer.prefix(length))) else { continue }
            _ = try? home["B"].completeSync(shelf, plan, response)
        }
        try home.settle()
        #expect(try home["B"].fingerprint(.shelf) == home["A"].fingerprint(.shelf))
    }

    @Test func rule25AVoteOfAnotherPersonIsIgnored() throws {
        let home = try Household(["A", "B"])
        let release = try home["A"].edit(.catalogue) { edit in
            _ = try edit.take(
                CatalogueDocument(tools: [
                    ToolRecord(slug: "t", name: "T", releases: [ReleaseRecord(slug: "1", name: "T 1")])
                ]),
                overwrite: true)
            return try edit.releaseRow(tool: "t", release: "1")
        }
        try home.settle()
        try home["A"].edit(.catalogue) { try $0.vote(release, .ship) }
        home.pass(5)
        try home["B"].edit(.catalogue) { try $0.vote(release, .skip) }  // the same person, on another device
        try home["B"].edit(.catalogue) { try $0.forgeVote(release, person: PersonID(high: 7, low: 7), "ship") }
        try home.settle()
        for device in home.devices {
            let votes = try device.replica.releases().first?.votes
            #expect(votes?.ship == 0 && votes?.skip == 1)
        }
    }

    @Test func aHundredThousandOpsSplitIntoBatchesUnderTheLimit() throws {
        let home = try Household(["A", "B"])
        let shelf = try home.space(.shelf)
        let note = String(repeating: "words that do not repeat much ", count: 30)
        let records = (0..<3000).map { number in
            ImportRecord.bookmark(
                .init(url: "https://example.org/\(number)", title: "\(number)", note: note + "\(number &* 7919)"))
        }
        _ = try home["A"].importRecords(records)
        let plan = try home["A"].prepareSync(shelf)
        for batch in plan.request.batches { #expect(batch.count <= Limits.sealedBatchBytes) }
        try home.settle()
        #expect(try home["B"].bookmarks(BookmarkFilter()).count == 3000)
        #expect(try home["A"].fingerprint(.shelf) == home["B"].fingerprint(.shelf))
    }
}
