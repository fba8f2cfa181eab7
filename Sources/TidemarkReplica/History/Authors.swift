import TidemarkCore

/// Who stands behind writers; each looked up once.
struct Authors {
    private let merger: SpaceMerger
    private var known: [WriterID: Author] = [:]

    init(_ merger: SpaceMerger) { self.merger = merger }

    mutating func author(of writer: WriterID) throws -> Author {
        if let author = known[writer] { return author }
        let author = Author(
            device: try merger.deviceName(of: writer), person: try merger.writers.person(of: writer)?.description,
            isThisDevice: writer == merger.space.writer)
        known[writer] = author
        return author
    }
}
