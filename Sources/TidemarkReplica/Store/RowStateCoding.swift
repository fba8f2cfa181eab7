import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Packs a row's merge state into one blob.
///
/// The value of a cell's winner stands in the row's column and not here, and so does a text that was written once; all else is
/// here: the version of every candidate (one byte when it follows the one before: same stamp, same writer, next number), shadows,
/// trash marks, texts that were edited, and operations that were replaced before they arrived.
enum RowStateCoding {
    /// What a stored version or value needs from the database.
    struct Context {
        /// The local number of a writer, and back.
        let number: (WriterID) throws -> Int64
        let writer: (Int64) throws -> WriterID
    }

    private static let sameAction: UInt64 = 0
    private static let otherAction: UInt64 = 1

    /// How a text stands there.
    private enum TextForm {
        static let sequence: UInt64 = 0
        static let seed: UInt64 = 1
        /// In the row's column, and not here.
        static let seedInColumn: UInt64 = 2
    }

    // MARK: Writing

    /// Deleted characters are not kept: all that needs them looks into the batches.
    ///
    /// - Parameters:
    ///   - isInColumn: whether the column holds this winner.
    ///   - textColumn: whether the field has a column for its text.
    static func encode(
        _ state: RowState, context: Context, isInColumn: (RowState.Cell) -> Bool, textColumn: (FieldID) -> Bool
    ) throws -> [UInt8] {
        var writer = ByteWriter()
        var previous: Version?
        writer.write(state.cells.count)
        for cell in state.cells {
            let inColumn = isInColumn(cell)
            let shape = (cell.key.element == nil ? 0 : 1) | (inColumn ? 2 : 0) | (cell.candidates.count > 1 ? 4 : 0)
            writer.write(UInt64(cell.key.field.rawValue) << 3 | UInt64(shape))
            if let element = cell.key.element { writer.write(element) }
            if cell.candidates.count > 1 { writer.write(cell.candidates.count) }
            for (index, candidate) in cell.candidates.enumerated() {
                try write(candidate.version, after: &previous, to: &writer, context)
                if !(inColumn && index == cell.candidates.count - 1) {
                    try write(candidate.value, to: &writer, context)
                }
            }
        }
        writer.write(state.texts.count)
        for text in state.texts {
            let field = UInt64(text.key.rawValue) << 2
            switch text.value {
            case .seed where textColumn(text.key): writer.write(field | TextForm.seedInColumn)
            case .seed(let text):
                writer.write(field | TextForm.seed)
                writer.write(text)
            case .sequence(let sequence):
                writer.write(field | TextForm.sequence)
                writer.write(sequence.encoded(keepingDeleted: false))
            }
        }
        if !state.awaited.isEmpty {
            writer.write(state.awaited.count)
            for dot in state.awaited.sorted() { try write(dot, to: &writer, context) }
        }
        return writer.bytes
    }

    private static func write(_ dot: Dot, to writer: inout ByteWriter, _ context: Context) throws {
        writer.write(UInt64(try context.number(dot.writer)))
        writer.write(dot.number)
    }

    private static func write(
        _ version: Version, after previous: inout Version?, to writer: inout ByteWriter, _ context: Context
    ) throws {
        defer { previous = version }
        if let previous, previous.stamp == version.stamp, previous.dot.writer == version.dot.writer,
            version.dot.number == previous.dot.number + 1
        {
            writer.write(sameAction)
        } else {
            writer.write(otherAction)
            writer.write(version.stamp.rawValue)
            try write(version.dot, to: &writer, context)
        }
    }

    private static func write(_ value: Value, to writer: inout ByteWriter, _ context: Context) throws {
        if writer.write(plain: value) { return }
        switch value {
        case .null, .text, .integer, .bytes, .row, .place: break
        case .rekey(let key, let dot):
            writer.write(6)
            writer.write(key.bytes)
            try write(dot, to: &writer, context)
        case .context(let vector):
            writer.write(7)
            writer.write(try vector.serialized())
        }
    }

    // MARK: Reading

    /// - Parameters:
    ///   - column: the value that the row's column holds for a field.
    ///   - text: the same for a text field.
    static func decode(
        _ bytes: [UInt8], context: Context, column: (FieldID) throws -> Value, text: (FieldID) throws -> String
    ) throws -> RowState {
        var state = RowState()
        guard !bytes.isEmpty else { return state }
        var reader = ByteReader<ReplicaError>(bytes)
        var previous: Version?
        for _ in 0..<(try reader.count()) {
            let head = try reader.number()
            let field = FieldID(rawValue: UInt32(truncatingIfNeeded: head >> 3))
            let element = head & 1 == 1 ? try reader.text() : nil
            let count = head & 4 == 4 ? try reader.count() : 1
            var candidates: [RowState.Candidate] = []
            for index in 0..<count {
                let version = try readVersion(from: &reader, after: &previous, context)
                let inColumn = head & 2 == 2 && index == count - 1
                let value = inColumn ? try column(field) : try readValue(from: &reader, context)
                candidates.append(.init(version: version, value: value))
            }
            state.cells.append(.init(key: .init(field, element: element), candidates: candidates))
        }
        for _ in 0..<(try reader.count()) {
            let head = try reader.number()
            let field = FieldID(rawValue: UInt32(truncatingIfNeeded: head >> 2))
            switch head & 3 {
            case TextForm.sequence: state.texts[field] = .sequence(try readSequence(from: &reader))
            case TextForm.seed: state.texts[field] = .seed(try reader.text())
            case TextForm.seedInColumn: state.texts[field] = .seed(try text(field))
            default: throw ReplicaError.damaged("a text in row state")
            }
        }
        if !reader.isAtEnd {
            for _ in 0..<(try reader.count()) { state.awaited.insert(try readDot(from: &reader, context)) }
        }
        return state
    }

    private static func readSequence(from reader: inout ByteReader<ReplicaError>) throws -> TextSequence {
        let bytes = try reader.content()
        do {
            return try TextSequence(decoding: bytes)
        } catch {
            throw ReplicaError.damaged("a text in row state")
        }
    }

    private static func readDot(from reader: inout ByteReader<ReplicaError>, _ context: Context) throws -> Dot {
        Dot(try context.writer(Int64(try reader.number())), try reader.number())
    }

    private static func readVersion(
        from reader: inout ByteReader<ReplicaError>, after previous: inout Version?, _ context: Context
    ) throws -> Version {
        let version: Version
        if try reader.number() == otherAction {
            version = Version(Stamp(rawValue: try reader.number()), try readDot(from: &reader, context))
        } else {
            guard let previous else { throw ReplicaError.damaged("row state begins in the middle") }
            version = Version(previous.stamp, Dot(previous.dot.writer, previous.dot.number + 1))
        }
        previous = version
        return version
    }

    private static func readValue(from reader: inout ByteReader<ReplicaError>, _ context: Context) throws -> Value {
        let type = try reader.number()
        switch type {
        case 6: return .rekey(try reader.key(), of: try readDot(from: &reader, context))
        case 7: return .context(try VersionVector(serialized: try reader.content()))
        default: return try reader.plainValue(type)
        }
    }
}
