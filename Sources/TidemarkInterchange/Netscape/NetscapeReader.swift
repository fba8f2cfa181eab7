package import TidemarkLibrary

/// Reads bookmark files in the Netscape format, as browsers and bookmark services write it, while they arrive.
///
/// There is no specification; the nearest is Microsoft's "Netscape Bookmark File Format". Understood are: any case
/// of tags; missing document type, `p`, end tags and `DL` paragraphs; descriptions (`DD`) of several lines for
/// bookmarks and folders; entities; UTF-8 with or without byte order mark, Windows-1252 and ISO 8859-1; dates in
/// seconds, milliseconds, microseconds and nanoseconds; `TAGS`, `PRIVATE`, `TOREAD`; linkding's notes and archived
/// mark; Raindrop's `DATA-IMPORTANT`. Icons, keywords and separators are skipped.
///
/// Holds one element and the names of the open folders, whatever the size of the file: attributes that are not
/// used are never kept. Malformed input never fails; an element that cannot be taken over is a refused record.
package struct NetscapeReader: RecordReader {
    /// Deeper folders are laid into the one at this depth: no person nests so far, and every record carries its path.
    package static let maximumDepth = 100
    /// Longer titles are cut, and said to be.
    package static let maximumTitle = 16_384
    /// Longer notes are cut, and said to be.
    package static let maximumNote = 1_048_576

    static let wantedAttributes: Set<String> = [
        "href", "add_date", "last_modified", "tags", "private", "toread", "data-important", "data-archived", "charset",
        "content",
    ]

    /// A bookmark whose title or note may still follow.
    struct PendingBookmark {
        var record: BookmarkRecord
        /// Why it is refused, if it is.
        var refusal: String?
    }

    /// Where text goes.
    enum Capture {
        case nowhere, title, note
    }

    var tokenizer = MarkupTokenizer(wanted: wantedAttributes)
    var text = MarkupText()
    /// Paths of the open folders, the root first; never empty.
    var folders: [[String]] = [[]]
    /// Open lists beyond `maximumDepth`.
    var excessDepth = 0
    var hasReportedDepth = false
    var hasReportedCharacterSet = false
    var bookmark: PendingBookmark?
    /// A folder whose list has not begun yet. Its path's last component is its name.
    var folder: FolderRecord?
    var capture = Capture.nowhere
    var captured: [UInt8] = []
    var isCut = false
    var output: [ImportRecord] = []
    /// The first bytes, until there are enough to tell a byte order mark.
    private var head: [UInt8]? = []
    private var isUTF16 = false

    package init() {}

    /// Takes the next bytes of the file and returns the records that they complete, in the order of the file.
    package mutating func feed(_ bytes: some Collection<UInt8>) -> [ImportRecord] {
        if head != nil {
            beginning(Array(bytes))
        } else if bytes.withContiguousStorageIfAvailable({ consume($0) }) == nil {
            consume(Array(bytes))
        }
        return takeOutput()
    }

    /// Ends the file and returns the records that were still open.
    package mutating func finish() -> [ImportRecord] {
        if let head {
            self.head = nil
            consume(head)
        }
        endCapture()
        flush()
        if let unfinished = tokenizer.unfinished {
            refuse(
                line: tokenizer.unfinishedLine,
                reason: "The file ends inside of this \(unfinished): what follows it is not read. Check that the file "
                    + "is complete.")
        }
        return takeOutput()
    }

    /// The records of a whole file.
    package static func read(_ bytes: some Collection<UInt8>) -> [ImportRecord] {
        var reader = NetscapeReader()
        return reader.records(of: bytes)
    }

    /// Whether a file that begins with `prefix` looks like one of this format.
    package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
        let start = String(decoding: prefix.prefix(4096), as: UTF8.self).lowercased()
        return start.contains("<!doctype netscape-bookmark-file")
            || (start.contains("<dl") && (start.contains("<dt") || start.contains("<a ")))
    }

    // MARK: Bytes

    private mutating func takeOutput() -> [ImportRecord] {
        defer { output = [] }
        return output
    }

    /// Looks at the byte order mark.
    private mutating func beginning(_ bytes: [UInt8]) {
        let start = (head ?? []) + bytes
        guard start.count >= 3 else {
            head = start
            return
        }
        head = nil
        if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
            isUTF16 = true
            refuse(line: 1, reason: "The file is UTF-16 text: save it as UTF-8 and import it again.")
        }
        consume(start.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(start[3...]) : start)
    }

    private mutating func consume(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { consume($0) }
    }

    private mutating func consume(_ chunk: UnsafeBufferPointer<UInt8>) {
        guard !isUTF16 else { return }
        var index = 0
        while let event = tokenizer.next(in: chunk, at: &index) {
            switch event {
            case .text(let range): keep(chunk[range])
            case .literal(let bytes): keep(bytes)
            case .tag(let tag):
                if tag.isClosing { close(tag) } else { open(tag) }
            }
        }
    }

    mutating func keep(_ bytes: some Collection<UInt8>) {
        let limit: Int
        switch capture {
        case .nowhere: return
        case .title: limit = Self.maximumTitle
        case .note: limit = Self.maximumNote
        }
        guard !isCut else { return }
        // One byte more than the limit tells that there is more, and where a character ends.
        captured.append(contentsOf: bytes.prefix(limit + 1 - captured.count))
        if captured.count > limit {
            MarkupText.cut(&captured, to: limit)
            isCut = true
        }
    }

    mutating func refuse(line: Int, reason: String, text: String = "") {
        output.append(.refusing(line: line, reason: reason, text: text))
    }
}
