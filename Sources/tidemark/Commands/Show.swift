import ArgumentParser
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct ShowCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show all that is known of a bookmark.")

    @Argument(help: "The bookmark.")
    var item: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Document: Encodable {
        let schema = "tidemark.bookmark/0"
        let bookmark: Bookmark
        let conflicts: [Conflict]
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let (row, bookmark) = try replica.find(item: item)
        let conflicts = try replica.conflicts(of: row, kind: .item)
        if console.isJSON { return try console.print(json: Document(bookmark: bookmark, conflicts: conflicts)) }
        let width = Terminal.isTerminal(1) ? max(Terminal.width - Self.labelWidth, 20) : Int.max
        func line(_ label: String, _ value: String, style: String? = nil) throws {
            let lines = CellText.wrapped(value, width: width)
            for (index, text) in lines.enumerated() {
                let head = CellText.fitted(index == 0 ? label : "", to: Self.labelWidth)
                let shown = style.map { console.styled(text, $0) } ?? text
                try console.print(text.isEmpty ? "" : console.dim(head) + shown)
            }
        }
        try line("Title", bookmark.title.isEmpty ? "(none)" : bookmark.title, style: "1")
        try line("Address", bookmark.url)
        try line("Id", bookmark.id)
        let folders = bookmark.folders.map { $0.isEmpty ? "/ (the top level)" : FolderPath($0).text }
        try line("Folders", folders.isEmpty ? "none (unfiled)" : folders.joined(separator: "\n"))
        if !bookmark.tags.isEmpty { try line("Tags", bookmark.tags.joined(separator: ", "), style: "36") }
        try line("Added", bookmark.addedAt.map(LocalTime.text) ?? "unknown")
        if bookmark.opens > 0 { try line("Opened", Plural.of(bookmark.opens, "time")) }
        let states = Self.states(of: bookmark)
        if !states.isEmpty { try line("State", states.joined(separator: ", ")) }
        if !bookmark.note.isEmpty { try line("Note", bookmark.note) }
        for conflict in conflicts { try line("Conflict", Self.words(conflict), style: "33") }
    }

    private static let labelWidth = 10

    private static func states(of bookmark: Bookmark) -> [String] {
        var states: [String] = []
        if bookmark.trashed { states.append("in the trash") }
        if bookmark.unread { states.append("unread") }
        if bookmark.favourite { states.append("favourite") }
        if bookmark.archived { states.append("archived") }
        if bookmark.rescued { states.append("kept out of a trashed folder, because it was changed meanwhile") }
        return states
    }

    static func words(_ conflict: Conflict) -> String {
        let author = "\(conflict.device ?? "another device"), \(LocalTime.text(conflict.writtenAt))"
        let value = conflict.value.isEmpty ? "nothing" : "\"\(conflict.value)\""
        return "\(conflict.field): \(value) (\(author)) lost against what \(conflict.shownBy ?? "another device") wrote"
    }
}
