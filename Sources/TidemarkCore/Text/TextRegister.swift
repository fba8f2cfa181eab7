/// A text of which concurrent versions are all kept: a multi-value register with three-way merge for display.
///
/// Replaced versions stay as the bases of that merge. Equal sets of versions give equal text, whatever the order of arrival.
package struct TextRegister: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var version: Version
        package let text: String
        /// The versions that this one replaces.
        package let seen: [Dot]

        package init(version: Version, text: String, seen: [Dot]) {
            self.version = version
            self.text = text
            self.seen = seen
        }
    }

    /// Ascending by version.
    package private(set) var entries: [Entry] = []

    package init(entries: [Entry] = []) { self.entries = entries.sorted { $0.version < $1.version } }

    package mutating func insert(_ entry: Entry) {
        let place = entries.firstIndex { entry.version < $0.version } ?? entries.count
        entries.insert(entry, at: place)
    }

    /// Takes in all versions that another register has.
    mutating func join(_ other: TextRegister) {
        for entry in other.entries where !holds(entry.version.dot) { insert(entry) }
    }

    package func holds(_ dot: Dot) -> Bool { entries.contains { $0.version.dot == dot } }

    package mutating func restamp(_ dot: Dot, to stamp: Stamp) -> Bool {
        guard let index = entries.firstIndex(where: { $0.version.dot == dot }) else { return false }
        entries[index].version.stamp = stamp
        entries.sort { $0.version < $1.version }
        return true
    }

    /// Versions that none replaces, ascending. More than one: written concurrently.
    package var siblings: [Entry] {
        let replaced = Set(entries.flatMap(\.seen))
        return entries.filter { !replaced.contains($0.version.dot) }
    }

    /// What the reader sees: the sibling, or all siblings merged line by line over what they have in common.
    package var text: String {
        let siblings = siblings
        guard var merged = siblings.first?.text else { return "" }
        var lineage = ancestors(of: siblings[0])
        for sibling in siblings.dropFirst() {
            let theirs = ancestors(of: sibling)
            let base = entries.last { lineage.contains($0.version.dot) && theirs.contains($0.version.dot) }
            merged = LineMerge.merge(base: base?.text ?? "", merged, sibling.text)
            lineage.formIntersection(theirs)
        }
        return merged
    }

    private func ancestors(of entry: Entry) -> Set<Dot> {
        var found: Set<Dot> = []
        var waiting = entry.seen
        while let dot = waiting.popLast() {
            guard found.insert(dot).inserted else { continue }
            if let earlier = entries.first(where: { $0.version.dot == dot }) { waiting += earlier.seen }
        }
        return found
    }
}
