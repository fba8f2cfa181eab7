/// Bookmarks and edits that every engine in a comparison is given alike: the same numbers from the same seed, in any language.
enum Workload {
    /// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
    struct Generator {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }

        mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

        /// 0..<count, low numbers much more likely: the cube of a uniform number.
        mutating func skewed(_ count: Int) -> Int {
            let uniform = Double(next() >> 11) / Double(UInt64(1) << 53)
            return Int(Double(count) * uniform * uniform * uniform)
        }
    }

    struct Bookmark: Sendable {
        var id: String
        var url: String
        var title: String
        var tags: [String]
        var folder: String
        /// Milliseconds since 1970.
        var created: Int64
        var updated: Int64
        var note: String
    }

    enum Edit: Sendable {
        case title(row: Int, String)
        case note(row: Int, String)
        case tags(row: Int, [String])
        case folder(row: Int, String)
        case add(Bookmark)
        case delete(row: Int)
    }

    static let words = vocabulary()

    private static func vocabulary() -> [String] {
        let syllables = [
            "ba", "co", "di", "fe", "gu", "ha", "jo", "ki", "le", "mu", "na", "po", "qui", "ro", "su", "ta", "ve", "wi",
            "xa", "yo", "zen", "tor", "lin", "mar", "den", "sol", "pri", "ster", "ing", "ment", "gra", "plo",
        ]
        var random = Generator(seed: 7)
        var seen: Set<String> = []
        var words: [String] = []
        while words.count < 4096 {
            let count = 1 + random.below(4)
            var word = ""
            for _ in 0..<count { word += syllables[random.below(32)] }
            if seen.insert(word).inserted { words.append(word) }
        }
        return words
    }

    private static func word(_ random: inout Generator) -> String { words[random.skewed(words.count)] }

    private static func text(_ length: Int, _ random: inout Generator) -> String {
        var parts: [String] = []
        var size = 0
        while size < length + 1 {
            let next = word(&random)
            parts.append(next)
            size += next.utf8.count + 1
        }
        return String(parts.joined(separator: " ").prefix(length))
    }

    private static func tags(_ random: inout Generator) -> [String] {
        var tags: [String] = []
        while tags.count < 3 {
            let tag = "tag" + padded(random.skewed(500), 3)
            if !tags.contains(tag) { tags.append(tag) }
        }
        return tags
    }

    private static func title(_ random: inout Generator) -> String {
        let count = 4 + random.below(7)
        let title = (0..<count).map { _ in word(&random) }.joined(separator: " ")
        return title.prefix(1).uppercased() + title.dropFirst()
    }

    private static func folder(_ random: inout Generator) -> String { "folder-" + padded(random.skewed(200), 3) }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func hexadecimal(_ number: UInt64, _ width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func bookmark(_ index: Int, base: Int64, _ random: inout Generator) -> Bookmark {
        let created = base + Int64(index) * 60_000 + Int64(random.below(60_000))
        let (a, b) = (random.next(), random.next())
        let time = UInt64(created)
        let id = [
            hexadecimal(time >> 16 & 0xFFFF_FFFF, 8), hexadecimal(time & 0xFFFF, 4), "7" + hexadecimal(a & 0xFFF, 3),
            hexadecimal(0x8000 | (a >> 12 & 0x3FFF), 4), hexadecimal(b & 0xFFFF_FFFF_FFFF, 12),
        ].joined(separator: "-")
        let parts = (0..<4).map { _ in word(&random) }
        let host = parts[0] + String(random.below(3000))
        let number = padded(random.below(1_000_000), 6)
        let reference = hexadecimal(random.next() & 0xFFFF_FFFF, 8)
        let url = "https://\(host).example/\(parts[1])/\(parts[2])-\(parts[3])-\(number)?ref=\(reference)"
        let title = title(&random)
        let tags = tags(&random)
        let folder = folder(&random)
        let updated = created + Int64(random.below(1_000_000_000))
        return Bookmark(
            id: id, url: url, title: title, tags: tags, folder: folder, created: created, updated: updated,
            note: text(120, &random))
    }

    static func bookmarks(_ count: Int, seed: UInt64 = 1) -> [Bookmark] {
        var random = Generator(seed: seed)
        return (0..<count).map { bookmark($0, base: 1_600_000_000_000, &random) }
    }

    private static func change(row: Int, _ random: inout Generator) -> Edit {
        switch random.below(10) {
        case 0..<4: .title(row: row, title(&random))
        case 4..<6: .note(row: row, text(120, &random))
        case 6..<8: .tags(row: row, tags(&random))
        default: .folder(row: row, folder(&random))
        }
    }

    /// One change of one field each, every row at most once.
    static func singleEdits(_ count: Int, rows: Int, seed: UInt64 = 2) -> [Edit] {
        var random = Generator(seed: seed)
        var used: Set<Int> = []
        var edits: [Edit] = []
        while edits.count < count {
            let row = random.below(rows)
            guard used.insert(row).inserted else { continue }
            _ = random.below(1000)
            edits.append(change(row: row, &random))
        }
        return edits
    }

    /// A writer's day: 85% changes, 10% new rows, 5% deletions.
    static func mixedEdits(_ count: Int, rows: Int, seed: UInt64) -> [Edit] {
        var random = Generator(seed: seed)
        var gone: Set<Int> = []
        return (0..<count).map { index in
            _ = random.below(100)
            let kind = random.below(100)
            if kind < 10 {
                return .add(bookmark(index, base: 1_810_000_000_000 + Int64(seed) * 10_000_000_000, &random))
            }
            var row = random.below(rows)
            while gone.contains(row) { row = random.below(rows) }
            if kind < 15 {
                gone.insert(row)
                return .delete(row: row)
            }
            return change(row: row, &random)
        }
    }
}
