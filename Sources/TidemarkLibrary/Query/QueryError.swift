/// What is wrong with a query, and where.
package struct QueryError: Error, Hashable, Sendable, CustomStringConvertible {
    package let message: String
    package let query: String
    /// Characters of the query, from 0; never empty.
    package let place: Range<Int>

    package init(_ message: String, in query: String, at place: Range<Int>) {
        self.message = message
        self.query = query
        self.place = place.isEmpty ? place.lowerBound..<(place.lowerBound + 1) : place
    }

    package var description: String { "\(message) (column \(place.lowerBound + 1))" }
}
