/// What a reader saw of a release: enough to say later what has changed, without keeping the texts themselves.
package struct ReadSnapshot: Sendable, Hashable {
    struct Take: Sendable, Hashable {
        var label: String
        /// Of the rationale, to notice that it was rewritten.
        var digest: String
    }

    private(set) var verdict: String
    private(set) var pricing: String
    /// By author: role, and the reviewer where that is a person.
    private(set) var takes: [String: Take] = [:]

    package init(_ column: ComparisonColumn.Input, threshold: VerdictThreshold) {
        verdict = PanelTally(takes: column.takes, threshold: threshold).verdict.displayName
        pricing = Self.field(column.release.pricingText)
        for take in column.takes {
            let author =
                take.reviewer == take.role.displayName
                ? take.reviewer : "\(take.role.displayName), \(take.reviewer)"
            takes[Self.field(author)] = Take(
                label: take.label, digest: String(FowlerNollVo.hash(take.rationale), radix: 36))
        }
    }

    /// One line for each change since this snapshot, in the order of importance; empty for none.
    package func changes(to now: ReadSnapshot) -> [String] {
        var lines: [String] = []
        if verdict != now.verdict { lines.append("Verdict: \(now.verdict), before \(verdict)") }
        if pricing != now.pricing {
            let texts = [now.pricing, pricing].map { $0.isEmpty ? "No price given" : $0 }
            lines.append("Price: \(texts[0]), before \(texts[1])")
        }
        for author in Set(takes.keys).union(now.takes.keys).sorted() {
            switch (takes[author], now.takes[author]) {
            case (nil, let new?): lines.append("\(author): \(new.label), new")
            case (let old?, nil): lines.append("\(author): taken back, before \(old.label)")
            case (let old?, let new?) where old.label != new.label:
                lines.append("\(author): \(new.label), before \(old.label)")
            case (let old?, let new?) where old.digest != new.digest: lines.append("\(author): rewritten")
            default: break
            }
        }
        return lines
    }

    // MARK: Coding

    /// Lines of fields that tabs divide. Private to the reader's shelf.
    package var text: String {
        var lines = [["verdict", verdict], ["pricing", pricing]]
        for (author, take) in takes.sorted(by: { $0.key < $1.key }) {
            lines.append(["take", author, take.label, take.digest])
        }
        return lines.map { $0.joined(separator: "\t") }.joined(separator: "\n")
    }

    /// Nil where `text` was written by something else.
    package init?(text: String) {
        (verdict, pricing) = ("", "")
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch (fields[0], fields.count) {
            case ("verdict", 2): verdict = fields[1]
            case ("pricing", 2): pricing = fields[1]
            case ("take", 4): takes[fields[1]] = Take(label: fields[2], digest: fields[3])
            default: continue
            }
        }
        if verdict.isEmpty { return nil }
    }

    /// A snapshot compares texts, it does not show them in full: white space becomes one space.
    private static func field(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
