/// Where a share lies with 95% confidence, given what was counted: the score interval of Wilson (Probable Inference, the
/// Law of Succession, and Statistical Inference, 1927). Unlike the share itself it says how little a few counts tell.
package struct WilsonInterval: Sendable, Hashable {
    /// The 0.975 quantile of the standard normal distribution: a two-sided interval of 95%.
    private static let quantile = 1.959963984540054

    package let lower: Double
    package let upper: Double

    /// - Parameter count: of all; with none the share may be anything.
    package init(_ hits: Int, of count: Int) {
        guard count > 0 else {
            (lower, upper) = (0, 1)
            return
        }
        let total = Double(count)
        let share = Double(hits) / total
        let square = Self.quantile * Self.quantile
        let centre = share + square / (2 * total)
        let margin = Self.quantile * ((share * (1 - share) + square / (4 * total)) / total).squareRoot()
        lower = max(0, (centre - margin) / (1 + square / total))
        upper = min(1, (centre + margin) / (1 + square / total))
    }

    /// "23% to 88%".
    package var label: String { "\(Self.percent(lower)) to \(Self.percent(upper))" }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
}
