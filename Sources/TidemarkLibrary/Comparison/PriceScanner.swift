/// Takes one tier of a price text apart into words and amounts.
struct PriceScanner {
    struct Amount {
        var minor: Int64
        var currency: String?
    }

    struct Result {
        var amounts: [Amount] = []
        var period = PriceTier.Period.none
        var unit = PriceTier.Unit.none
        /// The words that are neither amount nor period nor unit.
        var label = ""
        /// The tier begins with "free" and is no trial, or is nothing but an open-source note.
        var saysFree = false
    }

    private static let periods: [String: PriceTier.Period] = [
        "mo": .month, "month": .month, "monthly": .month, "mth": .month, "m": .month, "yr": .year, "year": .year,
        "y": .year, "yearly": .year, "annually": .year, "annual": .year, "once": .once, "one-time": .once,
        "lifetime": .once,
    ]
    private static let units: [String: PriceTier.Unit] = [
        "user": .seat, "seat": .seat, "member": .seat, "editor": .seat, "developer": .seat, "dev": .seat,
        "person": .seat,
        "gb": .usage, "tb": .usage, "mb": .usage, "token": .usage, "tokens": .usage, "request": .usage,
        "requests": .usage,
        "build": .usage, "minute": .usage, "min": .usage, "hour": .usage, "hr": .usage, "call": .usage,
        "credit": .usage,
        "run": .usage, "1m": .usage, "1k": .usage, "million": .usage, "unit": .usage, "gib": .usage,
    ]
    /// Words before an amount that are no name of a tier.
    private static let fillers: Set<String> = [
        "from", "starting", "at", "per", "a", "an", "/", "billed", "for", "-", "–", ":",
    ]

    private let text: String

    init(_ text: String) {
        self.text = text
    }

    mutating func scan() -> Result {
        var result = Result()
        let bare = withoutBrackets()
        var words: [Substring] = []
        // "$20/user/mo" is amount, unit, period; each slash begins a qualifier.
        for chunk in bare.split(whereSeparator: \.isWhitespace) {
            var rest = chunk
            while let slash = rest.dropFirst().firstIndex(of: "/") {
                words.append(rest[..<slash])
                rest = rest[slash...]
            }
            words.append(rest)
        }
        var label: [String] = []
        var index = 0
        // Whether only qualifiers stand between the last amount and here.
        var isQualifying = false
        while index < words.count {
            let word = words[index]
            let next = index + 1 < words.count ? String(words[index + 1]) : nil
            if let (amounts, used) = Self.amounts(word, next: next) {
                result.amounts += amounts
                index += used
                isQualifying = true
                continue
            }
            index += 1
            isQualifying = isQualifying && word.first == "/" && word.count > 1
            if isQualifying, !Self.isKnown(word.dropFirst()) {
                // "$5/site": the amount is for something that has no unit here.
                result.unit = .usage
                continue
            }
            classify(word, isAfterAmount: !result.amounts.isEmpty, previous: label.last, into: &result, label: &label)
        }
        while let last = label.last, Self.fillers.contains(last.lowercased()) { label.removeLast() }
        while let first = label.first, Self.fillers.contains(first.lowercased()) { label.removeFirst() }
        result.label = label.joined(separator: " ").trimmingPrefix { ":,".contains($0) }.description
        while let last = result.label.last, ":,".contains(last) { result.label.removeLast() }
        let plain = PriceText.trimmed(bare).lowercased()
        let firstWord = plain.prefix { $0.isLetter }
        let isTrial = plain.split { !$0.isLetter }.contains("trial")
        result.saysFree = (firstWord == "free" && !isTrial) || plain == "open source" || plain == "open-source"
        return result
    }

    private static func isKnown(_ qualifier: Substring) -> Bool {
        let name = qualifier.lowercased().filter { $0 != "," }
        return periods[name] != nil || units[name] != nil
    }

    private func classify(
        _ word: Substring, isAfterAmount: Bool, previous: String?, into result: inout Result, label: inout [String]
    ) {
        let isSlashed = word.first == "/"
        let name = (isSlashed ? word.dropFirst() : word).lowercased().trimmingPrefix { $0 == "," }
        let core = name.hasSuffix(",") ? String(name.dropLast()) : String(name)
        let isQualifier = isSlashed || previous.map { ["per", "a", "an", "each"].contains($0.lowercased()) } ?? false
        let isAdverb = core.hasSuffix("ly") || core == "once" || core == "one-time" || core == "lifetime"
        if let period = Self.periods[core], isQualifier || (isAfterAmount && isAdverb) {
            if result.period == .none { result.period = period }
            if !isSlashed, isQualifier { label.removeLast() }
        } else if let unit = Self.units[core], isQualifier {
            if result.unit == .none { result.unit = unit }
            if !isSlashed { label.removeLast() }
        } else {
            label.append(String(isSlashed ? word.dropFirst() : word))
        }
    }

    private func withoutBrackets() -> String {
        var depth = 0
        return String(
            text.filter { character in
                if character == "(" { depth += 1 }
                defer { if character == ")" { depth = max(depth - 1, 0) } }
                return depth == 0
            })
    }

    /// The amounts in `word` ("$20", "20€", "$10–$20") or in `word` and the next ("USD 20", "20 €"), with the
    /// number of words used; `nil` if there is none.
    private static func amounts(_ word: Substring, next: String?) -> (amounts: [Amount], used: Int)? {
        let text = String(word)
        if Currency.codes.contains(text), let next, let minor = PriceNumber.minor(next, currency: text) {
            return ([Amount(minor: minor, currency: text)], 2)
        }
        if let next, Currency.codes.contains(next), let minor = PriceNumber.minor(text, currency: next) {
            return ([Amount(minor: minor, currency: next)], 2)
        }
        if let next, let code = Currency.signs.first(where: { $0.sign == next })?.code,
            let minor = PriceNumber.minor(text, currency: code)
        {
            return ([Amount(minor: minor, currency: code)], 2)
        }
        let sides = text.split { "–—-+".contains($0) }
        let found = sides.compactMap { amount(String($0)) }
        guard !found.isEmpty else { return nil }
        // "$10-20": a number beside an amount is the other end of a range.
        let isRange =
            found.count < sides.count && sides.contains { PriceNumber.minor(String($0), currency: "USD") != nil }
        return (isRange ? found + found : found, 1)
    }

    private static func amount(_ text: String) -> Amount? {
        for (sign, code) in Currency.signs {
            var number: Substring?
            if text.hasPrefix(sign) {
                number = text.dropFirst(sign.count)
            } else if text.hasSuffix(sign), sign.count == 1 {
                number = text.dropLast()
            }
            guard let number else { continue }
            return PriceNumber.minor(String(number), currency: code).map { Amount(minor: $0, currency: code) }
        }
        for code in Currency.codes where text.hasSuffix(code) {
            if let minor = PriceNumber.minor(String(text.dropLast(3)), currency: code) {
                return Amount(minor: minor, currency: code)
            }
        }
        return nil
    }
}
