import TidemarkCore

extension DeedEffect {
    static func encode(_ effects: [DeedEffect]) -> [UInt8] {
        var writer = ByteWriter()
        for effect in effects {
            writer.write(UInt64(effect.kind.rawValue))
            writer.write(effect.row.bytes)
            switch effect.change {
            case .made: writer.write(0)
            case .restored: writer.write(1)
            case .trashed: writer.write(2)
            case .register(let field, let before, let after):
                writer.write(3)
                writer.write(UInt64(field.rawValue))
                write(before, to: &writer)
                write(after, to: &writer)
            case .text(let field, let before, let after):
                writer.write(4)
                writer.write(UInt64(field.rawValue))
                writer.write(before)
                writer.write(after)
            case .tag(let field, let tag, let wasThere, let isThere):
                writer.write(5)
                writer.write(UInt64(field.rawValue))
                writer.write(tag)
                writer.write((wasThere ? 1 : 0) | (isThere ? 2 : 0))
            case .moved(let before, let after):
                writer.write(before == nil ? 6 : 7)
                if let before { write(.place(before.parent, before.key), to: &writer) }
                write(.place(after.parent, after.key), to: &writer)
            case .lowered(let field):
                writer.write(8)
                writer.write(UInt64(field.rawValue))
            case .surfaced: writer.write(9)
            case .counted(let field, let number):
                writer.write(10)
                writer.write(UInt64(field.rawValue))
                writer.write(signed: number)
            }
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(ReplicaError) -> [DeedEffect] {
        var reader = ByteReader<ReplicaError>(bytes)
        var effects: [DeedEffect] = []
        while !reader.isAtEnd {
            let kind = KindID(rawValue: UInt32(truncatingIfNeeded: try reader.number()))
            guard let row = RowID(bytes: try reader.content()) else { throw .damaged("the record of a deed") }
            effects.append(DeedEffect(kind: kind, row: row, change: try readChange(from: &reader)))
        }
        return effects
    }

    private static func readChange(from reader: inout ByteReader<ReplicaError>) throws(ReplicaError) -> Change {
        switch try reader.number() {
        case 0: return .made
        case 1: return .restored
        case 2: return .trashed
        case 3:
            return .register(
                try readField(from: &reader), before: try readValue(from: &reader), after: try readValue(from: &reader))
        case 4: return .text(try readField(from: &reader), before: try reader.text(), after: try reader.text())
        case 5:
            let (field, tag, flags) = (try readField(from: &reader), try reader.text(), try reader.number())
            return .tag(field, tag, wasThere: flags & 1 == 1, isThere: flags & 2 == 2)
        case 6: return .moved(before: nil, after: try readPlace(from: &reader))
        case 7: return .moved(before: try readPlace(from: &reader), after: try readPlace(from: &reader))
        case 8: return .lowered(try readField(from: &reader))
        case 9: return .surfaced
        case 10: return .counted(try readField(from: &reader), try reader.signed())
        default: throw .damaged("the record of a deed")
        }
    }

    private static func readField(from reader: inout ByteReader<ReplicaError>) throws(ReplicaError) -> FieldID {
        FieldID(rawValue: UInt32(truncatingIfNeeded: try reader.number()))
    }

    private static func readPlace(from reader: inout ByteReader<ReplicaError>) throws(ReplicaError) -> Place {
        guard case .place(let parent, let key) = try readValue(from: &reader) else {
            throw .damaged("the record of a deed")
        }
        return Place(parent: parent, key: key)
    }

    // MARK: Values

    /// Rekeyings and contexts are never recorded: they are no person's doing.
    private static func write(_ value: Value, to writer: inout ByteWriter) {
        if !writer.write(plain: value) { _ = writer.write(plain: .null) }
    }

    private static func readValue(from reader: inout ByteReader<ReplicaError>) throws(ReplicaError) -> Value {
        try reader.plainValue(reader.number())
    }
}
