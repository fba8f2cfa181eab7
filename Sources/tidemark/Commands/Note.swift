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
            away; an empty pipe does not.
            """)

    @Argument(help: "The bookmark.")
    var item: String

    @Argument(help: "The note, or \"-\" for standard input.")
    var text: String?

    @Flag(help: "Put the text behind the note that is there.")
    var append = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Document: Encodable {
        let schema = "tidemark.note/0"
        let id: String
        let note: String
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
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

    /// What is to be written; nil to print.
    private func newText() throws -> String? {
        if let text, text != "-" { return text }
        guard text == "-" || Terminal.hasPipedInput else { return nil }
        let input = try Input.text().trimmingCharacters(in: .newlines)
        return text == nil && input.isEmpty ? nil : input
    }
}
