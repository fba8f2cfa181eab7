import TidemarkCore

/// Values, in the order in which their parts stand in the columns.
extension BatchBodyDecoder {
    mutating func readSeed() throws(WireError) -> String {
        let text = try readText()
        guard !text.isEmpty else { throw .malformed("a first text of nothing") }
        guard text.utf8.count <= FieldText.maximumSeed else { throw .tooLarge("a text of \(text.utf8.count) bytes") }
        return text
    }

    mutating func readTextChange(_ dot: Dot) throws(WireError) -> TextChange {
        let bytes = try readBytes()
        do {
            return try TextChange(decoding: bytes, dot) { $0 < writers.count ? writers[Int($0)] : nil }
        } catch {
            throw .malformed("the change of a text")
        }
    }

    mutating func readTextState() throws(WireError) -> TextSequence {
        let bytes = [UInt8](try readSlice(upTo: Limits.textStateBytes))
        do {
            return try TextSequence(decoding: bytes)
        } catch {
            throw .malformed("the state of a text")
        }
    }

    mutating func readValue(of row: Row) throws(WireError) -> Value {
        guard types < columns.valueType.count else { throw .malformed("value types") }
        let type = columns.valueType[types]
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
        case ValueCode.keyText:
            guard let key = row.key else { throw .malformed("a key's text without the key") }
            return .text(key.text)
        case ValueCode.context: return .context(try VersionVector(serialized: try readBytes()))
        default: throw .unsupportedFormat(type)
        }
    }

    mutating func readInteger() throws(WireError) -> Int64 {
        guard integers < columns.valueInteger.count else { throw .malformed("integer values") }
        integers += 1
        return columns.valueInteger[integers - 1]
    }

    mutating func readRow() throws(WireError) -> RowID {
        guard valueRows < columns.valueRow.count, columns.valueRow[valueRows] < rows.count else {
            throw .malformed("row values")
        }
        valueRows += 1
        return rows[Int(columns.valueRow[valueRows - 1])].id
    }

    mutating func readSlice(upTo limit: Int = Limits.valueBytes) throws(WireError) -> ArraySlice<UInt8> {
        guard lengths < columns.valueLength.count else { throw .malformed("value lengths") }
        let length = Int(columns.valueLength[lengths])
        lengths += 1
        guard length <= limit else { throw .tooLarge("a value of \(length) bytes") }
        guard length <= columns.values.endIndex - offset else { throw .malformed("value lengths") }
        offset += length
        return columns.values[(offset - length)..<offset]
    }

    mutating func readBytes() throws(WireError) -> [UInt8] { [UInt8](try readSlice()) }

    mutating func readText() throws(WireError) -> String {
        guard let text = String(validating: try readSlice(), as: UTF8.self) else {
            throw .malformed("text is not UTF-8")
        }
        return text
    }

    func readKey(_ bytes: [UInt8]) throws(WireError) -> OrderKey {
        guard let key = OrderKey(bytes: bytes) else { throw .malformed("order key") }
        return key
    }
}
