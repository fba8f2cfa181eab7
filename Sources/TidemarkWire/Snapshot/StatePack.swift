import Foundation
package import TidemarkCore

/// Some rows of a snapshot, in columns: the operations of which their states consist (`RowState.operations`), and the moves of
/// folders.
package struct StatePack: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let id: RowID
        package let kind: KindID
        package let key: NaturalKey?
        /// Not empty.
        package internal(set) var operations: [Op]

        package init(id: RowID, kind: KindID, key: NaturalKey?, operations: [Op]) {
            self.id = id
            self.kind = kind
            self.key = key
            self.operations = operations
        }
    }

    package let rows: [Row]

    package init(rows: [Row]) { self.rows = rows }

    /// - Throws: `tooLarge` where rows must be split among more packs.
    package func serialized() throws(WireError) -> PackBytes {
        var encoder = BatchBodyEncoder()
        for row in rows { encoder.keys[row.id] = row.key }
        for row in rows {
            for operation in row.operations { try encoder.append(operation) }
        }
        let columns = try Protobuf.bytes(of: encoder.columns.message)
        guard columns.count <= 1 << Limits.inflatedBucket, encoder.columns.opKind.count <= Limits.batchOps else {
            throw .tooLarge("a pack of \(columns.count) bytes")
        }
        return PackBytes(bytes: try Deflate.compress(columns), inflatedSize: columns.count)
    }

    /// - Throws: `WireError` for bytes that are no pack.
    package init(_ pack: PackBytes, space: SpaceID) throws(WireError) {
        guard pack.inflatedSize <= 1 << Limits.inflatedBucket else { throw .tooLarge("inflated size of a pack") }
        try self.init(inflated: try Deflate.inflate(pack.bytes, size: pack.inflatedSize), space: space)
    }

    package init(inflated columns: [UInt8], space: SpaceID) throws(WireError) {
        let message = try Protobuf.message(PBBatchBody.self, from: columns, named: "pack")
        var decoder = try BatchBodyDecoder(columns: BatchColumns(message: message), space: space, origin: nil)
        var rows: [Row] = []
        try decoder.forEachOperation { operation, row in
            if rows.last?.id == operation.row {
                rows[rows.count - 1].operations.append(operation)
            } else {
                rows.append(Row(id: row.id, kind: operation.kind, key: row.key, operations: [operation]))
            }
        }
        self.init(rows: rows)
    }
}

/// A pack as it is stored: a zlib stream.
package struct PackBytes: Hashable, Sendable {
    package let bytes: [UInt8]
    package let inflatedSize: Int

    package init(bytes: [UInt8], inflatedSize: Int) {
        self.bytes = bytes
        self.inflatedSize = inflatedSize
    }

    package var hash: Hash { Hash(of: bytes) }
}
