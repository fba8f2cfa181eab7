/// From the id of a scalar to the chunk in which it stands: a map of intervals of keys, sorted, in leaves of bounded size.
///
/// Every interval reaches to the next entry of its writer, so it may claim ids that do not exist: who asks looks into the chunk.
/// Spans that are cut or joined inside one chunk change nothing here.
///
/// Invariant: leaves are not empty (but for a single one), entries ascend strictly.
struct SpanIndex {
    struct Entry {
        var id: TextID
        var chunk: Int
    }

    /// 256 entries are 8 KB: an insertion moves half of that at most.
    private static let maximumEntries = 256

    private var leaves: [[Entry]]

    /// - Parameter spans: ascending by id, with the end of each span's keys.
    init(_ spans: [(entry: Entry, end: UInt64)]) {
        leaves = [[]]
        leaves[0].reserveCapacity(Self.maximumEntries)
        var last: Entry?
        for span in spans {
            if let last, last.id.writer == span.entry.id.writer, last.chunk == span.entry.chunk { continue }
            last = span.entry
            if leaves[leaves.count - 1].count >= Self.maximumEntries / 2 {
                leaves.append([])
                leaves[leaves.count - 1].reserveCapacity(Self.maximumEntries)
            }
            leaves[leaves.count - 1].append(span.entry)
        }
    }

    static func ascend(_ a: TextID, _ b: TextID) -> Bool {
        a.writer != b.writer ? a.writer < b.writer : a.key < b.key
    }

    /// The chunk that would hold `id`.
    func chunk(of id: TextID) -> Int? {
        let (leaf, next) = position(after: id)
        guard next > 0 else { return nil }
        let entry = leaves[leaf][next - 1]
        return entry.id.writer == id.writer ? entry.chunk : nil
    }

    /// Says that keys from `id` up to `end` stand in `chunk`.
    mutating func assign(_ id: TextID, end: UInt64, chunk: Int) {
        let after = TextID(writer: id.writer, key: end)
        var (leaf, next) = position(after: id)
        let before = next > 0 ? leaves[leaf][next - 1] : nil
        let covering = before?.id.writer == id.writer ? before : nil
        let following = entry(leaf, next)
        let isClear = following.map { !Self.ascend($0.id, after) } ?? true
        if let covering, covering.chunk == chunk, isClear { return }
        let lastInside = self.chunk(of: TextID(writer: id.writer, key: end - 1))
        // What starts inside is replaced.
        while let inside = entry(leaf, next), Self.ascend(inside.id, after) {
            if next == leaves[leaf].count { (leaf, next) = (leaf + 1, 0) }
            leaves[leaf].remove(at: next)
            if leaves[leaf].isEmpty && leaves.count > 1 { leaves.remove(at: leaf) }
            (leaf, next) = position(after: id)
        }
        if entry(leaf, next)?.id != after, let lastInside, lastInside != chunk {
            leaves[leaf].insert(Entry(id: after, chunk: lastInside), at: next)
        }
        if let covering, covering.id == id {
            leaves[leaf][next - 1].chunk = chunk
        } else if covering?.chunk != chunk {
            leaves[leaf].insert(Entry(id: id, chunk: chunk), at: next)
        }
        if leaves[leaf].count > Self.maximumEntries { split(leaf) }
    }

    private func entry(_ leaf: Int, _ index: Int) -> Entry? {
        if index < leaves[leaf].count { return leaves[leaf][index] }
        return leaf + 1 < leaves.count ? leaves[leaf + 1].first : nil
    }

    private mutating func split(_ leaf: Int) {
        let half = leaves[leaf].count / 2
        var upper: [Entry] = []
        upper.reserveCapacity(Self.maximumEntries + 2)
        upper += leaves[leaf][half...]
        leaves[leaf].removeSubrange(half...)
        leaves.insert(upper, at: leaf + 1)
    }

    /// The leaf that `id` belongs to, and the first place in it whose entry is above `id`.
    private func position(after id: TextID) -> (leaf: Int, next: Int) {
        var (low, high) = (0, leaves.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if Self.ascend(id, leaves[middle][0].id) { high = middle } else { low = middle }
        }
        let leaf = low
        let next = leaves[leaf].withUnsafeBufferPointer { entries in
            var (low, high) = (0, entries.count)
            while low < high {
                let middle = (low + high) / 2
                if Self.ascend(id, entries[middle].id) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        return (leaf, next)
    }
}
