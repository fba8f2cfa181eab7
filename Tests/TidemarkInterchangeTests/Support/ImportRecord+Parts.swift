import TidemarkLibrary

extension Array where Element == ImportRecord {
    var bookmarks: [BookmarkRecord] {
        compactMap { if case .bookmark(let record) = $0 { record } else { nil } }
    }

    var folders: [FolderRecord] {
        compactMap { if case .folder(let record) = $0 { record } else { nil } }
    }

    var refusals: [(line: Int, reason: String, text: String)] {
        compactMap { if case .refused(let line, let reason, let text) = $0 { (line, reason, text) } else { nil } }
    }

    var skips: [(line: Int, reason: String, text: String)] {
        compactMap { if case .skipped(let line, let reason, let text) = $0 { (line, reason, text) } else { nil } }
    }

    /// The records without their lines, for comparisons across files.
    var withoutLines: [ImportRecord] {
        map { record in
            switch record {
            case .folder(var folder):
                folder.line = 0
                return .folder(folder)
            case .bookmark(var bookmark):
                bookmark.line = 0
                return .bookmark(bookmark)
            case .refused(_, let reason, let text): return .refused(line: 0, reason: reason, text: text)
            case .skipped(_, let reason, let text): return .skipped(line: 0, reason: reason, text: text)
            }
        }
    }
}
