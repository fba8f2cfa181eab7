import ArgumentParser
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct EditCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a bookmark's title, address or state.",
        discussion: """
            For tags, notes and folders see `tag`, `note` and `mv`; --editor opens all but the folders in $VISUAL or $EDITOR. \
            With --query the states of all bookmarks that fit are changed, in one action: they are shown first, and nothing is \
            changed without a yes.
            """)

    enum ReadState: String, EnumerableFlag {
        case unread
        case read
    }

    @Argument(help: "The bookmark.")
    var item: String?

    @Option(help: "Another title; an empty one takes it away.")
    var title: String?

    @Option(help: "Another address.")
    var url: String?

    @Flag(help: "Whether it is still to be read.")
    var readState: ReadState?

    @Flag(inversion: .prefixedNo, help: "Whether it is a favourite.")
    var favourite: Bool?

    @Flag(inversion: .prefixedNo, help: "Whether it is archived.")
    var archived: Bool?

    @Flag(help: "Change it in $VISUAL or $EDITOR.")
    var editor = false

    @Option(help: ArgumentHelp("All bookmarks that fit; see `tidemark search --help`.", valueName: "query"))
    var query: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        let isChanged = title != nil || url != nil || !marks.isEmpty
        if (item == nil) == (query == nil) { throw ValidationError("Say which bookmark, or which with --query.") }
        if editor {
            if isChanged || query != nil { throw ValidationError("--editor stands alone, with one bookmark.") }
        } else if !isChanged {
            throw ValidationError(
                "Say what to change: --title, --url, --unread, --read, --favourite, --archived, or --editor.")
        }
        if query != nil, title != nil || url != nil {
            throw ValidationError("Titles and addresses are changed one by one, not with --query.")
        }
    }

    private var marks: [(mark: Edit.Mark, isSet: Bool)] {
        let marks: [(Edit.Mark, Bool?)] = [
            (.unread, readState.map { $0 == .unread }), (.favourite, favourite), (.archived, archived),
        ]
        return marks.compactMap { mark, isSet in isSet.map { (mark, $0) } }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        if let query { return try editAll(Selection(query, in: replica), replica, console) }
        let (row, bookmark) = try replica.find(living: item ?? "")
        if editor { return try edit(row, bookmark, replica, console) }
        let marks = marks
        let changed = try replica.edit(.shelf, label: "edit") { [title, url] edit in
            var changed: [String] = []
            if let title, try edit.retitle(item: row, title) { changed.append("title") }
            if let url, try edit.readdress(item: row, url) { changed.append("url") }
            for (mark, isSet) in marks where try edit.mark(item: row, mark, isSet) { changed.append(mark.rawValue) }
            return changed
        }
        try ChangeReport(row, changed).print(to: console)
    }

    private func editAll(_ selection: Selection, _ replica: Replica, _ console: Console) throws {
        let marks = marks
        let words = marks.map { ($0.isSet ? "" : "not ") + $0.mark.rawValue }.joined(separator: ", ")
        try selection.confirm("Mark \(selection.count) as \(words)", console)
        let (query, text, rows) = (selection.query, selection.text, selection.rows)
        let changed = try replica.edit(.shelf, label: "edit") { edit in
            try edit.changing(rows, fitting: query, text: text) { row in
                var isChanged = false
                for (mark, isSet) in marks where try edit.mark(item: row, mark, isSet) { isChanged = true }
                return isChanged
            }
        }
        try BulkReport(selection, changed: changed).print("changed", to: console)
    }

    /// What was changed meanwhile elsewhere stays: only what the person has changed is written.
    private func edit(_ row: RowID, _ bookmark: Bookmark, _ replica: Replica, _ console: Console) throws {
        let before = BookmarkForm(bookmark)
        let changed = try Editor.edit(before.text, name: "bookmark.txt") { text -> [String] in
            guard !text.allSatisfy(\.isWhitespace) else { return [] }
            let after = try BookmarkForm(text: text)
            return try replica.edit(.shelf, label: "edit") { edit in
                var changed: [String] = []
                if let title = after.title, title != before.title, try edit.retitle(item: row, title) {
                    changed.append("title")
                }
                if let url = after.url, url != before.url {
                    do {
                        if try edit.readdress(item: row, url) { changed.append("url") }
                    } catch let refusal as AddressRefusal {
                        throw CommandFailure(.failed, "The address: \(refusal)")
                    }
                }
                var isRetagged = false
                for tag in after.tags where !before.tags.contains(tag) {
                    if try edit.tag(item: row, tag) { isRetagged = true }
                }
                for tag in before.tags where !after.tags.contains(tag) {
                    if try edit.untag(item: row, tag) { isRetagged = true }
                }
                if isRetagged { changed.append("tags") }
                for (mark, isSet) in after.marks.sorted(by: { $0.key.rawValue < $1.key.rawValue })
                where before.marks[mark] != isSet {
                    if try edit.mark(item: row, mark, isSet) { changed.append(mark.rawValue) }
                }
                if let note = after.note, try edit.reviseNote(item: row, from: before.note ?? "", to: note) {
                    changed.append("note")
                }
                return changed
            }
        }
        try ChangeReport(row, changed).print(to: console)
    }
}
