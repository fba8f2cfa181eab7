/// The text is no comparison page. Retrying does not help.
package struct ComparePageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// From 1: where the reader stopped.
    package let line: Int
    package let reason: String

    package var description: String {
        "line \(line): \(reason) Save the whole page of one comparison as text and import that file."
    }
}
