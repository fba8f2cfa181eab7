/// A share in whole percent for display.
enum Share {
    /// Rounded half up, but 0 and 100 only where the share is exactly that: 199 of 200 is not "all".
    /// `nil` without a whole.
    static func percent(_ part: Int, of whole: Int) -> Int? {
        guard whole > 0 else { return nil }
        if part == 0 { return 0 }
        if part == whole { return 100 }
        return min(max((part * 200 + whole) / (2 * whole), 1), 99)
    }
}
