import Foundation
import GRDB
import TidemarkLibrary

/// A query as SQLite runs it: one full-text expression for what must occur, and conditions on `item i` for the rest.
struct CompiledQuery {
    /// An FTS5 expression on `item_text`; nil where no word must occur.
    private(set) var match: String?
    private(set) var conditions: [String] = []
    private(set) var arguments = StatementArguments()

    private let query: Query
    private let text: String
    private let now: Int64
    private let zone: TimeZone

    /// - Parameter text: the query as typed, for errors.
    /// - Throws: `QueryError` for a folder that is not there.
    init(_ query: Query, text: String, space: Int64, now: Int64, zone: TimeZone, _ db: Database) throws {
        self.query = query
        self.text = text
        self.now = now
        self.zone = zone
        let parts: [Query] = if case .all(let parts) = query { parts } else { [query] }
        let words = parts.compactMap(Self.match)
        if !words.isEmpty { match = words.count == 1 ? words[0] : words.map { "(\($0))" }.joined(separator: " AND ") }
        // The plus keeps SQLite from walking all rows of the space by their ids.
        conditions = ["+i.space = ?", "i.present"]
        arguments = [space]
        conditions.append(query.mentionsTrash ? "(i.trashed = 0 OR i.erased IS NOT 1)" : "i.trashed = 0")
        for part in parts where Self.match(part) == nil {
            if case .everything = part { continue }
            conditions.append(try condition(part, space, db))
        }
    }

    // MARK: Words

    /// A part that full-text search answers alone; nil where something else is asked as well.
    private static func match(_ query: Query) -> String? {
        switch query {
        case .text(let text): return match(text)
        case .all(let parts):
            let positive = parts.filter { if case .not = $0 { false } else { true } }
            let negative = parts.compactMap { if case .not(let part) = $0 { part } else { nil } }
            let (wanted, unwanted) = (positive.compactMap(match), negative.compactMap(match))
            guard !wanted.isEmpty, wanted.count + unwanted.count == parts.count else { return nil }
            let all = wanted.map { "(\($0))" }.joined(separator: " AND ")
            return unwanted.isEmpty
                ? all : "(\(all)) NOT (\(unwanted.map { "(\($0))" }.joined(separator: " OR ")))"
        case .any(let parts):
            let words = parts.compactMap(match)
            return words.count == parts.count ? words.map { "(\($0))" }.joined(separator: " OR ") : nil
        case .everything, .not, .tag, .folder, .site, .state, .date: return nil
        }
    }

    /// A phrase; FTS5 cuts it into words as it does with what it searches.
    private static func match(_ text: QueryText) -> String {
        let phrase = "\"" + text.text.replacing("\"", with: "\"\"") + "\"" + (text.isPrefix ? " *" : "")
        return text.column.map { "\($0.rawValue) : \(phrase)" } ?? phrase
    }

    // MARK: Conditions

    private mutating func condition(_ query: Query, _ space: Int64, _ db: Database) throws -> String {
        switch query {
        case .everything: return "1"
        case .all(let parts): return try join(parts, "AND", space, db)
        case .any(let parts): return try join(parts, "OR", space, db)
        // What is unknown of a bookmark does not hold.
        case .not(let part): return "NOT coalesce(\(try condition(part, space, db)), 0)"
        case .text(let text):
            arguments += [Self.match(text)]
            return "i.id IN (SELECT rowid FROM item_text WHERE item_text MATCH ?)"
        case .tag(let tag, false):
            arguments += [tag]
            return "i.id IN (SELECT item FROM item_tag WHERE tag = ? COLLATE NOCASE)"
        case .tag(let tag, true):
            arguments += [tag, tag + "\u{10FFFF}"]
            return """
                i.id IN (SELECT item FROM item_tag WHERE tag >= ? COLLATE NOCASE AND tag < ? COLLATE NOCASE)
                """
        case .folder(let folder): return try condition(folder, space, db)
        case .site(let site): return condition(site: site)
        case .state(let state): return Self.condition(state)
        case .date(let date, let relation):
            let range = date.milliseconds(now: now, in: zone)
            switch relation {
            case .before:
                arguments += [range.lowerBound]
                return "i.added_at < ?"
            case .after:
                arguments += [range.lowerBound]
                return "i.added_at >= ?"
            case .on:
                arguments += [range.lowerBound, range.upperBound]
                return "(i.added_at >= ? AND i.added_at < ?)"
            }
        }
    }

    private mutating func join(
        _ parts: [Query], _ operation: String, _ space: Int64, _ db: Database
    ) throws -> String {
        "(" + (try parts.map { try condition($0, space, db) }.joined(separator: " \(operation) ")) + ")"
    }

    /// The index over words finds the candidates; the host itself decides.
    private mutating func condition(site: String) -> String {
        // What may be written in letters or in Punycode has no words in common.
        guard site.utf8.allSatisfy({ $0 < 0x80 }), !site.contains("xn--"), site.contains(where: \.isLetter) else {
            arguments += [site]
            return "tidemark_is_on(?, i.url)"
        }
        arguments += [Self.match(QueryText(site, in: .url)), site]
        return "i.id IN (SELECT rowid FROM item_text WHERE item_text MATCH ?) AND tidemark_is_on(?, i.url)"
    }

    private mutating func condition(_ folder: QueryFolder, _ space: Int64, _ db: Database) throws -> String {
        guard let id = try FolderNames.folder(at: folder.names, space: space, db) else {
            throw QueryError(
                "There is no folder \"\(folder.names.joined(separator: "/"))\".", in: text, at: folder.place)
        }
        guard id != 0 else { return "i.id IN (\(FolderNames.shown("= 0")))" }
        arguments += [id, id]
        let below = """
            IN (WITH RECURSIVE below (id) AS (
              VALUES (?) UNION SELECT f.id FROM folder f JOIN below ON f.parent = below.id WHERE f.present AND f.trashed = 0)
            SELECT id FROM below)
            """
        return "i.id IN (\(FolderNames.shown(below)))"
    }

    private static func condition(_ state: QueryState) -> String {
        switch state {
        case .unread: "i.unread = 1"
        case .read: "coalesce(i.unread, 0) = 0"
        case .favourite: "i.favourite = 1"
        case .archived: "i.archived = 1"
        case .trashed: "i.trashed <> 0"
        case .untagged: "i.tags IS NULL"
        case .unfiled:
            "i.id NOT IN (SELECT item FROM placement WHERE present AND trashed = 0 AND item IS NOT NULL)"
        case .conflict: "i.conflicts > 0"
        case .rescued:
            """
            i.id IN (SELECT item FROM placement
              WHERE shown IS NOT folder AND present AND trashed = 0 AND shown IS NOT NULL)
            """
        case .held: "i.held"
        }
    }
}
