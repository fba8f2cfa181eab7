import Foundation

/// Tags as people type them.
enum Tag {
    /// Longer than any word; a tag is none of the places for a text.
    private static let maximumCharacters = 200

    /// - Throws: `CommandFailure` for what cannot be a tag.
    static func checked(_ text: String) throws -> String {
        let tag = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !tag.isEmpty, tag.count <= maximumCharacters, !tag.contains(where: \.isNewline) else {
            throw CommandFailure(
                .usage, "\"\(text.prefix(40))\" is no tag: it has 1 to \(maximumCharacters) characters on one line.")
        }
        return tag
    }
}
