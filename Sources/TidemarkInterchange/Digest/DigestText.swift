package import TidemarkLibrary

/// A digest as plain text.
package struct DigestText {
    /// Longer takes are for the comparison page.
    private static let maximumDetailLines = 4

    private let width: Int
    private let usesBold: Bool

    /// - Parameters:
    ///   - width: cells of a line; 72 suits mail.
    ///   - usesBold: whether control sequences for heads are written.
    package init(width: Int = 72, usesBold: Bool = false) {
        self.width = max(width, 30)
        self.usesBold = usesBold
    }

    /// Lines with line feeds.
    package func render(_ digest: Digest) -> String {
        var lines = wrapped(digest.title).map(bold) + [digest.periodLabel]
        if digest.isEmpty { return (lines + ["", digest.summary]).joined(separator: "\n") + "\n" }
        for section in Digest.Section.allCases {
            let events = digest.highlights(in: section)
            guard !events.isEmpty else { continue }
            lines += ["", bold(section.title)]
            for event in events { lines += self.lines(of: event) }
        }
        if !digest.matches.isEmpty {
            lines += ["", bold("Among your bookmarks")]
            for match in digest.matches {
                lines += wrapped("- \(match.toolName): \(match.bookmark.shownTitle)", indent: "  ")
                lines += ["  \(TerminalText.clean(match.bookmark.url))"]
            }
        }
        if digest.newBookmarkCount > 0 {
            lines += ["", bold("New bookmarks: \(digest.newBookmarkCount)")]
            for bookmark in digest.newBookmarks {
                lines += wrapped("- \(bookmark.shownTitle)", indent: "  ")
                if !bookmark.title.isEmpty { lines += ["  \(TerminalText.clean(bookmark.url))"] }
            }
            let more = digest.newBookmarkCount - digest.newBookmarks.count
            if more > 0 { lines.append("  and \(more) more") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of event: TimelineEvent) -> [String] {
        var lines = wrapped("- \(Day(containing: event.at)) \(event.releaseName): \(event.title)", indent: "  ")
        let all = ProseBlock.lines(of: TerminalText.clean(event.detail), width: width - 4).filter { !$0.isEmpty }
        lines += all.prefix(Self.maximumDetailLines).map { "    " + $0 }
        if all.count > Self.maximumDetailLines { lines.append("    …") }
        return lines
    }

    private func wrapped(_ text: String, indent: String = "") -> [String] {
        let lines = TextWrap.lines(TerminalText.clean(text), width: width - indent.count)
        return lines.enumerated().map { $0.offset == 0 ? $0.element : indent + $0.element }
    }

    private func bold(_ text: String) -> String { usesBold ? TableStyle.bold.apply(to: text) : text }
}
