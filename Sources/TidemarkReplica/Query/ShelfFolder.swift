/// A folder as exports of everything state it: what it holds, in manual order.
package struct ShelfFolder: Sendable, Codable {
    package enum Child: Sendable, Codable {
        case folder(ShelfFolder)
        /// The id of a bookmark.
        case bookmark(String)

        private enum Key: String, CodingKey {
            case folder
            case bookmark
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            switch self {
            case .folder(let folder): try container.encode(folder, forKey: .folder)
            case .bookmark(let id): try container.encode(id, forKey: .bookmark)
            }
        }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            if let id = try container.decodeIfPresent(String.self, forKey: .bookmark) {
                self = .bookmark(id)
            } else {
                self = .folder(try container.decode(ShelfFolder.self, forKey: .folder))
            }
        }
    }

    /// Nil for the top level.
    package let id: String?
    package let name: String
    package let note: String
    /// Milliseconds since 1970.
    package let addedAt: Int64?
    package let children: [Child]
}
