/// Finds bookmarks that show one page under several addresses.
///
/// They are the same if their addresses are the same but for `http` or `https`, `www.`, a slash at the end of the path, and
/// what `AddressNormalizer` drops anyway (tracking, fragments); or if they have one title on one site. A title says nothing
/// where a site gives it to many pages, or where the addresses differ in numbers alone: those are pages of a series.
package struct DuplicateFinder: Sendable {
    package enum Reason: String, Sendable, Codable {
        case address
        case title
    }

    package struct Group: Sendable, Equatable {
        /// In the order of their adding, ascending; at least two.
        package let members: [Int]
        /// The weaker one where both hold.
        package let reason: Reason

        package init(members: [Int], reason: Reason) {
            self.members = members
            self.reason = reason
        }
    }

    /// A site that gives one title to more pages than that gives it to all.
    private static let maximumPagesOfTitle = 3
    /// Shorter ones are names of sites, or "Home".
    private static let minimumTitleCharacters = 8

    private struct Address {
        let text: String
        var members: [Int]
    }

    private var addresses: [Address] = []
    private var places: [String: Int] = [:]
    /// Places in `addresses`, by site and title.
    private var titles: [String: [Int]] = [:]
    private var count = 0

    package init() {}

    /// Adds a bookmark; they are numbered from 0. Addresses that cannot be read are left alone.
    package mutating func add(url: String, title: String) {
        defer { count += 1 }
        guard let text = Self.looseAddress(url) else { return }
        let place = places[text] ?? addresses.count
        if place == addresses.count {
            places[text] = place
            addresses.append(Address(text: text, members: []))
        }
        addresses[place].members.append(count)
        let words = title.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        guard words.count >= Self.minimumTitleCharacters, let site = SiteName.host(of: url) else { return }
        let key = "\(Self.withoutWWW(site)) \(words)"
        if titles[key]?.contains(place) != true { titles[key, default: []].append(place) }
    }

    /// Ascending by their first members.
    package func groups() -> [Group] {
        // Disjoint sets of addresses; small, so that plain pointers to the first one do.
        var firsts = Array(addresses.indices)
        func first(_ place: Int) -> Int {
            var place = place
            while firsts[place] != place { place = firsts[place] }
            return place
        }
        for pages in titles.values.sorted(by: { $0[0] < $1[0] }) where isOnePage(pages) {
            let roots = pages.map(first)
            let root = roots.min() ?? pages[0]
            for other in roots { firsts[other] = root }
        }
        var united: [Int: [Int]] = [:]
        for place in addresses.indices { united[first(place), default: []].append(place) }
        return united.values.compactMap { places in
            let members = places.flatMap { addresses[$0].members }.sorted()
            return members.count < 2 ? nil : Group(members: members, reason: places.count == 1 ? .address : .title)
        }.sorted { $0.members[0] < $1.members[0] }
    }

    private func isOnePage(_ pages: [Int]) -> Bool {
        guard (2...Self.maximumPagesOfTitle).contains(pages.count) else { return false }
        return Set(pages.map { addresses[$0].text.filter { !$0.isNumber } }).count == pages.count
    }

    /// What is left of an address when nothing is left that does not choose the page; nil for what is no address.
    package static func looseAddress(_ url: String) -> String? {
        guard let key = try? AddressNormalizer.key(of: url) else { return nil }
        guard key.hasPrefix("http://") || key.hasPrefix("https://"), let start = key.firstRange(of: "://")?.upperBound
        else { return key }
        var rest = withoutWWW(key[start...])
        var fragment: Substring = ""
        if let mark = rest.firstIndex(of: "#") {
            fragment = rest[mark...]
            rest = rest[..<mark]
            // The first page of an application that keeps its routes there.
            if ["#/", "#!", "#!/"].contains(fragment) { fragment = "" }
        }
        var query: Substring = ""
        if let mark = rest.firstIndex(of: "?") {
            query = rest[mark...]
            rest = rest[..<mark]
        }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        return String(rest + query + fragment)
    }

    private static func withoutWWW(_ text: some StringProtocol) -> Substring {
        text.hasPrefix("www.") ? Substring(text.dropFirst(4)) : Substring(text)
    }
}
