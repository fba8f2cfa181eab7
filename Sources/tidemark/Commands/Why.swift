import ArgumentParser
import TidemarkLibrary
import TidemarkReplica

struct WhyCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say why a field of a bookmark, or a derived value of a release, shows what it shows.",
        discussion: """
            Fields: url, title, note, unread, favourite, archived, private. Values of a release: \
            \(Explanation.Value.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @Argument(help: "The bookmark, or the release.")
    var item: String

    @Argument(help: "The field.")
    var field: String

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private static let fields = ["url", "title", "note", "unread", "favourite", "archived", "private"]

    private struct Document: Encodable {
        let schema = "tidemark.why/0"
        let id: String
        let field: String
        let conflicts: [Conflict]
    }

    func validate() throws {
        guard Self.fields.contains(field) || Explanation.Value(rawValue: field) != nil else {
            throw ValidationError("There is no field '\(field)': choose one of \(Self.fields.joined(separator: ", ")).")
        }
    }

    func perform(_ console: Console) async throws {
        if Explanation.Value(rawValue: field) != nil {
            var release = ToolsCommand.Why()
            (release.release, release.value, release.options) = (item, field, options)
            return try await release.perform(console)
        }
        let replica = try open()
        let (row, bookmark) = try replica.find(item: item)
        let conflicts = try replica.conflicts(of: row, kind: .item).filter { $0.field == field }
        if console.isJSON {
            return try console.print(json: Document(id: bookmark.id, field: field, conflicts: conflicts))
        }
        if conflicts.isEmpty {
            try console.print("Nobody wrote the \(field) at the same time on two devices: the last value is shown.")
        }
        for conflict in conflicts { try console.print(ShowCommand.words(conflict)) }
    }
}
