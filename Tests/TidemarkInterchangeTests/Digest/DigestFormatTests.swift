import Foundation
import FoundationXML
import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct DigestFormatTests {
    private let day: Int64 = 86_400_000

    private func digest(after start: Int64 = 0, through end: Int64 = 1_764_069_141_000) -> Digest {
        let take = TakeRecord(
            role: .pm, reviewer: "PM", score: 40, stance: .skip, rationale: "First.\n\n<b>Second</b> & \"third\" \u{1}."
        )
        let history = CatalogueHistory(revisions: [
            Revision(
                subject: .tool("oak"), publishedAt: day,
                content: .tool(ToolRecord(slug: "oak", name: "Oak", website: "https://oak.example/?a=1&b=2"))),
            Revision(
                subject: .release(tool: "oak", release: "1"), publishedAt: day,
                content: .release(ReleaseRecord(slug: "1", name: "Oak <1> ‒ Größe"))),
            Revision(
                subject: .take(tool: "oak", release: "1", role: .pm, reviewer: "pm"), publishedAt: 2 * day,
                content: .take(take)),
        ])
        let bookmarks = [DigestBookmark(title: "Oak & elm", url: "https://oak.example/x", addedAt: 3 * day)]
        return Digest(catalogue: "Bäume", history: history, bookmarks: bookmarks, after: start, through: end)
    }

    private func feed(after start: Int64 = 0) -> DigestFeed { DigestFeed(digest(after: start), identity: "space") }

    /// Elements of an XML document with their texts, in order; nil where it is none.
    private final class Elements: NSObject, XMLParserDelegate {
        var found: [(name: String, text: String)] = []
        private var open: [Int] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            open.append(found.count)
            found.append((name, attributes["href"] ?? ""))
        }
        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            open.removeLast()
        }
        func parser(_ parser: XMLParser, foundCharacters string: String) {
            if let index = open.last { found[index].text += string }
        }

        func texts(_ name: String) -> [String] { found.filter { $0.name == name }.map(\.text) }
    }

    private func parse(_ xml: String) -> Elements? {
        let (parser, elements) = (XMLParser(data: Data(xml.utf8)), Elements())
        parser.delegate = elements
        return parser.parse() ? elements : nil
    }

    @Test func atomIsWellFormedAndItsIdsStay() throws {
        let atom = try #require(parse(AtomFeed.render(feed())))
        #expect(atom.texts("entry").count == 3)
        #expect(atom.texts("title").first == "Bäume: digest")
        #expect(
            atom.texts("updated") == [
                "1970-01-03T00:00:00Z", "1970-01-03T00:00:00Z", "1970-01-03T00:00:00Z", "1970-01-02T00:00:00Z",
            ])
        #expect(atom.texts("link") == Array(repeating: "https://oak.example/?a=1&b=2", count: 3))
        let content = try #require(atom.texts("content").first { $0.contains("First") })
        #expect(content.contains("<p>&lt;b&gt;Second&lt;/b&gt; &amp; &quot;third&quot; .</p>"))
        let ids = atom.texts("id")
        #expect(
            Set(ids).count == 4
                && ids.allSatisfy {
                    $0.wholeMatch(of: #/urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#)
                        != nil
                })
        // A shorter period has the same entries under the same names.
        let shorter = try #require(parse(AtomFeed.render(feed(after: day)))).texts("id")
        #expect(shorter.count == 3 && Set(shorter).isSubset(of: ids))
    }

    @Test func jsonFeedHasWhatItsVersionAsksFor() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONFeed(feed()).encoded()) as? [String: Any])
        #expect(object["version"] as? String == "https://jsonfeed.org/version/1.1")
        #expect(object["title"] as? String == "Bäume: digest")
        let items = try #require(object["items"] as? [[String: Any]])
        #expect(items.count == 3)
        for item in items {
            #expect(item["id"] is String && item["content_html"] is String && item["date_published"] is String)
        }
    }

    @Test func aMailIsAsciiWithShortLinesAndTwoAlternatives() throws {
        let mail = DigestMail.render(feed())
        #expect(mail.utf8.allSatisfy { $0 < 0x7F })
        let lines = mail.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.contains("\n") })
        let head = lines.prefix { !$0.isEmpty }
        for name in ["From", "To", "Date", "Message-ID", "MIME-Version", "Subject", "Content-Type"] {
            #expect(head.count { $0.hasPrefix(name + ": ") } == 1, "\(name)")
        }
        #expect(head.contains("Date: Tue, 25 Nov 2025 11:12:21 +0000"))
        let boundary = try #require(mail.firstMatch(of: #/boundary="([^"]+)"/#)).output.1
        let parts = mail.components(separatedBy: "--\(boundary)")
        #expect(parts.count == 4 && parts[3] == "--\r\n")
        let contents = try parts[1...2].map { part -> String in
            let body = part.components(separatedBy: "\r\n\r\n").dropFirst().joined()
            let data = try #require(Data(base64Encoded: body.replacing("\r\n", with: "")))
            return String(decoding: data, as: UTF8.self)
        }
        #expect(contents[0].contains("New releases\r\n") && contents[1].contains("<h2>New releases</h2>"))
    }

    @Test func textAndPageTellTheSame() {
        let text = DigestText(width: 60).render(digest())
        #expect(
            text.hasPrefix(
                "Bäume: digest\n1970-01-01 to 2025-11-25\n\nNew releases\n- 1970-01-02 Oak <1> ‒ Größe: New, Skip · 0 ship / 1 skip\n"
            ))
        #expect(text.contains("Among your bookmarks\n- Oak: Oak & elm\n  https://oak.example/x\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 })
        let html = DigestHTML.render(digest())
        #expect(html.contains("Oak &lt;1&gt;") && html.contains("New bookmarks: 1"))
    }

    @Test func anEmptyPeriodIsNoEmptyFile() throws {
        let empty = digest(after: 1_764_069_140_000)
        let feed = DigestFeed(empty, identity: "space")
        #expect(DigestText().render(empty).contains("Nothing happened (2025-11-25)."))
        #expect(DigestHTML.render(empty).contains("Nothing happened"))
        #expect(try #require(parse(AtomFeed.render(feed))).texts("entry").isEmpty)
        #expect(JSONFeed(feed).items.isEmpty && JSONFeed(feed).description.hasPrefix("Nothing happened"))
        #expect(DigestMail.render(feed).hasSuffix("--\r\n"))
    }
}
