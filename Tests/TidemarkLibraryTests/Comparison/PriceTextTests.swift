import Testing

@testable import TidemarkLibrary

@Suite struct PriceTextTests {
    private func expect(
        _ text: String, _ label: String, _ amount: Int64?, _ currency: String?, _ period: PriceTier.Period,
        _ unit: PriceTier.Unit = .none, _ location: SourceLocation = #_sourceLocation
    ) {
        let tier = PriceTier(
            label: label, amountMinor: amount, currency: currency, period: period, unit: unit, text: text)
        #expect(PriceText.parse(text) == [tier], sourceLocation: location)
    }

    @Test func threeTiers() {
        let text = "Free tier / $20/mo Pro / $40/mo Business"
        let tiers = PriceText.parse(text)
        #expect(tiers.map(\.label) == ["Free tier", "Pro", "Business"])
        #expect(tiers.map(\.amountMinor) == [0, 2000, 4000])
        #expect(tiers.map(\.currency) == [nil, "USD", "USD"])
        #expect(tiers.map(\.period) == [.none, .month, .month])
        #expect(tiers.map(\.text) == ["Free tier", "$20/mo Pro", "$40/mo Business"])
        #expect(EntryPrice.label(tiers: tiers, text: text) == "Free")
    }

    @Test func freeWithARemark() {
        expect("Free (Apache 2.0 open-source)", "Free (Apache 2.0 open-source)", 0, nil, .none)
        expect("Free for 3 users", "Free for 3 users", 0, nil, .none)
        expect("Open source", "Open source", 0, nil, .none)
        expect("$0 Hobby", "Hobby", 0, nil, .none)
    }

    @Test func amountsPeriodsAndUnits() {
        expect("Pro: $20/user/month", "Pro", 2000, "USD", .month, .seat)
        expect("Team $1,200.50 per seat per year", "Team", 120_050, "USD", .year, .seat)
        expect("9,99 € monthly", "9,99 € monthly", 999, "EUR", .month)
        expect("9,99€ monthly", "9,99€ monthly", 999, "EUR", .month)
        expect("1.200,50 EUR/yr Business", "Business", 120_050, "EUR", .year)
        expect("CHF 12 a month", "CHF 12 a month", 1200, "CHF", .month)
        expect("¥1500/mo", "¥1500/mo", 1500, "JPY", .month)
        expect("CA$5 once", "CA$5 once", 500, "CAD", .once)
        expect("from £8/mo Starter", "Starter", 800, "GBP", .month)
        expect("$20/mo (billed $240 yearly) Pro", "Pro", 2000, "USD", .month)
        expect("$2/GB", "$2/GB", 200, "USD", .none, .usage)
        expect("$5/site/mo", "$5/site/mo", 500, "USD", .month, .usage)
    }

    @Test func whatIsAmbiguousKeepsItsText() {
        for text in [
            "$10-$20/mo", "$10–20/mo", "$20/mo plus $0.10 per build", "Custom", "Contact sales", "14-day free trial",
            "Free for 14 days, then $20/mo", "Free trial", "$1.2345", "$12,34,5", "$99999999999", "Freemium", "$",
            "(free)",
        ] { expect(text, text, nil, nil, .none) }
    }

    @Test func separators() {
        #expect(PriceText.parse("") == [])
        #expect(PriceText.parse(" / ; ") == [])
        #expect(PriceText.parse("a/b | c; d\ne · f").map(\.text) == ["a/b", "c", "d", "e", "f"])
        #expect(PriceText.parse(String(repeating: "a;", count: 100)).count == 32)
    }

    @Test func entryIsTheCheapestOfTheFirstCurrency() {
        func entry(_ text: String) -> String { EntryPrice.label(tiers: PriceText.parse(text), text: text) }
        #expect(entry("$20/mo Pro / $120/yr Pro / $400/yr Business") == "$120/yr")
        #expect(entry("€9.99/mo / $5/mo") == "€9.99/mo")
        #expect(entry("$5 once / $20/seat/mo") == "$20/seat/mo")
        #expect(entry("$500 once") == "$500 once")
        #expect(entry("$0.50/build / Custom") == "$0.50/build")
        #expect(entry("12.05 CHF/mo") == "12.05 CHF/mo")
        #expect(entry("Contact sales") == "Contact sales")
        #expect(entry("$20/mo / Free") == "Free")
    }

    @Test func anyTextIsKeptInItsTiers() {
        let pieces = [
            "$", "20", "/mo", " / ", "Free", "€", ",", ".", "-", "(", ")", " ", "USD", "per", "user", ";", "é", "/",
        ]
        for seed in 0..<5_000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let text = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            for tier in PriceText.parse(text) {
                #expect(text.contains(tier.text), "seed \(seed)")
                #expect(!tier.label.isEmpty, "seed \(seed)")
            }
        }
    }
}
