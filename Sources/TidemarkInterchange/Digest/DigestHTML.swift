package import TidemarkLibrary

/// A digest as one HTML file that loads nothing.
package enum DigestHTML {
    package static func render(_ digest: Digest) -> String {
        let title = HTMLText.escape(digest.title)
        var output = HTMLPage.head(title: digest.title, style: "body { max-width: 44rem; }\n")
        output += """
            <body>
            <header><h1>\(title)</h1>
            <p class="dim">\(digest.periodLabel)</p></header>
            <main>

            """
        if digest.isEmpty { output += "<p>\(HTMLText.escape(digest.summary))</p>\n" }
        for section in Digest.Section.allCases {
            let events = digest.highlights(in: section)
            output += list(section.title, events.map { entry($0, website: digest.websites[$0.reference]) })
        }
        output += list(
            "Among your bookmarks",
            digest.matches.map { "\(HTMLText.escape($0.toolName)): \(link($0.bookmark.shownTitle, $0.bookmark.url))" })
        let new = digest.newBookmarks.map { link($0.shownTitle, $0.url) }
        let more = digest.newBookmarkCount - new.count
        output += list("New bookmarks: \(digest.newBookmarkCount)", new + (more > 0 ? ["and \(more) more"] : []))
        return output + "</main>\n</body>\n</html>\n"
    }

    /// Empty for an empty list.
    private static func list(_ title: String, _ entries: [String]) -> String {
        guard !entries.isEmpty else { return "" }
        let items = entries.map { "<li>\($0)</li>\n" }.joined()
        return "<section>\n<h2>\(HTMLText.escape(title))</h2>\n<ul>\n\(items)</ul>\n</section>\n"
    }

    private static func entry(_ event: TimelineEvent, website: String?) -> String {
        let name = website.map { link(event.releaseName, $0) } ?? HTMLText.escape(event.releaseName)
        let day = "<span class=\"dim\">\(Day(containing: event.at))</span>"
        return "\(day) \(name): <strong>\(HTMLText.escape(event.title))</strong>\(detail(event))"
    }

    private static func detail(_ event: TimelineEvent) -> String {
        event.detail.isEmpty ? "" : "<div class=\"prose\">\(HTMLText.paragraphs(event.detail))</div>"
    }

    private static func link(_ text: String, _ address: String) -> String {
        guard let link = HTMLText.link(address) else { return HTMLText.escape(text) }
        return "<a href=\"\(link)\" rel=\"noreferrer\">\(HTMLText.escape(text))</a>"
    }

    /// An event's contents for feeds.
    static func fragment(_ event: TimelineEvent) -> String {
        "<p><strong>\(HTMLText.escape(event.title))</strong></p>\(HTMLText.paragraphs(event.detail))"
    }
}
