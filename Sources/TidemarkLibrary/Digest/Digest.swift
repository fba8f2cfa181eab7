/// What happened in a period, computed on the device from what it holds.
package struct Digest: Sendable, Hashable {
    /// A bookmark on the site of a tool about which there is something new.
    package struct Match: Sendable, Hashable {
        package let bookmark: DigestBookmark
        package let toolName: String
    }

    /// The heads of a digest, in their order.
    package enum Section: String, Sendable, Hashable, CaseIterable {
        case newReleases
        case verdicts
        case takes
        case prices
        case votes
        case predictions

        package var title: String {
            switch self {
            case .newReleases: "New releases"
            case .verdicts: "Changed verdicts"
            case .takes: "Takes"
            case .prices: "Prices"
            case .votes: "Votes"
            case .predictions: "Predictions"
            }
        }

        fileprivate var kind: TimelineEvent.Kind {
            switch self {
            case .newReleases: .newRelease
            case .verdicts: .verdict
            case .takes: .take
            case .prices: .pricing
            case .votes: .votes
            case .predictions: .prediction
            }
        }
    }

    /// More new bookmarks than anybody reads again are counted, not listed.
    package static let maximumBookmarks = 20

    package let title: String
    /// Milliseconds since 1970; the period is what came after `start`, and not after `end`.
    package let start: Int64
    package let end: Int64
    /// All that happened, by time: what feeds carry, since each is the same in every period.
    package let events: [TimelineEvent]
    /// `events` summed up over the period, by time: what people read.
    package let highlights: [TimelineEvent]
    package let matches: [Match]
    /// Added in the period, the newest first, at most `maximumBookmarks`.
    package let newBookmarks: [DigestBookmark]
    package let newBookmarkCount: Int
    /// Addresses of the tools' sites, by the releases that events name.
    package let websites: [String: String]

    /// - Parameter catalogue: the catalogue's title.
    package init(
        catalogue: String?, history: CatalogueHistory, bookmarks: some Sequence<DigestBookmark>, after start: Int64,
        through end: Int64
    ) {
        title = catalogue.map { "\($0): digest" } ?? "Tidemark digest"
        (self.start, self.end) = (start, end)
        events = history.events(after: start, through: end)
        let closing = history.state(at: end)
        highlights = Self.highlights(of: events, opening: history.state(at: start), closing: closing)
        var websites: [String: String] = [:]
        var owners: [String: String] = [:]
        let touched = Set(events.map(\.reference))
        for release in closing.releases where touched.contains(release.reference) {
            guard let website = release.tool.website else { continue }
            websites[release.reference] = website
            if let site = SiteName.project(of: website) { owners[site] = release.tool.name }
        }
        self.websites = websites
        var matches: [Match] = []
        var new: [DigestBookmark] = []
        for bookmark in bookmarks {
            if !owners.isEmpty, let site = bookmark.key.flatMap(SiteName.project(ofKey:)),
                let tool = SiteName.owner(of: site, among: owners)
            {
                matches.append(Match(bookmark: bookmark, toolName: tool))
            }
            if let added = bookmark.addedAt, added > start, added <= end { new.append(bookmark) }
        }
        self.matches = matches.sorted { ($0.toolName, $0.bookmark.url) < ($1.toolName, $1.bookmark.url) }
        newBookmarkCount = new.count
        newBookmarks = Array(
            new.sorted { ($0.addedAt ?? 0, $1.url) > ($1.addedAt ?? 0, $0.url) }.prefix(Self.maximumBookmarks))
    }

    package func highlights(in section: Section) -> [TimelineEvent] {
        highlights.filter { $0.kind == section.kind }
    }

    package var isEmpty: Bool { events.isEmpty && newBookmarkCount == 0 }

    /// "2026-11-18 to 2026-11-25".
    package var periodLabel: String {
        let (first, last) = (Day(containing: start + 1), Day(containing: end))
        return first == last ? "\(first)" : "\(first) to \(last)"
    }

    /// "new releases: 3, changed verdicts: 1 ...", or that there was nothing.
    package var summary: String {
        var parts = Section.allCases.compactMap { section -> String? in
            let count = highlights(in: section).count
            return count == 0 ? nil : "\(section.title.lowercased()): \(count)"
        }
        if newBookmarkCount > 0 { parts.append("new bookmarks: \(newBookmarkCount)") }
        return parts.isEmpty ? "Nothing happened (\(periodLabel))." : parts.joined(separator: ", ")
    }
}
