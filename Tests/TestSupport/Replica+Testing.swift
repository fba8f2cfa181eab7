package import TidemarkCore
package import TidemarkLibrary
package import TidemarkReplica

/// Short words for what tests do all the time.
extension Replica {
    @discardableResult
    package func add(_ url: String, title: String? = nil, tags: [String] = [], folder: [String]? = nil) throws -> RowID
    {
        try edit(.shelf) { edit in
            let row = try edit.add(.init(url: url, title: title, tags: tags)).row
            if let folder { try edit.place(row, in: edit.folder(at: folder)) }
            return row
        }
    }

    package func retitle(_ row: RowID, _ title: String) throws {
        try edit(.shelf) { _ = try $0.set(row, .item, .title, .text(title)) }
    }

    package func trash(_ row: RowID, _ kind: Kind = .item) throws { try edit(.shelf) { _ = try $0.trash(row, kind) } }

    package func restore(_ row: RowID, _ kind: Kind = .item) throws {
        try edit(.shelf) { _ = try $0.restore(row, kind) }
    }

    @discardableResult
    package func mkdir(_ path: [String]) throws -> RowID { try edit(.shelf) { try $0.folder(at: path) } }

    /// The visible bookmark of an address.
    package func bookmark(_ url: String) throws -> Bookmark? {
        try bookmarks(BookmarkFilter()).first { $0.url == url }
    }

    package func titles(in folder: [String]) throws -> [String] {
        var filter = BookmarkFilter()
        filter.folder = folder
        return try bookmarks(filter).map(\.title)
    }

    package func trashed() throws -> [Bookmark] {
        var filter = BookmarkFilter()
        filter.trash = true
        return try bookmarks(filter)
    }

    package func importRecords(_ records: [ImportRecord], chunk: Int = 1000) throws -> ImportSession {
        var session = ImportSession(verbose: true)
        for start in stride(from: 0, to: records.count, by: chunk) {
            try take(Array(records[start..<min(start + chunk, records.count)]), &session)
        }
        return session
    }
}
