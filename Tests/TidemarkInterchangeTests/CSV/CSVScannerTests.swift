import Testing

@testable import TidemarkInterchange

@Suite struct CSVScannerTests {
    private func rows(_ text: String) -> [[String]] {
        var scanner = CSVScanner()
        return (scanner.feed(Array(text.utf8)) + scanner.finish()).map { row in
            row.fields.map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test func fieldsOfEveryKind() {
        #expect(
            rows("a,b,c\r\n1,\"x, \"\"y\"\"\",\r\n\r\n,\"two\r\nlines\",3") == [
                ["a", "b", "c"], ["1", "x, \"y\"", ""], ["", "two\nlines", "3"],
            ])
        #expect(rows("\u{FEFF}a\n\"\"\n") == [["a"]])
        #expect(rows("a,b\nhalf\" quote,\"tail\"x\n") == [["a", "b"], ["half\" quote", "tailx"]])
        #expect(rows("").isEmpty)
    }

    @Test func theSeparatorIsTheOneOfTheFirstLine() {
        #expect(rows("a;b;c\n1,5;2;3") == [["a", "b", "c"], ["1,5", "2", "3"]])
        #expect(rows("a\tb\n1;2\t3") == [["a", "b"], ["1;2", "3"]])
        #expect(rows("\"x;y;z\",b\n1,2") == [["x;y;z", "b"], ["1", "2"]])
    }

    @Test func chunksOfAnySizeGiveTheSameRows() {
        let bytes = Array("t,\"u\"\"v\"\r\n\"a\r\nb\",é\r\n\"\",\"open".utf8)
        var whole = CSVScanner()
        let expected = (whole.feed(bytes) + whole.finish()).map(\.fields)
        for size in 1...bytes.count {
            var scanner = CSVScanner()
            var found: [[[UInt8]]] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                found += scanner.feed(bytes[start..<min(start + size, bytes.count)]).map(\.fields)
            }
            found += scanner.finish().map(\.fields)
            #expect(found == expected, "chunks of \(size)")
        }
    }

    @Test func rowsKnowTheirLines() {
        var scanner = CSVScanner()
        let rows = scanner.feed(Array("h\n\"a\nb\"\n\nc\n".utf8)) + scanner.finish()
        #expect(rows.map(\.line) == [1, 2, 5])
    }

    @Test func overlongFieldsAndRowsAreCut() {
        var scanner = CSVScanner()
        let field = [UInt8](repeating: 0x78, count: CSVScanner.maximumField + 10)
        let rows = scanner.feed(Array("a,b\n".utf8) + field + Array(",1\n".utf8))
        #expect(rows.last?.isCut == true)
        #expect(rows.last?.fields.map(\.count) == [CSVScanner.maximumField - 1, 1])
        var wide = CSVScanner()
        #expect(wide.feed(Array((String(repeating: "a,", count: 5000) + "\n").utf8)).first?.fields.count == 1024)
    }
}
