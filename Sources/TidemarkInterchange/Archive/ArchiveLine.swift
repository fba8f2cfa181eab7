import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// Rows and operations as lines of canonical JSON: members in one order, nothing that says nothing.
enum ArchiveLine {
    // MARK: Rows

    /// `{"kind":"item","of":[0,null],"key":"https://example.org/","n":1}`
    static func text(_ row: ArchivedRow) -> String {
        let kind = "{\"kind\":\(name(of: row.kind))"
        switch row.name {
        case .key(let rows, let text, let number):
            return kind + of(rows) + ",\"key\":\(ArchiveText.quoted(text))" + n(number) + "}"
        case .ownKey(let rows, let number): return kind + of(rows) + ",\"own\":true" + n(number) + "}"
        case .id(let id): return kind + ",\"id\":\"\(id)\"}"
        }
    }

    private static func of(_ rows: [Int?]) -> String {
        rows.isEmpty ? "" : ",\"of\":[" + rows.map(place).joined(separator: ",") + "]"
    }

    private static func n(_ number: UInt32) -> String { number == 0 ? "" : ",\"n\":\(number)" }

    static func place(_ row: Int?) -> String { row.map { String($0) } ?? "null" }

    static func name(of kind: KindID) -> String {
        Kind(kind).map { "\"\(TableSchema.of($0).name)\"" } ?? String(kind.rawValue)
    }

    // MARK: Operations

    /// `{"at":1600000000000,"tick":1,"deed":1,"row":0,"set":"title","to":"A","seen":[1]}`
    static func text(_ operation: ArchivedOperation, kind: KindID) -> String {
        var text = "{\"at\":\(operation.stamp.milliseconds)"
        if operation.stamp.counter > 0 { text += ",\"tick\":\(operation.stamp.counter)" }
        text += ",\"deed\":\(operation.action),\"row\":\(operation.row),"
        func field(_ id: FieldID) -> String {
            Kind(kind).flatMap { TableSchema.of($0).field(id) }.map { "\"\($0.name)\"" } ?? String(id.rawValue)
        }
        switch operation.change {
        case .create: text += "\"create\":true"
        case .set(let id, let value): text += "\"set\":\(field(id)),\"to\":\(value.text)"
        case .lower(let id, let number): text += "\"lower\":\(field(id)),\"to\":\(number)"
        case .count(let id, let by): text += "\"count\":\(field(id)),\"by\":\(by)"
        case .seed(let id, let words): text += "\"write\":\(field(id)),\"to\":\(ArchiveText.quoted(words))"
        case .edit(let id, let change): text += "\"edit\":\(field(id))\(Self.text(change))"
        case .add(let id, let element): text += "\"add\":\(field(id)),\"to\":\(ArchiveText.quoted(element))"
        case .remove(let id, let element): text += "\"remove\":\(field(id)),\"to\":\(ArchiveText.quoted(element))"
        case .move(let parent, let key):
            text += "\"move\":\(place(parent)),\"key\":\(ArchiveText.hexadecimal(key.bytes))"
        case .trash(let ranges): text += "\"trash\":\(Self.text(ranges))"
        }
        if !operation.seen.isEmpty {
            text += ",\"seen\":[" + operation.seen.map { String($0) }.joined(separator: ",") + "]"
        }
        return text + "}"
    }

    /// `,"put":[{"before":[1,5],"text":"A"},{"after":null,"until":[1,0],"text":"B"}],"cut":[[1,0,4],[7,9]]`: a character is the
    /// operation that wrote it and its place there, null is the start or the end; what is cut is characters that follow each
    /// other in one operation (with their number), or the only ones of operations that do.
    private static func text(_ change: TextChange) -> String {
        func character(_ id: CharacterID?) -> String { id.map { "[\($0.dot.number),\($0.offset)]" } ?? "null" }
        var text = ""
        if !change.pieces.isEmpty {
            let pieces = change.pieces.map { piece in
                let place =
                    switch piece.place {
                    case .before(let id): "\"before\":\(character(id))"
                    case .after(let id): "\"after\":\(character(id)),\"until\":\(character(piece.right))"
                    }
                return "{\(place),\"text\":\(ArchiveText.quoted(piece.text))}"
            }
            text += ",\"put\":[" + pieces.joined(separator: ",") + "]"
        }
        if !change.deletions.isEmpty {
            let runs = change.deletions.map { run in
                let first = run.first.dot.number
                switch run.step {
                case .offset: return "[\(first),\(run.first.offset),\(run.count)]"
                case .number: return "[\(first),\(first + UInt64(run.count) - 1)]"
                }
            }
            text += ",\"cut\":[" + runs.joined(separator: ",") + "]"
        }
        return text
    }

    static func text(_ ranges: [ClosedRange<Int>]) -> String {
        "[" + ranges.map { "[\($0.lowerBound),\($0.upperBound)]" }.joined(separator: ",") + "]"
    }
}

extension ArchivedValue {
    fileprivate var text: String {
        switch self {
        case .null: "null"
        case .text(let text): ArchiveText.quoted(text)
        case .integer(let number): String(number)
        case .bytes(let bytes): "{\"bytes\":\(ArchiveText.hexadecimal(bytes))}"
        case .row(let row): "{\"row\":\(ArchiveLine.place(row))}"
        case .place(let folder, let key):
            "{\"in\":\(ArchiveLine.place(folder)),\"key\":\(ArchiveText.hexadecimal(key.bytes))}"
        case .rekey(let key, let of): "{\"key\":\(ArchiveText.hexadecimal(key.bytes)),\"of\":\(of)}"
        case .context(let ranges): "{\"held\":\(ArchiveLine.text(ranges))}"
        }
    }
}
