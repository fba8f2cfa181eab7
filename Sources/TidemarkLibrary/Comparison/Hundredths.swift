/// Ratios of integers to two decimals for display.
enum Hundredths {
    /// "83.5", "83", "0.05": rounded half up. The numerator is not negative.
    static func label(_ numerator: Int, of denominator: Int) -> String {
        let hundredths = (numerator * 200 + denominator) / (2 * denominator)
        let fraction = hundredths % 100
        let whole = String(hundredths / 100)
        if fraction == 0 { return whole }
        if fraction % 10 == 0 { return "\(whole).\(fraction / 10)" }
        return "\(whole).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
