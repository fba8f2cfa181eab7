/// The currencies that price texts are read and written in (ISO 4217).
enum Currency {
    /// Longer signs first: "US$" before "$". A bare dollar is read as USD, a bare yen sign as JPY.
    static let signs: [(sign: String, code: String)] = [
        ("US$", "USD"), ("CA$", "CAD"), ("AU$", "AUD"), ("NZ$", "NZD"), ("HK$", "HKD"), ("SG$", "SGD"), ("C$", "CAD"),
        ("A$", "AUD"), ("R$", "BRL"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR"),
        ("₩", "KRW"),
    ]

    static let codes: Set<String> = [
        "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "INR", "KRW", "CNY", "BRL", "SEK", "NOK", "DKK", "PLN",
        "CZK", "HKD", "SGD", "MXN", "ILS", "ZAR", "TRY",
    ]

    /// Digits of the minor unit.
    static func exponent(of code: String?) -> Int {
        code == "JPY" || code == "KRW" ? 0 : 2
    }

    /// "$20", "€9.99", "12 CHF"; decimals only where the amount has them.
    static func label(amountMinor: Int64, currency: String?) -> String {
        var number: String
        if exponent(of: currency) == 0 {
            number = String(amountMinor)
        } else {
            number = String(amountMinor / 100)
            let cents = amountMinor % 100
            if cents != 0 { number += ".\(cents < 10 ? "0" : "")\(cents)" }
        }
        guard let currency else { return number }
        // The shortest sign that is read as this currency again.
        let sign = signs.filter { $0.code == currency }.min { $0.sign.utf8.count < $1.sign.utf8.count }?.sign
        return sign.map { $0 + number } ?? "\(number) \(currency)"
    }
}
