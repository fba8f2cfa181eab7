/// Why releases cannot be compared.
package enum ComparisonError: Error, Sendable, Hashable {
    case wrongCount(Int)
    /// The reference that is named more than once.
    case repeated(String)
}

extension ComparisonError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongCount(let count):
            "A comparison needs \(Comparison.allowedColumns.lowerBound) to \(Comparison.allowedColumns.upperBound) "
                + "releases, not \(count): name another selection."
        case .repeated(let reference):
            "The release \(reference) is named twice: name each release once."
        }
    }
}
