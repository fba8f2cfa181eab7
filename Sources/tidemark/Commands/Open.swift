import ArgumentParser
import Foundation
import TidemarkInterchange
import TidemarkReplica

struct OpenCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Open bookmarks in the browser.",
        discussion: """
            The browser is $BROWSER (command lines separated by colons, the first one that works; %s stands for the address), \
            else the one of the desktop. An address that is none of the web is opened after a question: it starts whatever \
            program has claimed its kind.
            """)

    @Argument(help: "The bookmarks.")
    var items: [String]

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.opened/0"
        let bookmarks: [Opened]

        struct Opened: Encodable {
            let id: String
            let url: String
        }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        var opened: [Report.Opened] = []
        for (row, bookmark) in try items.map({ try replica.find(item: $0) }) {
            let url = bookmark.url.trimmingCharacters(in: .whitespacesAndNewlines)
            let scheme = url.prefix { $0 != ":" }.lowercased()
            if scheme != "https", scheme != "http" { try Question.confirm("Open \(url)", console) }
            try Browser.open(url)
            try replica.edit(.shelf, label: "open") { try $0.countOpening(item: row) }
            opened.append(.init(id: bookmark.id, url: url))
            if !console.isJSON { try console.print("\(bookmark.shortID)  opened \(CellText.line(url))") }
        }
        if console.isJSON { try console.print(json: Report(bookmarks: opened)) }
    }
}
