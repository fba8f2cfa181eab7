/// Folders and bookmarks in their manual order: what exporters of nested formats write.
///
/// A tree is a folder. The root's own name is the title of the written file, its note and dates are not written.
package struct BookmarkTree: Sendable, Hashable {
    /// One entry of a folder.
    package enum Child: Sendable, Hashable {
        case folder(BookmarkTree)
        /// The record's `folder` is ignored: its place in the tree counts.
        case bookmark(BookmarkRecord)
    }

    package var name: String
    package var note: String
    /// Milliseconds since 1970.
    package var addedAt: Int64?
    package var children: [Child]

    package init(name: String, note: String = "", addedAt: Int64? = nil, children: [Child] = []) {
        self.name = name
        self.note = note
        self.addedAt = addedAt
        self.children = children
    }

    /// The tree that `records` describe; refused elements are left out.
    ///
    /// A folder that is named twice with one path is one folder, at its first place. Folders that only bookmarks
    /// name are made where the first of these bookmarks stands.
    package init(name: String, records: some Sequence<ImportRecord>) {
        self.init(name: name)
        for record in records {
            switch record {
            case .folder(let folder):
                insert(at: folder.path[...]) { tree in
                    if tree.note.isEmpty { tree.note = folder.note }
                    tree.addedAt = tree.addedAt ?? folder.addedAt
                }
            case .bookmark(let bookmark):
                insert(at: bookmark.folder[...]) { $0.children.append(.bookmark(bookmark)) }
            case .refused, .skipped:
                continue
            }
        }
    }

    /// Applies `change` to the folder at `path` below this one, making what is missing. Costs a scan of the
    /// siblings on each level, from the end: files name what they last opened.
    private mutating func insert(at path: ArraySlice<String>, _ change: (inout BookmarkTree) -> Void) {
        guard let first = path.first else {
            change(&self)
            return
        }
        let found = children.lastIndex {
            if case .folder(let folder) = $0 { folder.name == first } else { false }
        }
        let index: Int
        if let found {
            index = found
        } else {
            index = children.count
            children.append(.folder(BookmarkTree(name: first)))
        }
        guard case .folder(var folder) = children[index] else { return }
        // Empties the slot while the folder is changed, so that its children are not copied.
        children[index] = .folder(BookmarkTree(name: first))
        folder.insert(at: path.dropFirst(), change)
        children[index] = .folder(folder)
    }
}
