import Testing
import TidemarkLibrary

struct DuplicateFinderTests {
    private func groups(_ bookmarks: [(String, String)]) -> [DuplicateFinder.Group] {
        var finder = DuplicateFinder()
        for (url, title) in bookmarks { finder.add(url: url, title: title) }
        return finder.groups()
    }

    @Test func spellingsOfOneAddressAreOne() {
        let same = [
            "https://example.org/a?x=1", "http://example.org/a/?x=1", "https://www.example.org/a?x=1",
            "https://EXAMPLE.org:443/a?x=1&utm_source=y", "http://www.example.org/a?x=1#part",
        ]
        #expect(groups(same.map { ($0, "") }) == [.init(members: [0, 1, 2, 3, 4], reason: .address)])
        let root = ["https://example.org", "http://www.example.org/", "https://example.org/#/"]
        #expect(groups(root.map { ($0, "") }) == [.init(members: [0, 1, 2], reason: .address)])
    }

    @Test func otherPagesAreOthers() {
        let other = [
            "https://example.org/a", "https://example.org/A", "https://example.org/a?x=1", "https://example.org/a?x=2",
            "https://example.org/a/b", "https://m.example.org/a", "https://example.org/#/a", "https://example.org/#/b",
            "https://example.com/a", "https://example.org:8080/a", "ftp://example.org/a", "mailto:a@example.org",
            "nonsense",
        ]
        #expect(groups(other.map { ($0, "") }).isEmpty)
    }

    @Test func oneTitleOnOneSiteIsOnePage() {
        let title = "How tides are computed"
        #expect(
            groups([
                ("https://example.org/tides", title), ("https://example.com/tides", title),
                ("http://www.example.org/read/tides.html", "How  tides are COMPUTED"),
            ]) == [.init(members: [0, 2], reason: .title)])
        // Short ones, pages of a series, and what a site calls all of its pages.
        #expect(groups([("https://example.org/a", "Home"), ("https://example.org/b", "Home")]).isEmpty)
        #expect(
            groups([("https://example.org/t?p=1", title), ("https://example.org/t?p=2", title)]).isEmpty)
        #expect(groups(["a", "b", "c", "d"].map { ("https://example.org/\($0)", title) }).isEmpty)
    }

    /// Groups that a bookmark belongs to for both reasons are one.
    @Test func groupsAreDisjoint() {
        let found = groups([
            ("https://example.org/x", "The first of titles"), ("http://example.org/x/", "The second of titles"),
            ("https://example.org/y", "The second of titles"), ("https://example.org/z", "The first of titles"),
            ("https://example.org/other", "Another title"),
        ])
        #expect(found == [.init(members: [0, 1, 2, 3], reason: .title)])
    }
}
