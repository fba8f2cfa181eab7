import ArgumentParser
import TidemarkInterchange
import TidemarkReplica

struct WhyCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Say why a field of a bookmark shows what it shows: who wrote it, and what lost against it.",
        discussion: """
            Fields: \(ExplainedField.allCases.map(\.rawValue).joined(separator: ", ")). What lost against a change made at the \
            same time on another device is listed for 90 days, and `tidemark restore ITEM --field FIELD --shadow N` brings it \
            back.
            """)

    @Argument(help: "The bookmark.")
    var item: String

    @Argument(help: "The field.")
    var field: ExplainedField

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Document: Encodable {
        let schema = "tidemark.why/0"
        let id: String
        let report: FieldReport
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let (row, bookmark) = try replica.find(item: item)
        let report = try replica.explain(field, of: row)
        if console.isJSON { return try console.print(json: Document(id: bookmark.id, report: report)) }
        let width = Terminal.isTerminal(1) ? max(Terminal.width - Self.indent.count, 20) : Int.max
        func show(_ text: String, style: String? = nil) throws {
            for line in CellText.wrapped(text, width: width) {
                try console.print(Self.indent + (style.map { console.styled(line, $0) } ?? line))
            }
        }
        let value = Self.shown(report.value, report.field)
        try console.print(console.bold(report.field) + ": " + (value.isEmpty ? "nothing" : CellText.line(value)))
        if report.writes.isEmpty { try show("Nobody has ever \(field == .trash ? "put it there" : "written it").") }
        for (index, write) in report.writes.enumerated() {
            let author = Self.author(write.author, write.at)
            if report.writes.count == 1, report.rule != .addWins {
                try show("written by \(author)")
            } else if report.rule == .mergedText {
                let share = write.value.isEmpty ? "nothing of it is shown" : Self.quoted(write.value)
                try show("\(index == 0 ? "last written" : "written") by \(author): \(share)")
            } else {
                try show("\(Self.quoted(write.value)), by \(author)")
            }
        }
        try show(Self.words(report.rule, field), style: "2")
        for conflict in report.lost {
            try show(ShowCommand.words(conflict), style: "33")
            try show(
                "restore it: tidemark restore \(bookmark.shortID) --field \(report.field) --shadow \(conflict.number)"
                    + " (until \(LocalTime.text(conflict.keptUntil)))", style: "2")
        }
    }

    private static let indent = "  "

    private static func shown(_ value: String, _ field: String) -> String {
        field == "added_at" ? Int64(value).map(LocalTime.text) ?? value : value
    }

    private static func author(_ author: Author, _ at: Int64?) -> String {
        "\(HistoryCommand.name(author)), \(at.map(LocalTime.text) ?? "without a date")"
    }

    private static func quoted(_ text: String) -> String { text.isEmpty ? "nothing" : "\"\(text)\"" }

    private static func words(_ rule: FieldReport.Rule, _ field: ExplainedField) -> String {
        switch (rule, field) {
        case (_, .trash):
            "A bookmark is in the trash while its marks, or those of its folders, cover all that was changed of it."
        case (.lastWrite, .folder): "The last move of each place wins."
        case (.lastWrite, _): "The last write wins."
        case (.smallest, _): "The earliest date wins."
        case (.sum, _): "What each device has counted is added up."
        case (.mergedText, _): "What is edited at the same time is merged, character by character."
        case (.addWins, _): "A tag is there while somebody's adding of it was not taken away."
        }
    }
}

extension ExplainedField: ExpressibleByArgument {}
