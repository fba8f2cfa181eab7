/// The share of "ship" that a release has to exceed. A setting of the catalogue, so that every replica shows the
/// same badge; counted in whole percent, because comparing integers is exact.
package struct VerdictThreshold: Sendable, Hashable {
    package static let allowed = 0...99
    /// More than half.
    package static let half = VerdictThreshold(percent: 50)

    package let percent: Int

    /// Clamps `percent` to `allowed`.
    package init(percent: Int) {
        self.percent = min(max(percent, Self.allowed.lowerBound), Self.allowed.upperBound)
    }
}
