/// Three-way merge of texts by lines (Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007).
///
/// Where both sides changed the same lines, both versions stay, the first argument's above: nothing written is lost.
package enum LineMerge {
    /// Cost: that of two Myers differences.
    package static func merge(base: String, _ a: String, _ b: String) -> String {
        if a == b || b == base { return a }
        if a == base { return b }
        let origin = lines(base)
        let left = lines(a)
        let right = lines(b)
        let inLeft = matches(origin, left)
        let inRight = matches(origin, right)
        var merged: [Substring] = []
        var (o, l, r) = (0, 0, 0)
        while true {
            // The next line that all three share ends the chunk that starts here.
            var anchor = o
            while anchor < origin.count, inLeft[anchor] == nil || inRight[anchor] == nil { anchor += 1 }
            let leftEnd = anchor < origin.count ? inLeft[anchor] ?? left.count : left.count
            let rightEnd = anchor < origin.count ? inRight[anchor] ?? right.count : right.count
            let (was, mine, theirs) = (origin[o..<anchor], left[l..<leftEnd], right[r..<rightEnd])
            if mine == theirs || theirs == was {
                merged += mine
            } else if mine == was {
                merged += theirs
            } else {
                merged += mine
                merged += theirs
            }
            guard anchor < origin.count else { break }
            merged.append(origin[anchor])
            (o, l, r) = (anchor + 1, leftEnd + 1, rightEnd + 1)
        }
        return merged.joined(separator: "\n")
    }

    private static func lines(_ text: String) -> [Substring] {
        text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// For each line of `origin`, where it stands in `other`, if it survived.
    private static func matches(_ origin: [Substring], _ other: [Substring]) -> [Int?] {
        let difference = other.difference(from: origin)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var next = 0
        return origin.indices.map { index in
            if removed.contains(index) { return nil }
            while inserted.contains(next) { next += 1 }
            defer { next += 1 }
            return next
        }
    }
}
