package import TidemarkLibrary

/// Writes bookmark files in the Netscape format, so that every browser reads them, and `NetscapeReader` finds the
/// same records again.
///
/// What the format cannot hold: fractions of a second, dates before 1970, line ends in titles for readers other
/// than ours (they are written as references), and bookmarks without an address. The same tree gives the same
/// bytes.
package struct NetscapeWriter {
    private var output: [UInt8] = []

    private init() {}

    /// The file for `tree`, in UTF-8.
    package static func write(_ tree: BookmarkTree) -> [UInt8] {
        var writer = NetscapeWriter()
        writer.put("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n")
        writer.put("<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n")
        writer.put("<TITLE>")
        writer.putLine(tree.name)
        writer.put("</TITLE>\n<H1>")
        writer.putLine(tree.name)
        writer.put("</H1>\n")
        writer.putList(tree.children, depth: 0)
        return writer.output
    }

    // MARK: Elements

    private mutating func putList(_ children: [BookmarkTree.Child], depth: Int) {
        indent(depth)
        put("<DL><p>\n")
        for child in children {
            switch child {
            case .bookmark(let bookmark): putBookmark(bookmark, depth: depth + 1)
            case .folder(let folder):
                indent(depth + 1)
                put("<DT><H3")
                putDate("ADD_DATE", folder.addedAt)
                put(">")
                putLine(folder.name)
                put("</H3>\n")
                putNote(folder.note, depth: depth + 1)
                putList(folder.children, depth: depth + 1)
            }
        }
        indent(depth)
        put("</DL><p>\n")
    }

    private mutating func putBookmark(_ bookmark: BookmarkRecord, depth: Int) {
        indent(depth)
        put("<DT><A")
        putAttribute("HREF") { $0.putLine(bookmark.url) }
        putDate("ADD_DATE", bookmark.addedAt)
        putDate("LAST_MODIFIED", bookmark.modifiedAt)
        if let isPrivate = bookmark.isPrivate { putAttribute("PRIVATE") { $0.put(isPrivate ? "1" : "0") } }
        if bookmark.unread { putAttribute("TOREAD") { $0.put("1") } }
        if bookmark.favourite { putAttribute("DATA-IMPORTANT") { $0.put("true") } }
        if bookmark.archived { putAttribute("DATA-ARCHIVED") { $0.put("true") } }
        let tags = bookmark.tags.filter { !$0.isEmpty }
        if !tags.isEmpty {
            putAttribute("TAGS") { writer in
                for (index, tag) in tags.enumerated() {
                    if index > 0 { writer.put(",") }
                    writer.putLine(tag, escapesComma: true)
                }
            }
        }
        put(">")
        putLine(bookmark.title)
        put("</A>\n")
        putNote(bookmark.note, depth: depth)
    }

    private mutating func putNote(_ note: String, depth: Int) {
        guard !note.isEmpty else { return }
        indent(depth)
        put("<DD>")
        let bytes = Array(note.utf8)
        let start = bytes.firstIndex { !$0.isMarkupSpace } ?? bytes.count
        let end = (bytes.lastIndex { !$0.isMarkupSpace } ?? -1) + 1
        for (index, byte) in bytes.enumerated() {
            let isEdge = index < start || index >= end
            putByte(byte, asReference: byte == 0x0D || (isEdge && byte.isMarkupSpace))
        }
        put("\n")
    }

    // MARK: Parts

    private mutating func putAttribute(_ name: String, _ value: (inout NetscapeWriter) -> Void) {
        put(" \(name)=\"")
        value(&self)
        put("\"")
    }

    /// Whole seconds since 1970.
    private mutating func putDate(_ name: String, _ milliseconds: Int64?) {
        guard let milliseconds, milliseconds >= 1000 else { return }
        putAttribute(name) { $0.put(String(milliseconds / 1000)) }
    }

    /// A text without line ends. White space that a reader would drop is written as references.
    private mutating func putLine(_ text: String, escapesComma: Bool = false) {
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            let isKeptSpace =
                byte == 0x20 && index > 0 && index + 1 < bytes.count && !bytes[index - 1].isMarkupSpace
                && !bytes[index + 1].isMarkupSpace
            let isReference = (byte.isMarkupSpace && !isKeptSpace) || (escapesComma && byte == 0x2C)
            putByte(byte, asReference: isReference)
        }
    }

    private mutating func putByte(_ byte: UInt8, asReference isReference: Bool) {
        switch byte {
        case _ where isReference: put("&#\(byte);")
        case 0x26: put("&amp;")
        case 0x3C: put("&lt;")
        case 0x3E: put("&gt;")
        case 0x22: put("&quot;")
        default: output.append(byte)
        }
    }

    private mutating func indent(_ depth: Int) {
        output.append(contentsOf: repeatElement(0x20, count: 4 * depth))
    }

    private mutating func put(_ text: String) {
        output.append(contentsOf: text.utf8)
    }
}
