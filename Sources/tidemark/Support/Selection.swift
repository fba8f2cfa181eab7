import TidemarkCore
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

/// All bookmarks that fit a query, for a command that changes them in one action.
struct Selection {
    /// Enough to see whether the query says what was meant.
    private static let shownBookmarks = 10

    let query: Query
    let text: String
    /// What fitted when it was asked for.
    let rows: [RowID]
    private let shown: [Bookmark]

    var isEmpty: Bool { rows.isEmpty }

    /// - Parameter inTrash: whether the trash is meant, and nothing else.
    /// - Throws: `QueryError`; `CommandFailure` for an empty query, which a script's empty variable makes.
    init(_ text: String, in replica: Replica, inTrash: Bool = false) throws {
        guard !text.allSatisfy(\.isWhitespace) else {
            throw CommandFailure(
                .usage, "An empty --query would be every bookmark; if that is meant, say \"is:read or is:unread\".")
        }
        let parsed = try QueryParser.parse(text)
        // What is in the trash would come back with most changes, without anybody having said so.
        let place: Query = inTrash ? .state(.trashed) : .not(.state(.trashed))
        let query: Query = if case .all(let parts) = parsed { .all(parts + [place]) } else { .all([parsed, place]) }
        self.query = query
        self.text = text
        rows = try replica.items(matching: query, text: text)
        var filter = BookmarkFilter()
        filter.query = query
        filter.queryText = text
        filter.limit = Self.shownBookmarks
        shown = try replica.bookmarks(filter)
    }

    /// Shows what a command is about to change, and asks, unless --yes was given.
    ///
    /// - Parameter deed: what is about to be done, for a question: "Tag 3 bookmarks".
    /// - Throws: `CommandFailure` where the answer is no, or nobody can be asked.
    func confirm(_ deed: String, _ console: Console) throws {
        guard !isEmpty else { return console.say("No bookmark fits.") }
        guard !console.assumesYes else { return }
        for bookmark in shown {
            let title = bookmark.title.isEmpty ? bookmark.url : bookmark.title
            let line = CellText.fitted(
                CellText.line("  \(bookmark.shortID)  \(title)"), to: max(Terminal.width, 40), fills: false)
            console.complain(line + "\n")
        }
        if rows.count > shown.count { console.complain("  ... and \(rows.count - shown.count) more\n") }
        try Question.confirm(deed, console)
    }

    /// "3 bookmarks".
    var count: String { Plural.of(rows.count, "bookmark") }
}

/// What one action did to all bookmarks that fitted a query.
struct BulkReport: Encodable {
    let schema = "tidemark.bulk/0"
    let query: String
    /// Ids of the bookmarks that it changed.
    let changed: [String]
    /// Bookmarks that were so already.
    let unchanged: Int
    /// Ids of bookmarks that it could do nothing about.
    let skipped: [String]

    init(_ selection: Selection, changed: [RowID], skipped: [RowID] = []) {
        query = selection.text
        self.changed = changed.map(\.description)
        self.skipped = skipped.map(\.description)
        unchanged = selection.rows.count - changed.count - skipped.count
    }

    /// - Parameter verb: what was done, in the past: "tagged".
    func print(_ verb: String, to console: Console) throws {
        if console.isJSON { return try console.print(json: self) }
        let rest = unchanged > 0 ? ", \(ProgressBar.grouped(UInt64(unchanged))) needed no change" : ""
        try console.print("\(verb) \(Plural.of(changed.count, "bookmark"))\(rest)")
    }
}
