package import TidemarkCore

extension NaturalKey {
    /// The id of the row with this key: the same on every replica of the space, whoever makes it.
    package func rowID(kind: KindID, space: SpaceID) -> RowID {
        var input = [UInt8]("tidemark row 0".utf8)
        input += space.bytes
        input += withUnsafeBytes(of: kind.rawValue.bigEndian) { [UInt8]($0) }
        input += withUnsafeBytes(of: number.bigEndian) { [UInt8]($0) }
        input.append(UInt8(truncatingIfNeeded: rows.count))
        for row in rows { input += row.bytes }
        input += text.utf8
        return RowID(truncating: Hash(of: input))
    }
}
