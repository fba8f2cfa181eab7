import TidemarkLibrary

/// A digest as an Atom feed (RFC 4287). Entries keep their ids in every period that holds them.
package enum AtomFeed {
    package static func render(_ feed: DigestFeed) -> String {
        let digest = feed.digest
        // An empty feed was last changed when it began to be empty, as far as anybody knows.
        let updated = digest.events.map(\.at).max() ?? digest.start
        var output = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom">
              <id>\(feed.id)</id>
              <title>\(HTMLText.escape(digest.title))</title>
              <subtitle>\(HTMLText.escape(digest.isEmpty ? digest.summary : digest.periodLabel))</subtitle>
              <updated>\(Moment.text(updated))</updated>
              <author><name>Tidemark</name></author>

            """
        for event in feed.events {
            output += """
                  <entry>
                    <id>\(feed.id(of: event))</id>
                    <title>\(HTMLText.escape(feed.title(of: event)))</title>
                    <updated>\(Moment.text(event.at))</updated>
                    <category term="\(event.kind.rawValue)"/>
                    <content type="html">\(HTMLText.escape(DigestHTML.fragment(event)))</content>

                """
            if let website = digest.websites[event.reference], let link = HTMLText.link(website) {
                output += "    <link rel=\"alternate\" href=\"\(link)\"/>\n"
            }
            output += "  </entry>\n"
        }
        return output + "</feed>\n"
    }
}
