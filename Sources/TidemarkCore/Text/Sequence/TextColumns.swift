/// How a text is stored: columns over its spans in text order, so that a compressor finds alike next to alike.
///
/// Layout: format, numbers of spans, writers, waiting changes, and the sizes of the seven columns; writers (16 bytes each); columns;
/// characters as UTF-8; waiting changes (writer, number, change). Numbers are LEB128.
///
/// | Column | For each | Holds |
/// |---|---|---|
/// | kinds | span | `Kind` and flags in one byte |
/// | lengths | span | scalars |
/// | parents | span | distance in spans to the parent: the last scalar of one before, or the first of one behind |
/// | writers | span that continues none | its writer |
/// | numbers | span that continues none | op number, less that of the same writer's span before |
/// | details | span that needs it | offset in its op; right neighbour (distance from the usual, offset); bytes beyond one a scalar |
///
/// The usual right neighbour of a right child is what follows its branch: anything else comes only of concurrent writing.
enum TextColumns {
    static let format: UInt8 = 0

    enum Kind {
        static let rightChild: UInt8 = 0
        static let leftChild: UInt8 = 1
        /// A right child that goes on with the ids of its parent and shares its right neighbour.
        static let continuation: UInt8 = 2
        static let mask: UInt8 = 3

        static let deleted: UInt8 = 4
        static let collected: UInt8 = 8
        static let byNumber: UInt8 = 16
        /// Its right neighbour is among the details.
        static let unusualRight: UInt8 = 32
        /// Its bytes beyond one a scalar are among the details.
        static let wide: UInt8 = 64
    }

    /// For each span the first one behind its branch, from parents in text order.
    ///
    /// - Parameter parents: the span of each right child's parent, -1 for the start; nil for left children.
    static func branchEnds(_ parents: [Int?]) -> [Int] {
        var ends = Array(1...max(parents.count, 1))
        for child in parents.indices.reversed() {
            if let parent = parents[child], parent >= 0 { ends[parent] = max(ends[parent], ends[child]) }
        }
        return ends
    }
}
