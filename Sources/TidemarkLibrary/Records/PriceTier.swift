/// One tier of a price text. Where the amount could not be read, `text` alone is true.
package struct PriceTier: Sendable, Hashable {
    /// How often the amount is due.
    package enum Period: String, Sendable, Hashable, CaseIterable {
        case none
        case month
        case year
        case once
    }

    /// What the amount buys.
    package enum Unit: String, Sendable, Hashable, CaseIterable {
        case none
        case seat
        /// A measured quantity (tokens, builds, gigabytes); which one stands in the text.
        case usage
    }

    /// The tier's name, e.g. "Pro"; the whole text where no name could be told apart.
    package var label: String
    /// In the currency's minor unit (ISO 4217): cents for USD, yen for JPY. 0 is free, `nil` is unknown.
    package var amountMinor: Int64?
    /// ISO 4217 code; `nil` for free and unknown amounts.
    package var currency: String?
    package var period: Period
    package var unit: Unit
    /// The tier as written in the source.
    package var text: String

    package init(
        label: String, amountMinor: Int64? = nil, currency: String? = nil, period: Period = .none, unit: Unit = .none,
        text: String
    ) {
        self.label = label
        self.amountMinor = amountMinor
        self.currency = currency
        self.period = period
        self.unit = unit
        self.text = text
    }
}
