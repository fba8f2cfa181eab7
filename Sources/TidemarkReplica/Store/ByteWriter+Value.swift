import TidemarkCore

/// Values that say all by themselves: types 0 to 5. Those that name writers (6, 7) need the database: `RowStateCoding`.
extension ByteWriter {
    /// Whether the value is of such a type; else nothing is written.
    mutating func write(plain value: Value) -> Bool {
        switch value {
        case .null: write(0)
        case .text(let text):
            write(1)
            write(text)
        case .integer(let number):
            write(2)
            write(signed: number)
        case .bytes(let bytes):
            write(3)
            write(bytes)
        case .row(let row):
            write(4)
            write(row.bytes)
        case .place(let row, let key):
            write(5)
            write(row.bytes)
            write(key.bytes)
        case .rekey, .context: return false
        }
        return true
    }
}

extension ByteReader<ReplicaError> {
    /// - Parameter type: what stood before the value.
    mutating func plainValue(_ type: UInt64) throws(ReplicaError) -> Value {
        switch type {
        case 0: return .null
        case 1: return .text(try text())
        case 2: return .integer(try signed())
        case 3: return .bytes(try content())
        case 4: return .row(try row())
        case 5: return .place(try row(), try key())
        default: throw .damaged("value type in row state")
        }
    }

    mutating func row() throws(ReplicaError) -> RowID {
        guard let row = RowID(bytes: try content()) else { throw .damaged("row id in row state") }
        return row
    }

    mutating func key() throws(ReplicaError) -> OrderKey {
        guard let key = OrderKey(bytes: try content()) else { throw .damaged("key in row state") }
        return key
    }
}
