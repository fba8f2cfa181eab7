import Foundation
import Testing
import TidemarkCore

@testable import TidemarkLibrary

/// `Protocol/kinds.md` is what other implementations read: it lists every kind and field as it is.
@Suite struct SpecificationTests {
    private struct Row: Hashable {
        let kind: String
        let field: String
    }

    private static func word(_ merge: Field.Merge) -> String {
        switch merge {
        case .register: "set"
        case .minimum: "lower"
        case .counter: "count"
        case .text: "edit"
        case .set: "add"
        case .place: "move"
        case .rekey: "rekey"
        case .vector: "set"
        }
    }

    @Test func everyKindAndFieldIsListedAsItIs() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Protocol/kinds.md")
        var listed: [Row] = []
        var kinds: [String] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("### ") { kinds.append(String(line.dropFirst(4))) }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard line.hasPrefix("| "), let kind = kinds.last, Int(cells[0]) != nil else { continue }
            let isContent = cells.count > 4 && cells[4].hasPrefix("content")
            listed.append(Row(kind: kind, field: (cells[..<4] + [isContent ? "content" : ""]).joined(separator: " ")))
        }
        let schema = Kind.allCases.map(TableSchema.of)
        #expect(kinds == schema.map { "\($0.kind.rawValue) \($0.name)" })
        let fields = schema.flatMap { table in
            table.fields.map { field in
                let type =
                    switch field.merge {
                    case .place: "place"
                    case .rekey: "order key"
                    case .vector: "vector"
                    default: field.isInteger ? "integer" : "text"
                    }
                return Row(
                    kind: "\(table.kind.rawValue) \(table.name)",
                    field: "\(field.id.rawValue) \(field.name) \(Self.word(field.merge)) \(type) "
                        + (field.isContent ? "content" : ""))
            }
        }
        #expect(Set(listed).symmetricDifference(fields).isEmpty)
        #expect(listed.count == fields.count)
    }
}
