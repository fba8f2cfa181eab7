import ArgumentParser
import TidemarkInterchange
import TidemarkReplica

struct HistoryCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Tell what was done to a bookmark: when, from which device, and what became of it.",
        discussion: """
            Title, address, note, tags, folders, marks, highlights and the trash, the oldest first. What one device wrote and \
            replaced again before its next sync is not in it. Dates are those of the device that wrote, or of the source that \
            was imported. In a pipe each change is one line: time, device, action, what, field, value, whether it is shown, \
            replaced or lost, and what an edit of a text took away, between tabs.
            """)

    @Argument(help: "The bookmark.")
    var item: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Document: Encodable {
        let schema = "tidemark.history/0"
        let id: String
        let changes: [HistoryEntry]
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let (row, bookmark) = try replica.find(item: item)
        let entries = try replica.history(of: row)
        if console.isJSON { return try console.print(json: Document(id: bookmark.id, changes: entries)) }
        guard Terminal.isTerminal(1) else {
            for entry in entries { try console.print(Self.line(entry)) }
            return
        }
        let width = max(Terminal.width - Self.indent, 20)
        var head = ""
        for entry in entries {
            let next = Self.time(entry) + "  " + Self.name(entry.author)
            if next != head { try console.print(console.dim(next)) }
            head = next
            let style = entry.fate == .lost ? "33" : entry.fate == .replaced ? "2" : nil
            for text in CellText.wrapped(Self.words(entry), width: width) {
                try console.print("  " + (style.map { console.styled(text, $0) } ?? text))
            }
        }
        if entries.contains(where: { $0.fate == .lost }) {
            try console.flush()
            console.say(
                "What lost against a concurrent change can be restored: see `tidemark why \(bookmark.shortID) FIELD`.")
        }
    }

    private static let indent = 2

    private static func time(_ entry: HistoryEntry) -> String { entry.at.map(LocalTime.text) ?? "no date" }

    static func name(_ author: Author) -> String {
        (author.device ?? "an unknown device") + (author.isThisDevice ? " (this device)" : "")
    }

    private static func line(_ entry: HistoryEntry) -> String {
        let folder = entry.folder.map { FolderPath($0).text }
        let fields = [
            entry.at.map(LocalTime.text) ?? "", entry.author.device ?? "", entry.action, entry.change.rawValue,
            entry.field ?? "", entry.value ?? folder ?? "", entry.fate?.rawValue ?? "", entry.removed ?? "",
        ]
        return fields.map(CellText.line).joined(separator: "\t")
    }

    private static func words(_ entry: HistoryEntry) -> String {
        let (field, value) = (entry.field ?? "", entry.value ?? "")
        let folder = entry.folder.map { $0.isEmpty ? "the top level" : FolderPath($0).text } ?? ""
        let text: String
        switch entry.change {
        case .made: text = "made"
        case .set where field == "added_at": text = "added at \(Int64(value).map(LocalTime.text) ?? value)"
        case .set where value == "1" && Self.marks.contains(field): text = "marked \(field)"
        case .set where value == "0" && Self.marks.contains(field): text = "marked not \(field)"
        case .set: text = "\(field): \(value)"
        case .counted where field == "opens": text = value == "1" ? "opened" : "opened \(value) times"
        case .counted: text = "\(field): \(value) more"
        case .cleared: text = "\(field): emptied"
        case .edited: text = "\(field): \(edit(entry))"
        case .tagged: text = field == "tags" ? "tag \"\(value)\" added" : "\(field): \(value)"
        case .untagged: text = field == "tags" ? "tag \"\(value)\" taken away" : "\(field): \(value) taken away"
        case .placed: text = "put into \(folder)"
        case .moved: text = "moved to \(folder)"
        case .reordered: text = "put elsewhere in \(folder)"
        case .removed: text = "taken out of \(folder)"
        case .highlighted: text = "highlighted: \(value)"
        case .trashed where field == "highlight": text = "highlight taken away: \(value)"
        case .restored where field == "highlight": text = "highlight brought back: \(value)"
        case .trashed: text = "moved to the trash"
        case .restored: text = "taken out of the trash"
        case .folderTrashed: text = "its folder \(folder) moved to the trash"
        case .folderRestored: text = "its folder \(folder) taken out of the trash"
        }
        return entry.fate == .lost ? text + " (lost against a concurrent change)" : text
    }

    private static func edit(_ entry: HistoryEntry) -> String {
        switch (entry.value, entry.removed) {
        case (let come?, let gone?): "\"\(come)\" in place of \"\(gone)\""
        case (let come?, nil): "\"\(come)\" added"
        case (nil, let gone?): "\"\(gone)\" taken away"
        case (nil, nil): "white space changed"
        }
    }

    private static let marks: Set<String> = ["unread", "favourite", "archived", "private"]
}
