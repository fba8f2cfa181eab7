package import TidemarkCore

/// Joins the parts of a row's state to the bytes that are hashed: integers big-endian, contents behind their length.
package struct DigestInput {
    package private(set) var bytes: [UInt8] = []

    package init() { bytes.reserveCapacity(512) }

    package mutating func append(_ number: UInt32) { put(number.bigEndian) }

    mutating func append(_ row: RowID) { append(words: row.high, row.low) }

    package mutating func append(bytes content: some Collection<UInt8>) {
        append(UInt32(content.count))
        bytes += content
    }

    mutating func append(_ dot: Dot) {
        append(words: dot.writer.high, dot.writer.low)
        append(word: dot.number)
    }

    mutating func append(_ version: Version) {
        append(word: version.stamp.rawValue)
        append(version.dot)
    }

    mutating func append(_ state: RowState) {
        append(state.key)
        for cell in state.cells {
            append(cell.key.field.rawValue)
            bytes.append(cell.key.element == nil ? 0 : 1)
            if let element = cell.key.element { append(bytes: element.utf8) }
            append(UInt32(cell.candidates.count))
            for candidate in cell.candidates {
                append(candidate.version)
                append(candidate.value)
            }
        }
        for text in state.texts {
            append(text.key.rawValue)
            bytes.append(2)
            switch text.value {
            case .seed(let words):
                bytes.append(0)
                append(bytes: words.utf8)
            case .sequence(let sequence):
                bytes.append(1)
                append(bytes: sequence.encoded(keepingDeleted: false))
            }
        }
        for dot in state.awaited.sorted() { append(dot) }
    }

    private mutating func append(_ key: NaturalKey?) {
        bytes.append(key == nil ? 0 : 1)
        guard let key else { return }
        append(key.number)
        append(UInt32(key.rows.count))
        for row in key.rows { append(row) }
        append(bytes: key.text.utf8)
    }

    private mutating func append(_ value: Value) {
        switch value {
        case .null: bytes.append(UInt8(ValueCode.null))
        case .text(let text):
            bytes.append(UInt8(ValueCode.text))
            append(bytes: text.utf8)
        case .integer(let number):
            bytes.append(UInt8(ValueCode.integer))
            append(word: UInt64(bitPattern: number))
        case .bytes(let content):
            bytes.append(UInt8(ValueCode.bytes))
            append(bytes: content)
        case .row(let row):
            bytes.append(UInt8(ValueCode.row))
            append(row)
        case .place(let parent, let key):
            bytes.append(UInt8(ValueCode.place))
            append(parent)
            append(bytes: key.bytes)
        case .rekey(let key, let move):
            bytes.append(UInt8(ValueCode.rekey))
            append(move)
            append(bytes: key.bytes)
        case .context(let vector):
            bytes.append(UInt8(ValueCode.context))
            append(vector)
        }
    }

    package mutating func append(_ vector: VersionVector) {
        append(UInt32(vector.writers.count))
        for (writer, held) in vector.writers.sorted(by: { $0.key < $1.key }) {
            append(Dot(writer, held.last))
            append(UInt32(held.gaps.count))
            for gap in held.gaps { append(words: gap.lowerBound, gap.upperBound) }
        }
    }

    private mutating func append(words high: UInt64, _ low: UInt64) {
        append(word: high)
        append(word: low)
    }

    private mutating func append(word: UInt64) { put(word.bigEndian) }

    private mutating func put(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }
}
