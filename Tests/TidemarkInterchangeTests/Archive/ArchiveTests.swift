import Foundation
import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

@testable import TidemarkInterchange

@Suite struct ArchiveTests {
    private func bytes(_ replica: Replica) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try ArchiveWriter.write(replica) { bytes += $0 }
        return bytes
    }

    private func restore(_ bytes: [UInt8]) throws -> Replica {
        let replica = try Household(["new"], seed: 99)["new"]
        let archive = try ArchiveReader(Data(bytes))
        for (kind, space) in archive.spaces { #expect(try replica.restore(space, into: kind) == 0) }
        return replica
    }

    /// Two devices that met, quarrelled and met again: every kind of change, conflicts and the trash included.
    private func lived() throws -> Household {
        let home = try Household(["A", "B"])
        let (a, b) = (home["A"], home["B"])
        let highlight = HighlightRecord(quote: "words", note: "mine", colour: "blue")
        let records: [ImportRecord] = [
            .folder(FolderRecord(path: ["Empty"], note: "n")),
            .bookmark(
                BookmarkRecord(
                    url: "https://example.org/1", title: "one", note: "first\nsecond", tags: ["a", "b"], folder: ["F"],
                    addedAt: 1_500_000_000_000, progress: 3, highlights: [highlight], origin: "x:1")),
            .bookmark(
                BookmarkRecord(url: "https://example.org/2", title: "two \"quoted\" \\ \u{1}", folder: ["F", "G"])),
            .bookmark(BookmarkRecord(url: "https://example.org/3", title: "three 🌊")),
        ]
        _ = try a.importRecords(records)
        _ = try b.importRecords(Array(records.reversed()))
        home.pass(1000)
        try home.settle()
        let one = try a.find(item: "https://example.org/1").row
        let two = try a.find(item: "https://example.org/2").row
        try a.retitle(one, "A's")
        try b.retitle(one, "B's")
        try a.edit(.shelf) { edit in
            _ = try edit.writeNote(item: one, "first\nA")
            _ = try edit.writeNote(item: one, "the first\nA")
            _ = try edit.untag(item: one, "a")
            try edit.move(two, to: .root, at: .end)
        }
        try b.edit(.shelf) { edit in
            _ = try edit.appendNote(item: one, "B")
            _ = try edit.tag(item: one, "c")
            try edit.move(folder: edit.folder(at: ["F", "G"]), to: .root)
            try edit.rename(folder: edit.folder(at: ["Empty"]), to: "Renamed")
        }
        try a.trash(a.find(item: "https://example.org/3").row)
        home.pass(1000)
        try home.settle()
        try b.trash(two)
        try b.restore(two)
        try a.trash(a.mkdir(["Gone"]), .folder)
        for number in 0..<30 { try a.add("https://example.org/more/\(number)", title: "\(number)", folder: ["F"]) }
        try a.edit(.catalogue) { edit in
            _ = try edit.take(
                CatalogueDocument(
                    title: "C",
                    tools: [
                        ToolRecord(
                            slug: "t", name: "T",
                            releases: [
                                ReleaseRecord(
                                    slug: "1", name: "T 1", pricingText: "Free",
                                    tiers: [PriceTier(label: "Free", amountMinor: 0, text: "Free")],
                                    takes: [TakeRecord(role: .pm, reviewer: "PM", score: 80, rationale: "r")])
                            ])
                    ]), overwrite: true)
        }
        let release = try a.releases()[0].row
        try a.edit(.catalogue) { try $0.vote(release, .ship) }
        try home.settle()
        return home
    }

    @Test func anEmptyLibraryBecomesTheSame() throws {
        let home = try lived()
        let archive = try bytes(home["A"])
        let restored = try restore(archive)
        #expect(try bytes(restored) == archive)
        #expect(try restored.shelfFolders() == (try home["A"].shelfFolders()))
        #expect(try restored.bookmarkTree() == (try home["A"].bookmarkTree()))
        #expect(try restored.catalogueDocument() == (try home["A"].catalogueDocument()))
        #expect(try restored.releases().map(\.votes.ship) == [1])
        #expect(try restored.releases().map(\.ownVote) == [.ship])
        let (old, new) = (
            try home["A"].find(item: "https://example.org/1"), try restored.find(item: "https://example.org/1")
        )
        let conflicts = try home["A"].conflicts(of: old.row, kind: .item)
        #expect(!conflicts.isEmpty)
        #expect(try restored.conflicts(of: new.row, kind: .item).map(\.value) == conflicts.map(\.value))
    }

    @Test func devicesThatAreLevelGiveEqualArchives() throws {
        let home = try lived()
        #expect(try bytes(home["A"]) == (try bytes(home["B"])))
    }

    /// Sealing thins out what one writer replaced by itself; the past of an archive is not that.
    @Test func theHistorySurvivesASync() throws {
        let archive = try bytes(lived()["A"])
        let home = try Household(["new"], seed: 99)
        for (kind, space) in try ArchiveReader(Data(archive)).spaces { try home["new"].restore(space, into: kind) }
        try home.settle()
        #expect(try bytes(home["new"]) == archive)
    }

    @Test func theSameArchiveComesFromTheSameLibrary() throws {
        let home = try lived()
        #expect(try bytes(home["A"]) == (try bytes(home["A"])))
    }

    @Test func aLibraryThatIsNotEmptyIsNotOverwritten() throws {
        let home = try lived()
        let archive = try ArchiveReader(Data(bytes(home["A"])))
        #expect(throws: ReplicaError.self) { try home["B"].restore(#require(archive.spaces[.shelf]), into: .shelf) }
        let contents = try ArchiveContents(archive)
        let session = try Household(["other"])["other"].importRecords(contents.records)
        #expect(session.counts[.imported] == (try home["A"].bookmarks(BookmarkFilter()).count))
        #expect(contents.catalogue.tools.map(\.slug) == ["t"])
    }

    @Test func anEmptyLibraryHasAnArchiveToo() throws {
        let archive = try bytes(Household(["A"])["A"])
        #expect(ArchiveReader.recognises(archive))
        #expect(try ArchiveReader(Data(archive)).spaces.isEmpty)
    }

    @Test func damagedArchivesAreRefused() throws {
        let archive = try bytes(lived()["A"])
        #expect(ArchiveReader.recognises(archive))
        var generator = SeededGenerator(seed: 7)
        for turn in 0..<300 {
            var bytes = archive
            if turn % 4 == 0 {
                // Two empty blocks at the end are the tar file's own: without them it has no end.
                bytes.removeLast(Int.random(in: 513...(bytes.count - 1), using: &generator))
            } else {
                let place = Int.random(in: 0..<(bytes.count - 1024), using: &generator)
                // The empty rest of a block says nothing.
                guard bytes[place] != 0 else { continue }
                bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
            }
            #expect(throws: ArchiveError.self, "turn \(turn)") { try ArchiveReader(Data(bytes)) }
        }
    }

    @Test func whatContradictsItselfIsRefused() throws {
        let item = ArchivedRow(kind: Kind.item.id, name: .key(rows: [], text: "https://example.org/", number: 0))
        let stamp = Stamp(milliseconds: 1)
        func operation(_ change: ArchivedOperation.Change, action: Int = 1, row: Int = 0, seen: [Int] = [])
            -> ArchivedSpace
        {
            ArchivedSpace(
                rows: [item],
                operations: [
                    ArchivedOperation(stamp: stamp, action: action, row: row, change: change, seen: seen)
                ])
        }
        for space in [
            operation(.create, action: 2), operation(.create, row: 1), operation(.create, seen: [1]),
            operation(.trash([1...1])),
            ArchivedSpace(rows: [ArchivedRow(kind: Kind.placement.id, name: .key(rows: [0], text: "", number: 0))]),
        ] {
            let replica = try Household(["A"])["A"]
            #expect(throws: ReplicaError.self) { try replica.restore(space, into: .shelf) }
            #expect(try replica.bookmarks(BookmarkFilter()).isEmpty)
        }
    }

}
