package import TidemarkLibrary

/// A comparison with everything that a reader asked to see beside it.
package struct ComparisonPage: Sendable {
    /// What is new in a release since the reader last looked.
    package struct News: Sendable, Hashable {
        /// Milliseconds since 1970.
        package var since: Int64
        package var changes: [String]

        package init(since: Int64, changes: [String]) {
            self.since = since
            self.changes = changes
        }
    }

    package var comparison: Comparison
    /// Shows the page as it stood at the end of that day.
    package var asOf: Day?
    package var weighing: Weighing?
    /// The profile's name; nil for weights that were given as they are.
    package var weightsName: String?
    package var seats: Int?
    /// One per column; nil where nothing is asked for or nothing is known.
    package var explanations: [[Explanation]]?
    /// One per column; nil for a release that was never read.
    package var news: [News?]?
    /// One per column, by time, the newest first.
    package var history: [[TimelineEvent]]?
    /// On this very comparison.
    package var ownVerdict: OwnVerdictRecord?

    package init(_ comparison: Comparison) { self.comparison = comparison }
}
