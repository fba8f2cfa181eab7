package import TidemarkLibrary

/// What was read from a catalogue's source, and what was not.
package struct CatalogueReading: Sendable, Hashable {
    package var document: CatalogueDocument
    /// In the order of the source.
    package var problems: [CatalogueProblem]

    package init(document: CatalogueDocument = CatalogueDocument(), problems: [CatalogueProblem] = []) {
        self.document = document
        self.problems = problems
    }
}
