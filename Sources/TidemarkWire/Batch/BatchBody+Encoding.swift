import Foundation
import TidemarkCore

extension BatchBody {
    package func serialized() throws(WireError) -> [UInt8] {
        var encoder = BatchBodyEncoder(writer: writer, range: range)
        encoder.message.members = members
        for operation in operations {
            if case .create(let key) = operation.change { encoder.keys[operation.row] = key }
        }
        for operation in operations { try encoder.append(operation) }
        return try Protobuf.bytes(of: encoder.message)
    }
}

/// Builds the columns of one body.
private struct BatchBodyEncoder {
    var message = PBBatchBody()
    /// Keys of the rows that this batch creates.
    var keys: [RowID: NaturalKey] = [:]
    private let writer: WriterID
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

    mutating func append(_ operation: Op) throws(WireError) {
        let row = index(of: operation.row, kind: operation.kind)
        message.opNumber.append(operation.dot.number - number - 1)
        message.opAction.append(Int64(bitPattern: operation.action &- action))
        message.opStamp.append(Int64(bitPattern: operation.stamp.rawValue &- stamp))
        message.opRow.append(Int32(row - self.row))
        message.opSeenCount.append(UInt32(operation.seen.count))
        for dot in operation.seen {
            let writer = index(of: dot.writer)
            message.seenWriter.append(UInt32(writer))
            message.seenNumber.append(
                writer == 0 ? Int64(operation.dot.number) - Int64(dot.number) : Int64(dot.number))
        }
        number = operation.dot.number
        action = operation.action
        stamp = operation.stamp.rawValue
        self.row = row
        try append(operation.change)
    }

    private mutating func append(_ change: Op.Change) throws(WireError) {
        switch change {
        case .create: code(OpCode.create)
        case .set(let field, let value):
            code(OpCode.set, field)
            try append(value)
        case .lower(let field, let number):
            code(OpCode.lower, field)
            message.valueInteger.append(number)
        case .write(let field, let text):
            code(OpCode.write, field)
            append(Array(text.utf8))
        case .add(let field, let element):
            code(OpCode.add, field)
            append(Array(element.utf8))
        case .remove(let field, let element):
            code(OpCode.remove, field)
            append(Array(element.utf8))
        case .move(let parent, let key):
            code(OpCode.move)
            message.valueRow.append(UInt32(index(of: parent, kind: nil)))
            append(key.bytes)
        case .trash(let context):
            code(OpCode.trash)
            append(try context.serialized())
        }
    }

    private mutating func append(_ value: Value) throws(WireError) {
        switch value {
        case .null: message.valueType.append(ValueCode.null)
        case .text(let text):
            message.valueType.append(ValueCode.text)
            append(Array(text.utf8))
        case .integer(let number):
            message.valueType.append(ValueCode.integer)
            message.valueInteger.append(number)
        case .bytes(let bytes):
            message.valueType.append(ValueCode.bytes)
            append(bytes)
        case .row(let row):
            message.valueType.append(ValueCode.row)
            message.valueRow.append(UInt32(index(of: row, kind: nil)))
        case .place(let parent, let key):
            message.valueType.append(ValueCode.place)
            message.valueRow.append(UInt32(index(of: parent, kind: nil)))
            append(key.bytes)
        case .rekey(let key, let of):
            message.valueType.append(ValueCode.rekey)
            message.valueInteger.append(Int64(of.number))
            append(of.writer.bytes + key.bytes)
        case .context(let vector):
            message.valueType.append(ValueCode.context)
            append(try vector.serialized())
        }
    }

    private mutating func code(_ kind: UInt32, _ field: FieldID = .existence) {
        message.opKind.append(kind)
        message.opField.append(field.rawValue)
    }

    private mutating func append(_ bytes: [UInt8]) {
        message.valueLength.append(UInt32(bytes.count))
        message.values.append(contentsOf: bytes)
    }

    private mutating func index(of writer: WriterID) -> Int {
        if writer == self.writer { return 0 }
        if let index = writers[writer] { return index }
        message.writers.append(Data(writer.bytes))
        writers[writer] = message.writers.count
        return message.writers.count
    }

    /// The row's place in the dictionary. Rows that are only pointed at have kind 0 there, until they are changed themselves.
    private mutating func index(of row: RowID, kind: KindID?) -> Int {
        if let index = rows[row] {
            if let kind { message.rowKind[index] = kind.rawValue }
            return index
        }
        if let key = keys[row] {
            let indexes = key.rows.map { index(of: $0, kind: nil) }
            message.rowForm.append(key.number + 1)
            message.rowKeyRowCount.append(UInt32(indexes.count))
            message.rowKeyRows += indexes.map(UInt32.init)
            message.rowKeyLength.append(UInt32(key.text.utf8.count))
            message.rowKeys.append(contentsOf: key.text.utf8)
        } else {
            message.rowForm.append(0)
            message.rowIds.append(contentsOf: row.bytes)
        }
        message.rowKind.append(kind?.rawValue ?? 0)
        rows[row] = message.rowForm.count - 1
        return message.rowForm.count - 1
    }
}
