/// Reads price texts such as "Free tier / $20/mo Pro / $40/mo Business".
///
/// Tiers stand between " / ", " | ", " · ", ";" and line feeds. A tier with one amount is read; a tier with
/// several (a range, a fee plus a usage price, "free, then $20") keeps its text alone, since choosing one would be a guess. Amounts
/// in round brackets are remarks and do not count.
package enum PriceText {
    /// A text has as many tiers as a page can show; what exceeds the bound stays in the verbatim text.
    private static let maximumTiers = 32

    /// The tiers in their order; empty for an empty text. Never fails: what cannot be read has no amount.
    package static func parse(_ text: String) -> [PriceTier] {
        split(text).prefix(maximumTiers).map { tier(String($0)) }
    }

    private static func split(_ text: String) -> [String] {
        var parts: [String] = []
        var current = ""
        let characters = Array(text)
        var index = 0
        while index < characters.count {
            let character = characters[index]
            let isSpaced =
                index > 0 && characters[index - 1].isWhitespace && index + 1 < characters.count
                && characters[index + 1].isWhitespace
            if character == ";" || character.isNewline || (isSpaced && "/|·".contains(character)) {
                parts.append(current)
                current = ""
            } else {
                current.append(character)
            }
            index += 1
        }
        parts.append(current)
        return parts.map(trimmed).filter { !$0.isEmpty }
    }

    private static func tier(_ text: String) -> PriceTier {
        var scanner = PriceScanner(text)
        let outside = scanner.scan()
        if outside.amounts.count == 1, let amount = outside.amounts.first, !outside.saysFree || amount.minor == 0 {
            return PriceTier(
                label: outside.label.isEmpty ? text : outside.label, amountMinor: amount.minor,
                currency: amount.minor == 0 ? nil : amount.currency, period: outside.period, unit: outside.unit,
                text: text)
        }
        if outside.amounts.isEmpty, outside.saysFree {
            return PriceTier(label: text, amountMinor: 0, text: text)
        }
        return PriceTier(label: text, text: text)
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        var view = text[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
