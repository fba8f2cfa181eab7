import Foundation
package import TidemarkCore

extension BatchBody {
    /// Reads a body. Every length is checked against what is there before anything is allocated for it.
    ///
    /// - Throws: `WireError.malformed`; `unsupportedFormat` for op kinds or value types of a later version.
    package init(
        serialized bytes: [UInt8], space: SpaceID, writer: WriterID, range: ClosedRange<UInt64>
    ) throws(WireError) {
        let message = try Protobuf.message(PBBatchBody.self, from: bytes, named: "batch body")
        var decoder = try BatchBodyDecoder(message: message, space: space, writer: writer, range: range)
        self.init(
            space: space, writer: writer, range: range, members: message.members, operations: try decoder.operations())
    }
}

/// Walks the columns of one body.
private struct BatchBodyDecoder {
    private struct Row {
        var id: RowID
        var kind: UInt32
        var key: NaturalKey?
    }

    private let message: PBBatchBody
    private let writer: WriterID
    private let range: ClosedRange<UInt64>
    private var writers: [WriterID]
    private var rows: [Row] = []
    private var seen = 0
    private var types = 0
    private var lengths = 0
    private var integers = 0
    private var valueRows = 0
    private var offset: Int

    init(message: PBBatchBody, space: SpaceID, writer: WriterID, range: ClosedRange<UInt64>) throws(WireError) {
        self.message = message
        self.writer = writer
        self.range = range
        writers = [writer]
        offset = message.values.startIndex
        guard message.opNumber.count <= Limits.batchOps else {
            throw .tooLarge("\(message.opNumber.count) ops in a batch")
        }
        guard message.writers.count < Limits.writers else { throw .tooLarge("writers in a batch") }
        for bytes in message.writers {
            guard let id = WriterID(bytes: bytes) else { throw .malformed("writer in a batch") }
            writers.append(id)
        }
        try readRows(space: space)
    }

    private mutating func readRows(space: SpaceID) throws(WireError) {
        let count = message.rowForm.count
        // An op names at most its own row and two others, a key up to three.
        guard count <= 4 * Limits.batchOps, message.rowKind.count == count else { throw .malformed("row dictionary") }
        var (ids, keyIndex, keyRow) = (message.rowIds.startIndex, 0, 0)
        var text = message.rowKeys.startIndex
        for index in 0..<count {
            guard message.rowForm[index] > 0 else {
                guard message.rowIds.endIndex - ids >= 16, let id = RowID(bytes: message.rowIds[ids..<(ids + 16)])
                else {
                    throw .malformed("row ids")
                }
                ids += 16
                rows.append(Row(id: id, kind: message.rowKind[index]))
                continue
            }
            guard keyIndex < message.rowKeyRowCount.count, keyIndex < message.rowKeyLength.count,
                message.rowKeyRowCount[keyIndex] <= 3,
                message.rowKeyLength[keyIndex] <= message.rowKeys.endIndex - text,
                Int(message.rowKeyRowCount[keyIndex]) <= message.rowKeyRows.count - keyRow
            else { throw .malformed("row keys") }
            var parents: [RowID] = []
            for _ in 0..<message.rowKeyRowCount[keyIndex] {
                guard message.rowKeyRows[keyRow] < index else { throw .malformed("row key points forward") }
                parents.append(rows[Int(message.rowKeyRows[keyRow])].id)
                keyRow += 1
            }
            let end = text + Int(message.rowKeyLength[keyIndex])
            guard let string = String(validating: message.rowKeys[text..<end], as: UTF8.self) else {
                throw .malformed("row key is not UTF-8")
            }
            text = end
            keyIndex += 1
            let key = NaturalKey(rows: parents, text: string, number: message.rowForm[index] - 1)
            let id = key.rowID(kind: KindID(rawValue: message.rowKind[index]), space: space)
            rows.append(Row(id: id, kind: message.rowKind[index], key: key))
        }
        guard ids == message.rowIds.endIndex, text == message.rowKeys.endIndex, keyRow == message.rowKeyRows.count
        else {
            throw .malformed("row dictionary")
        }
    }

    mutating func operations() throws(WireError) -> [Op] {
        let count = message.opNumber.count
        guard
            [
                message.opAction.count, message.opStamp.count, message.opKind.count, message.opField.count,
                message.opRow.count, message.opSeenCount.count,
            ].allSatisfy({ $0 == count })
        else { throw .malformed("op columns differ in length") }
        var result: [Op] = []
        result.reserveCapacity(count)
        var (number, action, stamp, row) = (range.lowerBound - 1, range.lowerBound, UInt64(0), 0)
        for index in 0..<count {
            guard message.opNumber[index] < range.upperBound - number else { throw .malformed("op number") }
            number += message.opNumber[index] + 1
            action = action &+ UInt64(bitPattern: message.opAction[index])
            stamp = stamp &+ UInt64(bitPattern: message.opStamp[index])
            row += Int(message.opRow[index])
            guard action >= 1, action <= number else { throw .malformed("action of an op") }
            guard rows.indices.contains(row) else { throw .malformed("row of an op") }
            let dots = try readSeen(count: message.opSeenCount[index], number: number)
            let change = try readChange(index, row: rows[row])
            result.append(
                Op(
                    dot: Dot(writer, number), stamp: Stamp(rawValue: stamp), action: action,
                    kind: KindID(rawValue: rows[row].kind), row: rows[row].id, change: change, seen: dots))
        }
        guard seen == message.seenWriter.count, seen == message.seenNumber.count, types == message.valueType.count,
            lengths == message.valueLength.count, integers == message.valueInteger.count,
            valueRows == message.valueRow.count, offset == message.values.endIndex
        else { throw .malformed("values without an op") }
        return result
    }

    private mutating func readSeen(count: UInt32, number: UInt64) throws(WireError) -> [Dot] {
        guard count <= message.seenWriter.count - seen, count <= message.seenNumber.count - seen else {
            throw .malformed("replaced ops")
        }
        var dots: [Dot] = []
        for _ in 0..<count {
            let index = Int(message.seenWriter[seen])
            let stored = message.seenNumber[seen]
            seen += 1
            guard index < writers.count else { throw .malformed("writer of a replaced op") }
            let (value, overflow) = index == 0 ? Int64(number).subtractingReportingOverflow(stored) : (stored, false)
            guard !overflow, value >= 1, index > 0 || value < number else {
                throw .malformed("number of a replaced op")
            }
            dots.append(Dot(writers[index], UInt64(value)))
        }
        return dots
    }

    private mutating func readChange(_ index: Int, row: Row) throws(WireError) -> Op.Change {
        let field = FieldID(rawValue: message.opField[index])
        switch message.opKind[index] {
        case OpCode.create:
            guard let key = row.key else { throw .malformed("a row is made without its key") }
            return .create(key)
        case OpCode.set: return .set(field, try readValue())
        case OpCode.lower: return .lower(field, try readInteger())
        case OpCode.write: return .write(field, try readText())
        case OpCode.add: return .add(field, try readText())
        case OpCode.remove: return .remove(field, try readText())
        case OpCode.move: return .move(parent: try readRow(), try readKey(try readBytes()))
        case OpCode.trash: return .trash(try VersionVector(serialized: try readBytes()))
        default: throw .unsupportedFormat(message.opKind[index])
        }
    }

    private mutating func readValue() throws(WireError) -> Value {
        guard types < message.valueType.count else { throw .malformed("value types") }
        let type = message.valueType[types]
        types += 1
        switch type {
        case ValueCode.null: return .null
        case ValueCode.text: return .text(try readText())
        case ValueCode.integer: return .integer(try readInteger())
        case ValueCode.bytes: return .bytes(try readBytes())
        case ValueCode.row: return .row(try readRow())
        case ValueCode.place: return .place(try readRow(), try readKey(try readBytes()))
        case ValueCode.rekey:
            let number = try readInteger()
            let bytes = try readBytes()
            guard number >= 1, let writer = WriterID(bytes: bytes.prefix(16)) else { throw .malformed("rekeyed move") }
            return .rekey(try readKey(Array(bytes.dropFirst(16))), of: Dot(writer, UInt64(number)))
        case ValueCode.context: return .context(try VersionVector(serialized: try readBytes()))
        default: throw .unsupportedFormat(type)
        }
    }

    private mutating func readInteger() throws(WireError) -> Int64 {
        guard integers < message.valueInteger.count else { throw .malformed("integer values") }
        integers += 1
        return message.valueInteger[integers - 1]
    }

    private mutating func readRow() throws(WireError) -> RowID {
        guard valueRows < message.valueRow.count, message.valueRow[valueRows] < rows.count else {
            throw .malformed("row values")
        }
        valueRows += 1
        return rows[Int(message.valueRow[valueRows - 1])].id
    }

    private mutating func readSlice() throws(WireError) -> Data {
        guard lengths < message.valueLength.count else { throw .malformed("value lengths") }
        let length = Int(message.valueLength[lengths])
        lengths += 1
        guard length <= Limits.valueBytes else { throw .tooLarge("a value of \(length) bytes") }
        guard length <= message.values.endIndex - offset else { throw .malformed("value lengths") }
        offset += length
        return message.values[(offset - length)..<offset]
    }

    private mutating func readBytes() throws(WireError) -> [UInt8] { [UInt8](try readSlice()) }

    private mutating func readText() throws(WireError) -> String {
        guard let text = String(validating: try readSlice(), as: UTF8.self) else {
            throw .malformed("text is not UTF-8")
        }
        return text
    }

    private func readKey(_ bytes: [UInt8]) throws(WireError) -> OrderKey {
        guard let key = OrderKey(bytes: bytes) else { throw .malformed("order key") }
        return key
    }
}
