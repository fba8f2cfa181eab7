/// What the checks read of `tidemark export --format json`.
struct CrashExport: Decodable {
    struct Bookmark: Decodable {
        let url: String
        let title: String
        let tags: [String]
    }

    let bookmarks: [Bookmark]
}
