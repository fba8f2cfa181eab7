import TestSupport
import Testing
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// Notes that several devices edit: merged by character, wherever the library goes.
struct TextTests {
    private let url = "https://example.org/x"
    private let first = "We think that the plan is good."

    private func expectLevel(_ home: Household, _ note: String) throws {
        for device in home.devices {
            #expect(try device.replica.bookmark(url)?.note == note, "\(device.name)")
            #expect(try device.replica.bookmark(url)?.conflicts == 0)
            #expect(try device.replica.fingerprint(.shelf) == home.devices[0].replica.fingerprint(.shelf))
            #expect(try device.replica.verify().problems.isEmpty)
        }
    }

    /// Two devices that hold the same note.
    private func level(_ names: [String] = ["A", "B"]) throws -> (home: Household, row: RowID) {
        let home = try Household(names)
        let row = try home["A"].add(url)
        try home["A"].edit(.shelf) { _ = try $0.writeNote(item: row, first) }
        try home.settle()
        home.pass(1000)
        return (home, row)
    }

    private func write(_ replica: Replica, _ row: RowID, _ note: String) throws {
        try replica.edit(.shelf, label: "note") { _ = try $0.writeNote(item: row, note) }
    }

    @Test func concurrentEditsOfOneNoteMerge() throws {
        let (home, row) = try level(["A", "B", "C"])
        try write(home["A"], row, "We think that the new plan is good.")
        try write(home["B"], row, "They think that the plan is good. So do we.")
        home.pass(10)
        try write(home["B"], row, "They think that the plan is good. So do we!")
        try home["C"].edit(.shelf) { _ = try $0.appendNote(item: row, "C") }
        try home.settle()
        let note = try #require(try home["A"].bookmark(url)?.note)
        #expect(note.hasPrefix("They think that the new plan is good."))
        #expect(note.contains(" So do we!") && note.contains("\nC"))
        try expectLevel(home, note)
        try write(home["C"], row, "")
        try home.settle()
        try expectLevel(home, "")
    }

    @Test func notesBegunAtOnceStandOnLinesOfTheirOwn() throws {
        let home = try Household(["A", "B"])
        let row = try home["A"].add(url)
        try home.settle()
        try write(home["A"], row, "one")
        try write(home["B"], row, "two")
        try home.settle()
        let note = try #require(try home["A"].bookmark(url)?.note)
        #expect(note.split(separator: "\n").sorted() == ["one", "two"])
        try expectLevel(home, note)
    }

    /// The same file, read on two devices and edited on both before they met.
    @Test func aTextImportedTwiceIsOneText() throws {
        let home = try Household(["A", "B"])
        let record = ImportRecord.bookmark(.init(url: url, note: first))
        for name in ["A", "B"] { _ = try home[name].importRecords([record]) }
        let row = try home["A"].find(item: url).row
        try write(home["A"], row, "We think that the plan is very good.")
        try write(home["B"], row, "I think that the plan is good.")
        try home.settle()
        try expectLevel(home, "I think that the plan is very good.")
    }

    /// Rule 16 for texts: an edit that a trashing had not seen brings the bookmark back.
    @Test func anEditWinsAgainstATrashing() throws {
        let (home, row) = try level()
        try home["A"].trash(row)
        try write(home["B"], row, first + " Keep it.")
        try home.settle()
        try expectLevel(home, first + " Keep it.")
        #expect(try home["A"].bookmark(url)?.trashed == false)
        try home["A"].trash(row)
        try home.settle()
        #expect(try home["B"].trashed().map(\.url) == [url])
    }

    @Test func copiesEditOnUnderNamesOfTheirOwn() throws {
        let (home, row) = try level()
        try write(home["A"], row, "We think that the plan is good, shared.")
        try home.copy("A", as: "copy")
        try write(home["A"], row, "We think that the plan is good, shared. A")
        try write(home["copy"], row, "Well, we think that the plan is good, shared.")
        try write(home["copy"], row, "Well, we think that the plan is fine, shared.")
        try home.settle()
        let note = try #require(try home["B"].bookmark(url)?.note)
        #expect(note.contains("plan is fine, shared. A") && note.hasPrefix("Well"))
        try expectLevel(home, note)
        try write(home["copy"], row, "rewritten")
        try home.settle()
        try expectLevel(home, "rewritten")
    }

    /// A backup is restored and edited beside the original.
    @Test func aRestoredNoteIsEditedBesideTheOriginal() throws {
        let (home, row) = try level()
        try write(home["A"], row, "We think that the plan is good. Saved.")
        try home.copy("A", as: "restored")
        try home.settle()
        try write(home["A"], row, "We think that the plan is good. Saved. Then A.")
        try write(home["restored"], row, "We believe that the plan is good. Saved.")
        try home.settle()
        try expectLevel(home, "We believe that the plan is good. Saved. Then A.")
    }

    /// A new device gets texts that were edited in a snapshot, and goes on with them.
    @Test func snapshotsHoldTexts() throws {
        let (home, row) = try level()
        try write(home["A"], row, "We think that the new plan is good.")
        try write(home["B"], row, "We think that the plan is good. B")
        try home.settle()
        let shelf = try home.space(.shelf)
        let snapshot = try home["A"].makeSnapshot(shelf)
        try write(home["B"], row, "We think that the new plan is best. B")
        try home.join("C")
        try home["C"].join(snapshot)
        #expect(try home["C"].bookmark(url)?.note == "We think that the new plan is good. B")
        try write(home["C"], row, "C: We think that the new plan is good. B")
        try home.settle()
        try expectLevel(home, "C: We think that the new plan is best. B")
    }

    @Test func whatAnEditorWasOpenOnIsRevisedWhereItStandsNow() throws {
        let (home, row) = try level()
        try write(home["B"], row, "Today we think that the plan is good.")
        try home.settle()
        try home["A"].edit(.shelf) { [first] edit in
            _ = try edit.reviseNote(item: row, from: first, to: "We think that the plan is sound.")
        }
        try home.settle()
        try expectLevel(home, "Today we think that the plan is sound.")
    }

    @Test func aTextThatFitsIntoNoBatchIsRefused() throws {
        let (home, row) = try level()
        let long = String(repeating: "x", count: Edit.maximumText + 1)
        #expect(throws: ReplicaError.self) { try write(home["A"], row, long) }
        let session = try home["A"].importRecords([.bookmark(.init(url: "https://example.org/long", note: long))])
        #expect(session.counts == [.refused: 1])
        let longest = String(repeating: "words ", count: Edit.maximumText / 6)
        try write(home["A"], row, longest)
        try home.settle()
        try expectLevel(home, longest)
    }

    // MARK: Undo

    @Test func takingBackAnEditLeavesWhatOthersWrote() throws {
        let (home, row) = try level()
        try write(home["A"], row, "We think that the new plan is not bad.")
        try home.settle()
        try write(home["B"], row, "We think that the new plan is not bad. Really.")
        try home.settle()
        let undo = try home["A"].undo(nil)
        #expect(undo.kept.isEmpty && undo.changed == 1)
        try home.settle()
        try expectLevel(home, "We think that the plan is good. Really.")
        #expect(try home["A"].undo(undo.undo).kept.isEmpty)
        try home.settle()
        try expectLevel(home, "We think that the new plan is not bad. Really.")
    }

    @Test func whatWasWrittenOverIsNotTakenBack() throws {
        let (home, row) = try level()
        try write(home["A"], row, "We think that the plan is bad.")
        try home.settle()
        try write(home["B"], row, "We think that the plan is excellent.")
        try home.settle()
        let undo = try home["A"].undo(nil)
        #expect(undo.kept.map(\.reason) == ["its note was changed since"] && undo.changed == 0)
        try home.settle()
        try expectLevel(home, "We think that the plan is excellent.")
    }

    // MARK: History and why

    @Test func historyTellsWhatCameAndWhatWent() throws {
        let (home, row) = try level()
        try write(home["A"], row, "We think that the new plan is bad.")
        home.pass(1000)
        try write(home["B"], row, "We think that the plan is good. Really.")
        try home.settle()
        home.pass(1000)
        try write(home["B"], row, "We think that the plan is bad. Really.")
        try home.settle()
        let expected = [
            "A set + \(first) shown", "A edited + new … bad - good shown", "B edited + Really. shown",
            "B edited - new shown",
        ]
        for device in home.devices {
            let told = try device.replica.history(of: row).filter { $0.field == "note" }.map { entry in
                let parts = [
                    entry.author.device, entry.change.rawValue, entry.value.map { "+ \($0)" },
                    entry.removed.map { "- \($0)" }, entry.fate?.rawValue,
                ]
                return parts.compactMap(\.self).joined(separator: " ")
            }
            #expect(told == expected)
        }
        try write(home["A"], row, "")
        #expect(try home["A"].history(of: row).last?.change == .cleared)
        let fates = try home["A"].history(of: row).filter { $0.field == "note" }.map(\.fate)
        #expect(fates == [.replaced, .replaced, .replaced, .shown, .shown])
    }

    @Test func whySaysWhoElseHasWrittenInIt() throws {
        let (home, row) = try level(["A", "B", "C"])
        #expect(try home["B"].explain(.note, of: row).writes.map(\.author.device) == ["A"])
        home.pass(1000)
        try write(home["B"], row, "We hope that the plan is good.")
        try home.settle()
        home.pass(1000)
        try write(home["C"], row, "We hope that the plan is.")
        try home.settle()
        let report = try home["A"].explain(.note, of: row)
        #expect(report.value == "We hope that the plan is." && report.rule == .mergedText && report.lost.isEmpty)
        #expect(report.writes.map(\.author.device) == ["C", "B", "A"])
        #expect(report.writes.map(\.value) == ["", "hope", "We … that the plan is."])
    }
}
