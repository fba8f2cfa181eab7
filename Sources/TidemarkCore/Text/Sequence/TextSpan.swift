/// Scalars that follow each other in the text and in their ids, each but the first being the right child of the one before.
struct TextSpan {
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let deleted = Flags(rawValue: 1)
        /// The characters are gone, the ids remain.
        static let collected = Flags(rawValue: 2)
        /// Each scalar is the only one of its op, and the ops' numbers follow each other.
        static let byNumber = Flags(rawValue: 4)
        /// The first scalar is a left child of `parent`, not a right one.
        static let leftChild = Flags(rawValue: 8)
        /// The last scalar has a right child.
        static let hasRight = Flags(rawValue: 16)
        /// The last scalar has a right child whose id does not follow its own.
        static let forked = Flags(rawValue: 32)
        /// The first scalar has a left child.
        static let hasLeft = Flags(rawValue: 64)
    }

    var key: UInt64
    var parentKey: UInt64
    var rightKey: UInt64
    var writer: UInt32
    var parentWriter: UInt32
    var rightWriter: UInt32
    /// In scalars; never 0.
    private var scalars: UInt32
    /// Where the scalars stand in the sequence's bytes, as UTF-8.
    private var start: UInt32
    private var width: UInt32
    var flags: Flags

    init(id: TextID, length: Int, parent: TextID, right: TextID, bytes: Range<Int>, flags: Flags) {
        (key, writer) = (id.key, id.writer)
        (parentKey, parentWriter) = (parent.key, parent.writer)
        (rightKey, rightWriter) = (right.key, right.writer)
        scalars = UInt32(length)
        start = UInt32(bytes.lowerBound)
        width = UInt32(bytes.count)
        self.flags = flags
    }

    var id: TextID { TextID(writer: writer, key: key) }
    var parent: TextID { TextID(writer: parentWriter, key: parentKey) }
    var right: TextID { TextID(writer: rightWriter, key: rightKey) }
    var length: Int { Int(scalars) }
    var bytes: Range<Int> { Int(start)..<(Int(start) + Int(width)) }
    var isDeleted: Bool { flags.contains(.deleted) }
    var visible: Int { isDeleted ? 0 : Int(scalars) }
    var isASCII: Bool { width == scalars }
    var shift: UInt64 { flags.contains(.byNumber) ? TextID.offsetBits : 0 }
    var lastID: TextID { id.advanced(by: length - 1, shift: shift) }
    /// One past the last key, in steps of this span.
    var endKey: UInt64 { key + UInt64(scalars) << shift }

    /// Where `id` stands in this span.
    func position(of id: TextID) -> Int? {
        guard id.writer == writer, id.key >= key, id.key < endKey else { return nil }
        let distance = id.key - key
        if flags.contains(.byNumber) {
            return distance & TextID.offsetMask == 0 ? Int(distance >> TextID.offsetBits) : nil
        }
        return Int(distance)
    }

    mutating func extend(by length: Int, bytes: Int) {
        scalars += UInt32(length)
        width += UInt32(bytes)
    }

    mutating func setParent(_ id: TextID) { (parentKey, parentWriter) = (id.key, id.writer) }

    mutating func setRight(_ id: TextID) { (rightKey, rightWriter) = (id.key, id.writer) }

    mutating func moveBytes(to position: Int) { start = UInt32(position) }

    mutating func dropBytes() {
        (start, width) = (0, 0)
        flags.insert(.collected)
    }

    /// Cuts after `length` scalars, `bytes` bytes long, and returns the rest.
    mutating func cut(at length: Int, bytes: Int) -> TextSpan {
        let rest = TextSpan(
            id: id.advanced(by: length, shift: shift), length: self.length - length,
            parent: id.advanced(by: length - 1, shift: shift), right: right,
            bytes: (Int(start) + bytes)..<(Int(start) + Int(width)),
            flags: flags.subtracting([.leftChild, .hasLeft]))
        scalars = UInt32(length)
        width = UInt32(bytes)
        flags.remove(.forked)
        flags.insert(.hasRight)
        return rest
    }

    /// Whether `next`, which stands directly behind, could have been one span with this one.
    func isContinued(by next: TextSpan) -> Bool {
        let decisive: Flags = [.deleted, .collected, .byNumber]
        return next.key == endKey && next.writer == writer && next.parent == lastID && next.right == right
            && !next.flags.contains(.leftChild) && !flags.contains(.forked)
            && flags.intersection(decisive) == next.flags.intersection(decisive)
    }

    /// - Precondition: `isContinued(by: next)`, and its bytes follow.
    mutating func join(_ next: TextSpan) {
        extend(by: next.length, bytes: next.bytes.count)
        flags.subtract([.hasRight, .forked])
        flags.formUnion(next.flags.intersection([.hasRight, .forked]))
    }
}

/// Some spans in a row. A text is an array of these, so that an insertion moves a few kilobytes at most.
struct TextChunk {
    /// 128 spans are 7 KB: scanned in under 0.1 µs, and few enough chunks to scan them too.
    static let maximumSpans = 128

    /// Names the chunk in the index, wherever it stands.
    let handle: Int
    var spans: [TextSpan]
    /// Scalars that are not deleted.
    var visible: Int

    init(handle: Int, spans: [TextSpan]) {
        self.handle = handle
        self.spans = spans
        visible = spans.reduce(0) { $0 + $1.visible }
    }
}
