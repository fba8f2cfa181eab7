/// What an importer makes of one element of its source, in the order of the source.
///
/// A folder comes before what it holds.
package enum ImportRecord: Sendable, Hashable {
    case folder(FolderRecord)
    case bookmark(BookmarkRecord)
    /// An element that cannot be taken over. `reason` is a sentence for the report, `text` the element's address
    /// or title, shortened.
    case refused(line: Int, reason: String, text: String)
    /// An element that is understood and left out, for the reason given: pages' contents, separators, feeds.
    case skipped(line: Int, reason: String, text: String)

    /// Bounds what a refused element repeats of its source: enough to recognise it, small enough for a report.
    package static let maximumRefusedText = 300

    /// A refusal with `text` cut to `maximumRefusedText` characters.
    package static func refusing(line: Int, reason: String, text: String) -> ImportRecord {
        .refused(line: line, reason: reason, text: String(text.prefix(maximumRefusedText)))
    }

    /// The same for what is left out.
    package static func skipping(line: Int, reason: String, text: String) -> ImportRecord {
        .skipped(line: line, reason: reason, text: String(text.prefix(maximumRefusedText)))
    }
}
