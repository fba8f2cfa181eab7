import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// Lines of an archive back to values. `nil` for a line that is none.
extension ArchiveLine {
    static func row(_ value: JSONValue) -> ArchivedRow? {
        guard let kind = kind(value["kind"]) else { return nil }
        if let id = value["id"].text { return RowID(hex: id).map { ArchivedRow(kind: kind, name: .id($0)) } }
        var rows: [Int?] = []
        for row in value["of"].array {
            guard let row = place(row) else { return nil }
            rows.append(row)
        }
        let number = value["n"].integer ?? 0
        guard rows.count <= maximumKeyRows, let number = UInt32(exactly: number) else { return nil }
        if value["own"].flag == true { return ArchivedRow(kind: kind, name: .ownKey(rows: rows, number: number)) }
        guard case .string(let key) = value["key"] else { return nil }
        return ArchivedRow(kind: kind, name: .key(rows: rows, text: key, number: number))
    }

    /// As many as a batch may hold (`Protocol/README.md`).
    private static let maximumKeyRows = 3

    private static func kind(_ value: JSONValue) -> KindID? {
        if case .string(let name) = value { return Kind.allCases.first { TableSchema.of($0).name == name }?.id }
        return value.integer.flatMap { UInt32(exactly: $0) }.map { KindID(rawValue: $0) }
    }

    /// The outer nil: no place at all. The inner: the root.
    private static func place(_ value: JSONValue) -> Int?? {
        if case .null = value { return .some(nil) }
        guard case .integer(let number) = value, number >= 0 else { return nil }
        return .some(Int(number))
    }

    static func operation(_ value: JSONValue, rows: [ArchivedRow]) -> ArchivedOperation? {
        guard let at = value["at"].integer, (0..<(1 << 48)).contains(at),
            let tick = UInt16(exactly: value["tick"].integer ?? 0), let deed = value["deed"].integer,
            let row = value["row"].integer, rows.indices.contains(Int(row)),
            let change = change(value, kind: rows[Int(row)].kind)
        else { return nil }
        var seen: [Int] = []
        for number in value["seen"].array {
            guard case .integer(let number) = number else { return nil }
            seen.append(Int(number))
        }
        return ArchivedOperation(
            stamp: Stamp(milliseconds: at, counter: tick), action: Int(deed), row: Int(row), change: change, seen: seen)
    }

    private static func change(_ value: JSONValue, kind: KindID) -> ArchivedOperation.Change? {
        let words = value["to"].text
        for member in value.object?.members ?? [] {
            switch member.name {
            case "create": return .create
            case "move":
                guard let parent = place(member.value), let key = key(value["key"]) else { return nil }
                return .move(parent: parent, key)
            case "trash": return ranges(member.value).map { .trash($0) }
            case "set", "lower", "count", "write", "edit", "add", "remove":
                guard let field = field(member.value, kind: kind) else { return nil }
                switch member.name {
                case "set": return self.value(value["to"]).map { .set(field, $0) }
                case "lower": return value["to"].integer.map { .lower(field, $0) }
                case "count": return value["by"].integer.map { .count(field, by: $0) }
                case "write": return words.map { .seed(field, $0) }
                case "edit": return text(value).map { .edit(field, $0) }
                case "add": return words.map { .add(field, $0) }
                default: return words.map { .remove(field, $0) }
                }
            default: continue
            }
        }
        return nil
    }

    private static func text(_ value: JSONValue) -> TextChange? {
        var pieces: [TextChange.Piece] = []
        for put in value["put"].array {
            guard let text = put["text"].text else { return nil }
            if case .null = put["before"] {
                guard let left = character(put["after"]), let right = character(put["until"]) else { return nil }
                pieces.append(.init(place: .after(left), right: right, text: text))
            } else {
                guard case .some(.some(let right)) = character(put["before"]) else { return nil }
                pieces.append(.init(place: .before(right), right: right, text: text))
            }
        }
        var deletions: [CharacterRun] = []
        for cut in value["cut"].array {
            let numbers = cut.array.compactMap { $0.integer.flatMap { UInt32(exactly: $0) } }
            guard numbers.count == cut.array.count else { return nil }
            switch numbers.count {
            case 3: deletions.append(.init(first: character(numbers[0], numbers[1]), count: numbers[2]))
            case 2 where numbers[0] >= 1 && numbers[0] <= numbers[1]:
                let count = numbers[1] - numbers[0] + 1
                deletions.append(.init(first: character(numbers[0], 0), count: count, step: .number))
            default: return nil
            }
        }
        return TextChange(pieces: pieces, deletions: deletions)
    }

    private static func character(_ operation: UInt32, _ offset: UInt32) -> CharacterID {
        CharacterID(Dot(ArchivedSpace.writer, UInt64(operation)), offset)
    }

    /// The outer nil: no character at all. The inner: the start or the end.
    private static func character(_ value: JSONValue) -> CharacterID?? {
        if case .null = value { return .some(nil) }
        let numbers = value.array.compactMap { $0.integer.flatMap { UInt32(exactly: $0) } }
        guard numbers.count == 2, value.array.count == 2 else { return nil }
        return .some(character(numbers[0], numbers[1]))
    }

    private static func field(_ value: JSONValue, kind: KindID) -> FieldID? {
        if case .string(let name) = value { return Kind(kind).flatMap { TableSchema.of($0).field(named: name) }?.id }
        return value.integer.flatMap { UInt32(exactly: $0) }.map { FieldID(rawValue: $0) }
    }

    private static func value(_ value: JSONValue) -> ArchivedValue? {
        switch value {
        case .null: return .null
        case .string(let text): return .text(text)
        case .integer(let number): return .integer(number)
        case .object(let object):
            switch object.members.first?.name {
            case "bytes": return ArchiveText.bytes(value["bytes"].string).map { .bytes($0) }
            case "row": return place(value["row"]).map { .row($0) }
            case "in":
                guard let folder = place(value["in"]), let key = key(value["key"]) else { return nil }
                return .place(folder, key)
            case "key":
                guard let key = key(value["key"]), let of = value["of"].integer else { return nil }
                return .rekey(key, of: Int(of))
            case "held": return ranges(value["held"]).map { .context($0) }
            default: return nil
            }
        default: return nil
        }
    }

    private static func key(_ value: JSONValue) -> OrderKey? {
        value.text.flatMap { ArchiveText.bytes($0) }.flatMap { OrderKey(bytes: $0) }
    }

    private static func ranges(_ value: JSONValue) -> [ClosedRange<Int>]? {
        var ranges: [ClosedRange<Int>] = []
        for range in value.array {
            let ends = range.array.compactMap(\.integer)
            guard ends.count == 2, ends[0] >= 1, ends[0] <= ends[1] else { return nil }
            ranges.append(Int(ends[0])...Int(ends[1]))
        }
        return value.isArray ? ranges : nil
    }
}
