import ArgumentParser
import Foundation
import TidemarkInterchange
import TidemarkReplica

struct NoteCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "note",
        abstract: "Print a bookmark's note, or write it.",
        discussion: """
            Without TEXT the note is printed, unless something is piped in: that is written. An empty TEXT takes the note \
            away; an empty pipe does not. --edit opens it in $VISUAL or $EDITOR.
            """)

    @Argument(help: "The bookmark.")
    var item: String

    @Argument(help: "The note, or \"-\" for standard input.")
    var text: String?

    @Flag(help: "Put the text behind the note that is there.")
    var append = false

    @Flag(help: "Write it in $VISUAL or $EDITOR.")
    var edit = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Document: Encodable {
        let schema = "tidemark.note/0"
        let id: String
        let note: String
    }

    func validate() throws {
        if edit, text != nil || append { throw ValidationError("--edit takes neither a text nor --append.") }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        if edit { return try editNote(replica, console) }
        guard let text = try newText() else {
            let bookmark = try replica.find(item: item).bookmark
            if console.isJSON { return try console.print(json: Document(id: bookmark.id, note: bookmark.note)) }
            if bookmark.note.isEmpty { return console.say("\(bookmark.shortID) has no note.") }
            return try console.print(Terminal.isTerminal(1) ? CellText.clean(bookmark.note) : bookmark.note)
        }
        let (row, _) = try replica.find(living: item)
        let isChanged = try replica.edit(.shelf, label: "note") { [append] edit in
            append ? try edit.appendNote(item: row, text) : try edit.writeNote(item: row, text)
        }
        try ChangeReport(row, isChanged ? ["note"] : []).print(to: console)
    }

    private func editNote(_ replica: Replica, _ console: Console) throws {
        let (row, bookmark) = try replica.find(living: item)
        let before = bookmark.note
        let isChanged = try Editor.edit(before.isEmpty ? "" : before + "\n", name: "note.md") { text in
            let note = text.trimmingCharacters(in: .newlines)
            return try replica.edit(.shelf, label: "note") { try $0.reviseNote(item: row, from: before, to: note) }
        }
        try ChangeReport(row, isChanged ? ["note"] : []).print(to: console)
    }

    /// What is to be written; nil to print.
    private func newText() throws -> String? {
        if let text, text != "-" { return text }
        guard text == "-" || Terminal.hasPipedInput else { return nil }
        let input = try Input.text().trimmingCharacters(in: .newlines)
        return text == nil && input.isEmpty ? nil : input
    }
}
