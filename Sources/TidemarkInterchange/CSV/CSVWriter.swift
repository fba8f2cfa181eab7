import TidemarkLibrary
package import TidemarkReplica

/// Writes bookmarks as a table (RFC 4180, UTF-8), one row for each folder that shows a bookmark; `CSVReader` reads it
/// again. The trash, highlights and empty folders stay out: a table has no place for them.
package enum CSVWriter {
    private static let header = [
        "url", "title", "note", "tags", "folder", "added", "unread", "favourite", "archived", "private", "progress",
    ]

    package static func write(_ entries: [ShelfEntry]) -> [UInt8] {
        var output: [UInt8] = []
        put(header, into: &output)
        for entry in entries where !entry.trashed {
            for folder in entry.folders.isEmpty ? [[]] : entry.folders {
                put(
                    [
                        entry.url, entry.title, entry.note, tags(entry.tags), FolderPathText.text(folder),
                        entry.addedAt.map(Moment.text) ?? "", String(entry.unread), String(entry.favourite),
                        String(entry.archived), entry.private.map { String($0) } ?? "",
                        entry.progress.map { String($0) } ?? "",
                    ], into: &output)
            }
        }
        return output
    }

    /// Words between commas; a list in brackets where a tag holds what would be read otherwise.
    private static func tags(_ tags: [String]) -> String {
        let isPlain = tags.allSatisfy { tag in !tag.contains(where: { ",\"'[]\\".contains($0) }) && tag == tag.trimmed }
        if isPlain { return tags.joined(separator: ",") }
        let quoted = tags.map { "\"" + $0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }
        return "[" + quoted.joined(separator: ",") + "]"
    }

    private static func put(_ fields: [String], into output: inout [UInt8]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { output.append(0x2C) }
            let needsQuotes = field.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == 0x3B }
            if needsQuotes {
                output.append(0x22)
                output += field.replacing("\"", with: "\"\"").utf8
                output.append(0x22)
            } else {
                output += field.utf8
            }
        }
        output += [0x0D, 0x0A]
    }
}
