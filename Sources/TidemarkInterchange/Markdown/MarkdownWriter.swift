package import TidemarkLibrary

/// Writes bookmarks as a Markdown document (CommonMark), a heading for each folder that holds some, for people to read
/// and to paste elsewhere.
package struct MarkdownWriter {
    /// CommonMark has no deeper ones; folders below are named by their path from there.
    private static let maximumHeading = 6

    private var output = ""

    private init() {}

    package static func write(_ tree: BookmarkTree) -> [UInt8] {
        var writer = MarkdownWriter()
        writer.output = "# \(escaped(tree.name))\n"
        writer.put(tree, level: 1, path: [])
        return Array(writer.output.utf8)
    }

    private mutating func put(_ tree: BookmarkTree, level: Int, path: [String]) {
        if !tree.note.isEmpty { output += "\n" + Self.paragraphs(tree.note, indent: "") + "\n" }
        var isList = false
        // Bookmarks first: what stood behind a folder's heading would seem to be in that folder.
        for case .bookmark(let bookmark) in tree.children {
            if !isList { output += "\n" }
            isList = true
            put(bookmark)
        }
        for case .folder(let folder) in tree.children {
            let isDeep = level >= Self.maximumHeading
            let names = isDeep ? path + [folder.name] : [folder.name]
            let heading = String(repeating: "#", count: min(level + 1, Self.maximumHeading))
            output += "\n\(heading) \(names.map(Self.escaped).joined(separator: " / "))\n"
            put(folder, level: level + 1, path: names)
        }
    }

    private mutating func put(_ bookmark: BookmarkRecord) {
        let title = bookmark.title.isEmpty ? bookmark.url : bookmark.title
        output += "- [\(Self.escaped(title))](\(Self.destination(bookmark.url)))"
        if !bookmark.tags.isEmpty { output += " " + bookmark.tags.map { "`\(Self.code($0))`" }.joined(separator: " ") }
        output += "\n"
        if !bookmark.note.isEmpty { output += "\n" + Self.paragraphs(bookmark.note, indent: "  ") + "\n\n" }
    }

    // MARK: Escapes

    /// CommonMark 0.31.2, 2.4: what could begin markup gets a backslash; line ends become spaces.
    private static func escaped(_ text: String) -> String {
        var output = ""
        for character in text {
            if character.isNewline {
                output.append(" ")
            } else {
                if "\\`*_[]<>&#|~!".contains(character) { output.append("\\") }
                output.append(character)
            }
        }
        return output
    }

    /// Line by line, so that a list in a note cannot end the list that it stands in.
    private static func paragraphs(_ text: String, indent: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            let line = line.trimmed
            guard let first = line.first else { return "" }
            let isMarker = "-+=".contains(first) || first.isNumber
            let escaped = isMarker && !first.isNumber ? "\\" + escaped(line) : escaped(line)
            return indent + (first.isNumber ? numbered(escaped) : escaped)
        }.joined(separator: "\n")
    }

    /// "1." at the beginning would be a list.
    private static func numbered(_ line: String) -> String {
        guard let end = line.firstIndex(where: { !$0.isNumber }), line[end] == "." || line[end] == ")" else {
            return line
        }
        return line[..<end] + "\\" + line[end...]
    }

    /// In angle brackets, which an address without them ends.
    private static func destination(_ url: String) -> String {
        "<"
            + url.replacing("\\", with: "%5C").replacing("<", with: "%3C").replacing(">", with: "%3E")
            .replacing("\n", with: "") + ">"
    }

    private static func code(_ text: String) -> String { text.replacing("`", with: "'") }
}
