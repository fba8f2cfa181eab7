extension ToolRecord {
    /// What the tool is best for: its own words for it, else the tagline.
    package var effectiveBestFor: String {
        guard let bestFor, bestFor.contains(where: { !$0.isWhitespace }) else { return tagline }
        return bestFor
    }
}
