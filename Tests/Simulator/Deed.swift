import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica
import TidemarkWire

/// One person's small deed.
struct Deed: Sendable, CustomStringConvertible {
    private enum Choice: CaseIterable {
        case add, retitle, tag, untag, note, append, correct, revise, place, move, reorder, trash, restore, moveFolder,
            renameFolder
        case trashFolder, restoreFolder, highlight, mark, open, decide, later, erase, publish, vote
    }

    private let choice: Choice
    private let url: String
    private let otherURL: String
    private let path: [String]
    private let other: [String]
    private let word: String
    private let number: Int

    init(_ random: inout SeededGenerator) {
        // The trash is emptied seldom.
        let drawn = Choice.allCases.randomElement(using: &random) ?? .add
        choice = drawn == .erase && random.chance(70) ? .add : drawn
        url = World.urls.randomElement(using: &random) ?? ""
        otherURL = World.urls.randomElement(using: &random) ?? ""
        path = World.folders.randomElement(using: &random) ?? []
        other = World.folders.randomElement(using: &random) ?? []
        word = "\(World.canary)\(Int.random(in: 0..<50, using: &random))"
        number = Int.random(in: 0..<1000, using: &random)
    }

    /// Whether an earlier version cannot do it.
    var isOfCurrentVersion: Bool { [.open, .decide].contains(choice) || (choice == .mark && mark == .favourite) }

    var space: SpaceRecord.Kind { choice == .publish || choice == .vote ? .catalogue : .shelf }

    var description: String {
        let page = "page \(url.suffix(1))"
        let folder = path.joined(separator: "/")
        let target = other.joined(separator: "/")
        switch choice {
        case .add: return "adds \(page), titled and tagged \(word)"
        case .retitle: return "titles \(page) \(word)"
        case .tag: return "tags \(page) t\(number % 3)"
        case .untag: return "takes t\(number % 3) from \(page)"
        case .note: return "writes the note of \(page): \(word), \(number)"
        case .append: return "adds \(word) to the note of \(page)"
        case .correct: return "changes the note of \(page) in the middle: \(word), \(number)"
        case .revise: return "saves an old note of \(page) from an editor: \(word), \(number)"
        case .place: return "puts \(page) into \(folder) too"
        case .move: return "moves \(page) to \(folder)"
        case .reorder:
            return "puts \(page) \(number % 2 == 0 ? "before" : "after") page \(otherURL.suffix(1)) in \(folder)"
        case .trash: return "puts \(page) into the trash"
        case .restore: return "takes \(page) out of the trash"
        case .moveFolder: return "moves folder \(folder) into \(target)"
        case .renameFolder: return "renames folder \(folder) to \(newName)"
        case .trashFolder: return "puts folder \(folder) into the trash"
        case .restoreFolder: return "takes folder \(folder) out of the trash"
        case .highlight: return "marks a passage of \(page)"
        case .mark: return "marks \(page) as \(mark.rawValue)"
        case .open: return "opens \(page)"
        case .decide: return "decides on release \(number % 2): \(word)"
        case .later: return "writes a field of a later version on \(page)"
        case .erase: return "empties the trash"
        case .publish: return "publishes tool t\(number % 2) with a score of \(number % 101)"
        case .vote: return "votes on tool t\(number % 2)"
        }
    }

    private var newName: String { number % 2 == 0 ? other.last ?? word : word }
    private var mark: Edit.Mark { Edit.Mark.allCases[number % Edit.Mark.allCases.count] }

    /// A row that is made where it is missing, and comes back from the trash.
    private func item(_ edit: Edit) throws -> RowID { try edit.add(.init(url: url)).row }

    /// - Throws: `ReplicaError` where it makes no sense as things stand.
    func perform(_ edit: Edit) throws {
        switch choice {
        case .add: _ = try edit.add(.init(url: url, title: word, tags: [word]))
        case .retitle: try edit.retitle(item: item(edit), word)
        case .tag: try edit.addTag(item(edit), "t\(number % 3)")
        case .untag: try edit.removeTag(item(edit), "t\(number % 3)")
        case .note: try edit.writeNote(item: item(edit), "\(word)\n\(number)")
        case .append: try edit.appendNote(item: item(edit), word)
        case .correct:
            let row = try item(edit)
            try edit.writeNote(item: row, corrected(edit.note(of: row)))
        case .revise:
            // The editor was opened before some words came, or before some went.
            let row = try item(edit)
            let shown = try edit.note(of: row)
            let base = number % 2 == 0 ? String(shown.dropLast(number % 9)) : shown + " and more"
            try edit.reviseNote(item: row, from: base, to: corrected(base))
        case .place: try edit.place(item(edit), in: edit.folder(at: path))
        case .move: try edit.move(item(edit), to: edit.folder(at: path))
        case .reorder: try reorder(edit)
        case .trash: try edit.trash(item: item(edit))
        case .restore:
            let address = try AddressNormalizer.key(of: url)
            try edit.restore(item: NaturalKey(text: address).rowID(kind: Kind.item.id, space: edit.spaceID))
        case .moveFolder:
            let (from, to) = (try edit.folder(at: path), try edit.folder(at: other))
            try edit.move(folder: from, to: to)
        case .renameFolder: try edit.rename(folder: edit.folder(at: path), to: newName)
        case .trashFolder: try edit.trash(folder: edit.folder(at: path))
        case .restoreFolder:
            let key = NaturalKey(rows: [.root], text: path[0])
            try edit.restore(folder: key.rowID(kind: Kind.folder.id, space: edit.spaceID))
        case .highlight:
            try edit.highlight(item(edit), HighlightRecord(quote: "\(World.canary) \(number % 4)", note: word))
        case .mark: try edit.mark(item: item(edit), mark, number % 2 == 0)
        case .open: try edit.countOpening(item: item(edit))
        case .decide:
            let release = RowID(high: 7, low: UInt64(number % 2))
            let stance: Stance? = number % 5 == 0 ? nil : number % 3 == 0 ? .skip : .ship
            try edit.decide(
                [(release, "t/\(number % 2)")],
                .init(stance: .some(stance), note: number % 4 == 0 ? word : nil), on: Day(number: Int64(number)))
        case .later: try edit.set(item(edit), .item, FieldID(rawValue: 9000), .text(word))
        case .erase: _ = try edit.emptyTrash()
        case .publish: try publish(edit)
        case .vote:
            let tool = NaturalKey(text: "t\(number % 2)").rowID(kind: Kind.tool.id, space: edit.spaceID)
            let row = NaturalKey(rows: [tool], text: "1").rowID(kind: Kind.release.id, space: edit.spaceID)
            try edit.vote(row, number % 5 == 0 ? nil : number % 2 == 0 ? .ship : .skip)
        }
    }

    /// A few characters somewhere make room for others, or not.
    private func corrected(_ text: String) -> String {
        var characters = Array(text)
        let start = number % (characters.count + 1)
        let end = min(start + number % 7, characters.count)
        let new = ["é🙂", "", " \(word) ", "\n\(number)"][number % 4]
        characters.replaceSubrange(start..<end, with: Array(new))
        return String(characters)
    }

    private func reorder(_ edit: Edit) throws {
        let folder = try edit.folder(at: path)
        let sibling = try edit.place(edit.add(.init(url: otherURL)).row, in: folder)
        guard url != otherURL else { return }
        try edit.place(item(edit), in: folder, at: number % 2 == 0 ? .before(sibling) : .after(sibling))
    }

    private func publish(_ edit: Edit) throws {
        let take = TakeRecord(role: .builder, reviewer: "Builder", score: number % 101, stance: .ship, rationale: word)
        let release = ReleaseRecord(slug: "1", name: word, pricingText: "$\(number)/mo", takes: [take])
        let tool = ToolRecord(slug: "t\(number % 2)", name: word, releases: [release])
        _ = try edit.take(CatalogueDocument(tools: [tool]), overwrite: number % 3 == 0)
    }
}
