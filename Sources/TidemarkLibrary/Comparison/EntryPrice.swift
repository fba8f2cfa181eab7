/// The cheapest way in: rule "entry" of a price text.
package enum EntryPrice {
    /// The cheapest tier whose amount is known: free before all, then what is due every month or year (a year
    /// counts a twelfth), then what is due once or by use. Only the first currency is compared, since a rate
    /// would change with the day. The first of equals; `nil` if no amount is known.
    package static func tier(of tiers: [PriceTier]) -> PriceTier? {
        if let free = tiers.first(where: { $0.amountMinor == 0 }) { return free }
        let priced = tiers.filter { $0.amountMinor != nil }
        let comparable = priced.filter { $0.currency == priced.first?.currency }
        return comparable.min { rank($0) < rank($1) }
    }

    /// "Free", "$20/mo", "¥1500/seat/mo"; `text` if no tier has a known amount.
    package static func label(tiers: [PriceTier], text: String) -> String {
        guard let tier = tier(of: tiers) else { return text }
        return label(of: tier)
    }

    /// The amount with what it buys; the tier's text if the amount is unknown.
    package static func label(of tier: PriceTier) -> String {
        guard let amount = tier.amountMinor else { return tier.text }
        guard amount != 0 else { return "Free" }
        var label = Currency.label(amountMinor: amount, currency: tier.currency)
        switch tier.unit {
        case .none: break
        case .seat: label += "/seat"
        case .usage: return tier.text
        }
        switch tier.period {
        case .none: break
        case .month: label += "/mo"
        case .year: label += "/yr"
        case .once: label += " once"
        }
        return label
    }

    /// (group, amount for twelve months).
    private static func rank(_ tier: PriceTier) -> (Int, Int64) {
        let amount = tier.amountMinor ?? 0
        if tier.unit == .usage { return (2, amount) }
        return switch tier.period {
        case .month: (0, amount.multipliedReportingOverflow(by: 12).partialValue)
        case .year: (0, amount)
        case .none, .once: (1, amount)
        }
    }
}
