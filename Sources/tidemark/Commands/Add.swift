import ArgumentParser
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

struct AddCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Collect an address.",
        discussion: """
            An address that is there already is not doubled: tags, note and folder are added to it. One from the trash comes \
            back. "-" reads addresses from standard input, one a line.
            """)

    @Argument(help: "The address, or \"-\".")
    var url: String

    @Option(help: "The title.")
    var title: String?

    @Option(name: .customLong("tag"), help: ArgumentHelp("A tag; may be repeated.", valueName: "tag"))
    var tags: [String] = []

    @Option(help: ArgumentHelp("The folder; made where it is missing.", valueName: "folder"))
    var folder: FolderPath?

    @Option(help: "A note; it goes behind one that is there.")
    var note: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.add/0"
        var bookmarks: [Line] = []
        var refused: [Refusal] = []

        struct Line: Encodable {
            let id: String
            let url: String
            let outcome: Edit.Collected.Outcome
            let added: [String]
        }

        struct Refusal: Encodable {
            let line: Int?
            let url: String
            let reason: String
        }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let tags = try tags.map(Tag.checked)
        let path = folder?.names
        let isList = url == "-"
        if isList, title != nil { throw CommandFailure(.usage, "--title needs one address, not a list of them.") }
        let urls =
            isList
            ? try Input.text().split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
            : [url]
        let report = try replica.edit(.shelf, label: "add") { [title, note] edit in
            var report = Report()
            for (index, url) in urls.enumerated() where !isList || !url.allSatisfy(\.isWhitespace) {
                do {
                    let new = Edit.NewItem(url: url, title: title, tags: tags, note: note)
                    let collected = try edit.collect(new, folder: path)
                    report.bookmarks.append(
                        .init(
                            id: collected.row.description, url: url, outcome: collected.outcome, added: collected.added)
                    )
                } catch let refusal as AddressRefusal where isList {
                    // One bad line does not stop the others.
                    report.refused.append(.init(line: index + 1, url: url, reason: refusal.description))
                }
            }
            return report
        }
        if console.isJSON {
            try console.print(json: report)
        } else {
            for line in report.bookmarks { try console.print("\(line.id.prefix(8))  \(Self.words(line))") }
        }
        for refusal in report.refused {
            console.complain("tidemark: line \(refusal.line ?? 1), \(refusal.url.prefix(80)): \(refusal.reason)\n")
        }
        if !report.refused.isEmpty {
            try console.flush()
            throw ExitCode(ExitStatus.failed.rawValue)
        }
    }

    private static func words(_ line: Report.Line) -> String {
        switch line.outcome {
        case .new: "added"
        case .restored: "restored from the trash" + (line.added.isEmpty ? "" : ", with \(list(line.added))")
        case .updated: "was there; added \(list(line.added))"
        case .unchanged: "was there already"
        }
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
