import Foundation
import TidemarkReplica

/// A bookmark as a text that a person edits: lines of names and values, and the note below.
struct BookmarkForm: Equatable {
    var title: String?
    var url: String?
    var tags: [String] = []
    var marks: [Edit.Mark: Bool] = [:]
    /// Nil where the line above it is gone: then it is left alone.
    var note: String?

    private static let help = """
        # Title, address, tags (a line each) and states. An empty title takes it away. Lines with # are left out,
        # and an empty file changes nothing. Below the dashes is the note.
        """
    private static let separator = "---"

    init(_ bookmark: Bookmark) {
        title = bookmark.title
        url = bookmark.url
        tags = bookmark.tags
        marks = [.unread: bookmark.unread, .favourite: bookmark.favourite, .archived: bookmark.archived]
        note = bookmark.note
    }

    var text: String {
        var lines = [Self.help, "title: \(title ?? "")", "url: \(url ?? "")"]
        lines += tags.map { "tag: \($0)" }
        lines += Edit.Mark.allCases.map { "\($0.rawValue): \(marks[$0] == true ? "yes" : "no")" }
        lines += [Self.separator + " note", note ?? ""]
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Throws: `CommandFailure` that names the line that makes no sense.
    init(text: String) throws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasSuffix("\r") ? line.dropLast() : line
        }
        for (index, line) in lines.enumerated() {
            if line.hasPrefix(Self.separator) {
                let note = lines[(index + 1)...].joined(separator: "\n")
                self.note = note.trimmingCharacters(in: .newlines)
                break
            }
            if line.hasPrefix("#") || line.allSatisfy(\.isWhitespace) { continue }
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Self.failure(index, line, "it is no name, colon and value.") }
            let value = parts[1].trimmingCharacters(in: .whitespaces)
            try take(parts[0].trimmingCharacters(in: .whitespaces).lowercased(), value, index, line)
        }
    }

    private mutating func take(_ name: String, _ value: String, _ index: Int, _ line: Substring) throws {
        switch name {
        case "title" where title == nil: title = value
        case "url" where url == nil: url = value
        case "title", "url": throw Self.failure(index, line, "there is one above already.")
        case "tag", "tags": if !value.isEmpty { tags.append(try Tag.checked(value)) }
        default:
            guard let mark = Edit.Mark(rawValue: name) else {
                let names = ["title", "url", "tag"] + Edit.Mark.allCases.map(\.rawValue)
                throw Self.failure(index, line, "the names are \(names.joined(separator: ", ")).")
            }
            guard ["yes", "no"].contains(value.lowercased()) else { throw Self.failure(index, line, "say yes or no.") }
            marks[mark] = value.lowercased() == "yes"
        }
    }

    private static func failure(_ index: Int, _ line: Substring, _ reason: String) -> CommandFailure {
        CommandFailure(.failed, "Line \(index + 1), \"\(line.prefix(60))\": \(reason)")
    }
}
