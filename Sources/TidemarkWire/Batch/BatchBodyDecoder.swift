import TidemarkCore

/// Walks the columns of one body, or of one pack.
struct BatchBodyDecoder {
    struct Row {
        var id: RowID
        var kind: UInt32
        var key: NaturalKey?
    }

    let columns: BatchColumns
    /// Whose operations they are, and which; nil in a pack.
    let origin: (writer: WriterID, range: ClosedRange<UInt64>)?
    var writers: [WriterID]
    var rows: [Row] = []
    var seen = 0
    var types = 0
    var lengths = 0
    var integers = 0
    var valueRows = 0
    var offset: Int

    init(
        columns: BatchColumns, space: SpaceID, origin: (writer: WriterID, range: ClosedRange<UInt64>)?
    ) throws(WireError) {
        self.columns = columns
        self.origin = origin
        writers = [origin?.writer ?? Op.standIn.writer]
        offset = columns.values.startIndex
        guard columns.opKind.count <= Limits.batchOps else {
            throw .tooLarge("\(columns.opKind.count) ops in a batch")
        }
        guard columns.writers.count < Limits.writers else { throw .tooLarge("writers in a batch") }
        for bytes in columns.writers {
            guard let id = WriterID(bytes: bytes) else { throw .malformed("writer in a batch") }
            writers.append(id)
        }
        try readRows(space: space)
    }

    private mutating func readRows(space: SpaceID) throws(WireError) {
        let count = columns.rowForm.count
        // An op names at most its own row and two others, a key up to three.
        guard count <= 4 * Limits.batchOps, columns.rowKind.count == count else { throw .malformed("row dictionary") }
        var (ids, keyIndex, keyRow) = (columns.rowIds.startIndex, 0, 0)
        var text = columns.rowKeys.startIndex
        for index in 0..<count {
            guard columns.rowForm[index] > 0 else {
                guard columns.rowIds.endIndex - ids >= 16, let id = RowID(bytes: columns.rowIds[ids..<(ids + 16)])
                else {
                    throw .malformed("row ids")
                }
                ids += 16
                rows.append(Row(id: id, kind: columns.rowKind[index]))
                continue
            }
            guard keyIndex < columns.rowKeyRowCount.count, keyIndex < columns.rowKeyLength.count,
                columns.rowKeyRowCount[keyIndex] <= 3,
                columns.rowKeyLength[keyIndex] <= columns.rowKeys.endIndex - text,
                Int(columns.rowKeyRowCount[keyIndex]) <= columns.rowKeyRows.count - keyRow
            else { throw .malformed("row keys") }
            var parents: [RowID] = []
            for _ in 0..<columns.rowKeyRowCount[keyIndex] {
                guard columns.rowKeyRows[keyRow] < index else { throw .malformed("row key points forward") }
                parents.append(rows[Int(columns.rowKeyRows[keyRow])].id)
                keyRow += 1
            }
            let end = text + Int(columns.rowKeyLength[keyIndex])
            guard let string = String(validating: columns.rowKeys[text..<end], as: UTF8.self) else {
                throw .malformed("row key is not UTF-8")
            }
            text = end
            keyIndex += 1
            let key = NaturalKey(rows: parents, text: string, number: columns.rowForm[index] - 1)
            let id = key.rowID(kind: KindID(rawValue: columns.rowKind[index]), space: space)
            rows.append(Row(id: id, kind: columns.rowKind[index], key: key))
        }
        guard ids == columns.rowIds.endIndex, text == columns.rowKeys.endIndex, keyRow == columns.rowKeyRows.count
        else {
            throw .malformed("row dictionary")
        }
    }

    mutating func operations() throws(WireError) -> [Op] {
        var result: [Op] = []
        result.reserveCapacity(columns.opKind.count)
        try forEachOperation { operation, _ in result.append(operation) }
        return result
    }

    /// Hands over each operation and the entry of its row in the dictionary.
    mutating func forEachOperation(_ body: (Op, Row) -> Void) throws(WireError) {
        let count = columns.opKind.count
        let numbered =
            origin == nil
            ? [columns.opWriter.count, columns.opDot.count] : [columns.opNumber.count, columns.opAction.count]
        guard
            (numbered + [columns.opStamp.count, columns.opField.count, columns.opRow.count, columns.opSeenCount.count])
                .allSatisfy({ $0 == count })
        else { throw .malformed("op columns differ in length") }
        var (dot, action) = (
            Dot(writers[0], origin.map { $0.range.lowerBound - 1 } ?? 0), origin?.range.lowerBound ?? 0
        )
        var (stamp, row) = (UInt64(0), 0)
        for index in 0..<count {
            dot = try readDot(index, after: dot)
            if origin == nil {
                action = dot.number
            } else {
                action = action &+ UInt64(bitPattern: columns.opAction[index])
                guard action >= 1, action <= dot.number else { throw .malformed("action of an op") }
            }
            stamp = stamp &+ UInt64(bitPattern: columns.opStamp[index])
            row += Int(columns.opRow[index])
            guard rows.indices.contains(row) else { throw .malformed("row of an op") }
            let dots = try readSeen(count: columns.opSeenCount[index], number: dot.number)
            let change = try readChange(index, row: rows[row], dot)
            body(
                Op(
                    dot: dot, stamp: Stamp(rawValue: stamp), action: action, kind: KindID(rawValue: rows[row].kind),
                    row: rows[row].id, change: change, seen: dots), rows[row])
        }
        guard seen == columns.seenWriter.count, seen == columns.seenNumber.count, types == columns.valueType.count,
            lengths == columns.valueLength.count, integers == columns.valueInteger.count,
            valueRows == columns.valueRow.count, offset == columns.values.endIndex
        else { throw .malformed("values without an op") }
    }

    private func readDot(_ index: Int, after last: Dot) throws(WireError) -> Dot {
        if let origin {
            guard columns.opNumber[index] < origin.range.upperBound - last.number else { throw .malformed("op number") }
            return Dot(origin.writer, last.number + columns.opNumber[index] + 1)
        }
        let writer = Int(columns.opWriter[index])
        let number = last.number &+ UInt64(bitPattern: columns.opDot[index])
        guard writer < writers.count, writer == 0 ? number == 0 : 1..<(1 << 48) ~= number else {
            throw .malformed("op number")
        }
        return Dot(writers[writer], number)
    }

    private mutating func readSeen(count: UInt32, number: UInt64) throws(WireError) -> [Dot] {
        guard count <= columns.seenWriter.count - seen, count <= columns.seenNumber.count - seen else {
            throw .malformed("replaced ops")
        }
        var dots: [Dot] = []
        for _ in 0..<count {
            let index = Int(columns.seenWriter[seen])
            let stored = columns.seenNumber[seen]
            seen += 1
            guard index < writers.count else { throw .malformed("writer of a replaced op") }
            // In a pack no writer is its own.
            let isOwn = index == 0 && origin != nil
            let (value, overflow) = isOwn ? Int64(number).subtractingReportingOverflow(stored) : (stored, false)
            guard !overflow, value >= 1, isOwn ? value < number : index > 0 else {
                throw .malformed("number of a replaced op")
            }
            dots.append(Dot(writers[index], UInt64(value)))
        }
        return dots
    }

    private mutating func readChange(_ index: Int, row: Row, _ dot: Dot) throws(WireError) -> Op.Change {
        let field = FieldID(rawValue: columns.opField[index])
        switch columns.opKind[index] {
        case OpCode.create:
            guard let key = row.key else { throw .malformed("a row is made without its key") }
            return .create(key)
        case OpCode.set: return .set(field, try readValue(of: row))
        case OpCode.lower: return .lower(field, try readInteger())
        case OpCode.count: return .count(field, by: try readInteger(), to: try readInteger())
        case OpCode.seed: return .seed(field, try readSeed())
        case OpCode.edit: return .edit(field, try readTextChange(dot))
        case OpCode.text where origin == nil: return .text(field, try readTextState())
        case OpCode.add: return .add(field, try readText())
        case OpCode.remove: return .remove(field, try readText())
        case OpCode.move: return .move(parent: try readRow(), try readKey(try readBytes()))
        case OpCode.trash: return .trash(try VersionVector(serialized: try readBytes()))
        default: throw .unsupportedFormat(columns.opKind[index])
        }
    }
}
