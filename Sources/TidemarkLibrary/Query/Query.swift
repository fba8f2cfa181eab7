/// What somebody looks for among bookmarks: the tree that `QueryParser` makes of a text.
///
/// A pure value: folders are names and dates are written as people wrote them, until a replica resolves both.
package indirect enum Query: Hashable, Sendable {
    /// No condition at all.
    case everything
    case all([Query])
    case any([Query])
    case not(Query)
    case text(QueryText)
    /// A tag without regard to the case of ASCII letters; or all that begin so.
    case tag(String, isPrefix: Bool)
    case folder(QueryFolder)
    /// A host with all hosts below it, in the normal form of `AddressNormalizer`.
    case site(String)
    case state(QueryState)
    case date(QueryDate, QueryDate.Relation)

    /// Whether the trash is spoken of: only then does a query reach what is in it.
    package var mentionsTrash: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains(where: \.mentionsTrash)
        case .not(let part): part.mentionsTrash
        case .state(let state): state == .trashed
        case .everything, .text, .tag, .folder, .site, .date: false
        }
    }
}

/// Words that stand beside each other in one bookmark.
package struct QueryText: Hashable, Sendable {
    package enum Column: String, Hashable, Sendable, CaseIterable {
        case title
        case url
        case note
        case tags
    }

    /// Nil for all of them.
    package let column: Column?
    /// Holds a letter or a digit.
    package let text: String
    /// Whether the last word may be the beginning of one.
    package var isPrefix: Bool

    package init(_ text: String, in column: Column? = nil, isPrefix: Bool = false) {
        self.column = column
        self.text = text
        self.isPrefix = isPrefix
    }
}

/// A folder by the names on the way to it, with everything below it; the empty path is the top level alone.
package struct QueryFolder: Hashable, Sendable {
    package let names: [String]
    /// Where it stands in the query.
    package let place: Range<Int>

    package init(names: [String], place: Range<Int>) {
        self.names = names
        self.place = place
    }
}

/// What can be said of a bookmark with `is:`.
package enum QueryState: String, Hashable, Sendable, CaseIterable {
    case unread, read, favourite, archived, trashed, untagged, unfiled, conflict, rescued, held
}
