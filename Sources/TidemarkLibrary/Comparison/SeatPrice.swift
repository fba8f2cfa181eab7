/// What a team of a given size pays.
package enum SeatPrice {
    /// Teams that price lists are made for.
    package static let allowedSeats = 1...1_000_000

    /// The entry price times the seats where it is per seat: "$240/mo for 12 seats". A price that is not per seat is shown as
    /// it is, and so is a text that could not be read. Where the entry is free, the cheapest tier per seat stands beside it,
    /// since free tiers are seldom meant for teams.
    package static func label(tiers: [PriceTier], text: String, seats: Int) -> String {
        guard let entry = EntryPrice.tier(of: tiers) else { return text }
        if let label = total(entry, seats: seats) { return label }
        let entryLabel = EntryPrice.label(of: entry)
        guard entry.amountMinor == 0 else { return "\(entryLabel) (not priced by the seat)" }
        let bySeat = tiers.filter { $0.unit == .seat && ($0.amountMinor ?? 0) > 0 }
        guard let next = EntryPrice.tier(of: bySeat), let label = total(next, seats: seats) else { return entryLabel }
        return "\(entryLabel); \(next.label): \(label)"
    }

    /// Nil where the tier is not per seat, or the amount is no number that a person pays.
    private static func total(_ tier: PriceTier, seats: Int) -> String? {
        guard tier.unit == .seat, let amount = tier.amountMinor, amount > 0 else { return nil }
        let (product, overflow) = amount.multipliedReportingOverflow(by: Int64(seats))
        guard !overflow else { return nil }
        var whole = tier
        whole.amountMinor = product
        whole.unit = .none
        return "\(EntryPrice.label(of: whole)) for \(seats) \(seats == 1 ? "seat" : "seats")"
    }
}
