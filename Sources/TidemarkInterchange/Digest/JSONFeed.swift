package import Foundation
import TidemarkLibrary

/// A digest as a JSON Feed (version 1.1, jsonfeed.org).
package struct JSONFeed: Codable, Sendable, Equatable {
    package struct Author: Codable, Sendable, Equatable {
        package var name: String
    }

    package struct Item: Codable, Sendable, Equatable {
        private enum CodingKeys: String, CodingKey {
            case id, title, tags
            case externalURL = "external_url"
            case contentHTML = "content_html"
            case datePublished = "date_published"
        }

        package var id: String
        package var externalURL: String?
        package var title: String
        package var contentHTML: String
        /// RFC 3339.
        package var datePublished: String
        package var tags: [String]
    }

    package var version = "https://jsonfeed.org/version/1.1"
    package var title: String
    package var description: String
    package var authors = [Author(name: "Tidemark")]
    package var language = "en"
    package var items: [Item]

    package init(_ feed: DigestFeed) {
        let digest = feed.digest
        title = digest.title
        description = digest.isEmpty ? digest.summary : digest.periodLabel
        items = feed.events.map { event in
            Item(
                id: feed.id(of: event),
                externalURL: digest.websites[event.reference].flatMap { HTMLText.link($0) == nil ? nil : $0 },
                title: feed.title(of: event), contentHTML: DigestHTML.fragment(event),
                datePublished: Moment.text(event.at), tags: [event.kind.rawValue])
        }
    }

    /// UTF-8, keys sorted: the same digest gives the same bytes.
    package func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }
}
