import Testing

@testable import TidemarkLibrary

@Suite struct SeatPriceTests {
    private func label(_ text: String, _ seats: Int) -> String {
        SeatPrice.label(tiers: PriceText.parse(text), text: text, seats: seats)
    }

    @Test func pricesForManySeats() {
        #expect(label("$20/user/mo Team", 12) == "$240/mo for 12 seats")
        #expect(label("$20/user/mo Team", 1) == "$20/mo for 1 seat")
        #expect(label("€9.99/seat/yr", 3) == "€29.97/yr for 3 seats")
        #expect(label("$20/mo Pro", 12) == "$20/mo (not priced by the seat)")
        #expect(label("Free", 12) == "Free")
        #expect(label("Free / $4/seat/mo Teams / $6/seat/mo Enterprise", 12) == "Free; Teams: $48/mo for 12 seats")
        #expect(label("Ask for a quote", 12) == "Ask for a quote")
        #expect(label("$9999999999/seat/mo", 1_000_000_000) == "$9999999999/seat/mo (not priced by the seat)")
    }
}
