import Foundation
import TidemarkCore

extension BatchBody {
    package func serialized() throws(WireError) -> [UInt8] {
        var encoder = BatchBodyEncoder(writer: writer, range: range)
        encoder.columns.members = members
        for operation in operations {
            if case .create(let key) = operation.change { encoder.keys[operation.row] = key }
        }
        for operation in operations { try encoder.append(operation) }
        return try Protobuf.bytes(of: encoder.columns.message)
    }
}

/// Builds the columns of one body, or of one pack, whose operations are of many writers.
struct BatchBodyEncoder {
    var columns = BatchColumns()
    /// Keys of rows, for the dictionary: those that this batch creates.
    var keys: [RowID: NaturalKey] = [:]
    /// Nil in a pack.
    private let writer: WriterID?
    private var rows: [RowID: Int] = [:]
    private var writers: [WriterID: Int] = [:]
    private var number: UInt64
    private var action: UInt64
    private var stamp: UInt64 = 0
    private var row = 0

    init(writer: WriterID, range: ClosedRange<UInt64>) {
        self.writer = writer
        number = range.lowerBound - 1
        action = range.lowerBound
    }

    /// For a pack.
    init() {
        writer = nil
        number = 0
        action = 0
    }

    mutating func append(_ operation: Op) throws(WireError) {
        let row = index(of: operation.row, kind: operation.kind)
        if writer == nil {
            columns.opWriter.append(operation.dot == Op.standIn ? 0 : UInt32(index(of: operation.dot.writer)))
            columns.opDot.append(Int64(bitPattern: operation.dot.number &- number))
        } else {
            columns.opNumber.append(operation.dot.number - number - 1)
            columns.opAction.append(Int64(bitPattern: operation.action &- action))
        }
        columns.opStamp.append(Int64(bitPattern: operation.stamp.rawValue &- stamp))
        columns.opRow.append(Int32(row - self.row))
        columns.opSeenCount.append(UInt32(operation.seen.count))
        for dot in operation.seen {
            let writer = index(of: dot.writer)
            columns.seenWriter.append(UInt32(writer))
            columns.seenNumber.append(
                writer == 0 ? Int64(operation.dot.number) - Int64(dot.number) : Int64(dot.number))
        }
        number = operation.dot.number
        action = operation.action
        stamp = operation.stamp.rawValue
        self.row = row
        try append(operation.change, of: operation.row, operation.dot)
    }

    private mutating func append(_ change: Op.Change, of row: RowID, _ dot: Dot) throws(WireError) {
        switch change {
        case .create: code(OpCode.create)
        case .set(let field, let value):
            code(OpCode.set, field)
            if case .text(let text) = value, text == keys[row]?.text {
                columns.valueType.append(ValueCode.keyText)
            } else {
                try append(value)
            }
        case .lower(let field, let number):
            code(OpCode.lower, field)
            columns.valueInteger.append(number)
        case .count(let field, let by, let to):
            code(OpCode.count, field)
            columns.valueInteger += [by, to]
        case .seed(let field, let text):
            code(OpCode.seed, field)
            append(text.utf8)
        case .edit(let field, let text):
            code(OpCode.edit, field)
            append(text.encoded(dot) { UInt64(index(of: $0)) })
        case .text(let field, let text):
            code(OpCode.text, field)
            append(text.encoded(keepingDeleted: false))
        case .add(let field, let element):
            code(OpCode.add, field)
            append(element.utf8)
        case .remove(let field, let element):
            code(OpCode.remove, field)
            append(element.utf8)
        case .move(let parent, let key):
            code(OpCode.move)
            columns.valueRow.append(UInt32(index(of: parent, kind: nil)))
            append(key.bytes)
        case .trash(let context):
            code(OpCode.trash)
            append(try context.serialized())
        }
    }

    private mutating func append(_ value: Value) throws(WireError) {
        switch value {
        case .null: columns.valueType.append(ValueCode.null)
        case .text(let text):
            columns.valueType.append(ValueCode.text)
            append(text.utf8)
        case .integer(let number):
            columns.valueType.append(ValueCode.integer)
            columns.valueInteger.append(number)
        case .bytes(let bytes):
            columns.valueType.append(ValueCode.bytes)
            append(bytes)
        case .row(let row):
            columns.valueType.append(ValueCode.row)
            columns.valueRow.append(UInt32(index(of: row, kind: nil)))
        case .place(let parent, let key):
            columns.valueType.append(ValueCode.place)
            columns.valueRow.append(UInt32(index(of: parent, kind: nil)))
            append(key.bytes)
        case .rekey(let key, let of):
            columns.valueType.append(ValueCode.rekey)
            columns.valueInteger.append(Int64(of.number))
            append(of.writer.bytes + key.bytes)
        case .context(let vector):
            columns.valueType.append(ValueCode.context)
            append(try vector.serialized())
        }
    }

    private mutating func code(_ kind: UInt32, _ field: FieldID = .existence) {
        columns.opKind.append(kind)
        columns.opField.append(field.rawValue)
    }

    private mutating func append(_ bytes: some Collection<UInt8>) {
        columns.valueLength.append(UInt32(bytes.count))
        columns.values.append(contentsOf: bytes)
    }

    private mutating func index(of writer: WriterID) -> Int {
        if writer == self.writer { return 0 }
        if let index = writers[writer] { return index }
        columns.writers.append(Data(writer.bytes))
        writers[writer] = columns.writers.count
        return columns.writers.count
    }

    /// The row's place in the dictionary. Rows that are only pointed at have kind 0 there, until they are changed themselves.
    private mutating func index(of row: RowID, kind: KindID?) -> Int {
        if let index = rows[row] {
            if let kind { columns.rowKind[index] = kind.rawValue }
            return index
        }
        if let key = keys[row] {
            let indexes = key.rows.map { index(of: $0, kind: nil) }
            columns.rowForm.append(key.number + 1)
            columns.rowKeyRowCount.append(UInt32(indexes.count))
            columns.rowKeyRows += indexes.map(UInt32.init)
            columns.rowKeyLength.append(UInt32(key.text.utf8.count))
            columns.rowKeys.append(contentsOf: key.text.utf8)
        } else {
            columns.rowForm.append(0)
            columns.rowIds.append(contentsOf: row.bytes)
        }
        columns.rowKind.append(kind?.rawValue ?? 0)
        rows[row] = columns.rowForm.count - 1
        return columns.rowForm.count - 1
    }
}
