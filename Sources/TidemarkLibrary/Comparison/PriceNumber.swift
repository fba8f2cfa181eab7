/// Amounts as they are written: "20", "1,200", "9.99", "9,99", "1.200,50".
enum PriceNumber {
    /// The amount in minor units; `nil` if `text` is no number, has more decimals than the currency, or is too
    /// large to be a price (10 digits before the decimals).
    ///
    /// Of the two marks the last one, with one or two digits behind it, is the decimal mark; a mark with three
    /// digits behind it groups thousands.
    static func minor(_ text: String, currency: String) -> Int64? {
        var bytes = Array(text.utf8)
        while let last = bytes.last, last == 0x2C || last == .dot { bytes.removeLast() }
        guard let first = bytes.first, first.isASCIIDigit,
            bytes.allSatisfy({ $0.isASCIIDigit || $0 == 0x2C || $0 == .dot })
        else { return nil }
        var decimals: ArraySlice<UInt8> = []
        if let mark = bytes.lastIndex(where: { !$0.isASCIIDigit }), bytes.count - mark <= 3 {
            decimals = bytes[(mark + 1)...]
            bytes.removeLast(bytes.count - mark)
        }
        let groups = bytes.split(whereSeparator: { !$0.isASCIIDigit })
        guard groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        let digits = groups.joined()
        guard digits.count <= 10 else { return nil }
        let exponent = Currency.exponent(of: currency)
        guard decimals.count <= exponent else { return nil }
        var value: Int64 = 0
        for digit in digits { value = value * 10 + Int64(digit - .digitZero) }
        for digit in decimals { value = value * 10 + Int64(digit - .digitZero) }
        for _ in decimals.count..<exponent { value *= 10 }
        return value
    }
}
