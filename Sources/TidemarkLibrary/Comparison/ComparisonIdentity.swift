/// Which comparison it is, whatever the order of its columns: A-vs-B is B-vs-A.
package struct ComparisonIdentity: Sendable, Hashable {
    /// Sorted by bytes, each once.
    package let references: [String]

    package init(references: some Sequence<String>) {
        let unique = Set(references.map { Array($0.utf8) })
        self.references = unique.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }
}
