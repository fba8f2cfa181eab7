import Testing

@testable import TidemarkInterchange

@Suite struct JSONParserTests {
    private func parse(_ text: String, skipping: Set<String> = []) throws(JSONParser.Failure) -> JSONValue {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONParser.Failure> in
            do throws(JSONParser.Failure) {
                return .success(try JSONParser.parse(buffer, skipping: skipping))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    @Test func valuesOfEveryKind() throws {
        let value = try parse(
            #"{"a": [1, -2.5, 13244473600000001, true, false, null, {}, []], "t": "\u00e9\n\ud83c\udf0a\ud83c \"x\\/\/"}"#
        )
        #expect(value["a"].array.map(\.integer) == [1, -2, 13_244_473_600_000_001, nil, nil, nil, nil, nil])
        #expect(value["a"].array[1].number == -2.5)
        #expect(value["a"].array.map(\.flag) == [true, nil, true, true, false, nil, nil, nil])
        #expect(value["t"].text == "é\n🌊\u{FFFD} \"x\\//")
        #expect(value["nothing"]["at"]["all"].text == nil)
    }

    @Test func objectsKnowTheirLines() throws {
        let value = try parse("[\n{},\n\n{\"a\":\n{}}]")
        #expect(value.array.map(\.line) == [2, 4])
        #expect(value.array[1]["a"].line == 5)
    }

    @Test func membersNobodyAsksForArePassedOver() throws {
        let value = try parse(#"{"big": {"x": ["\"]", 1, {"y": "}"}], "n": null}, "a": 1}"#, skipping: ["big"])
        #expect(value["a"].integer == 1)
        guard case .skipped(let bytes) = value["big"] else { throw JSONParser.Failure(line: 0, reason: "kept") }
        #expect(bytes == 40)
    }

    @Test func depthIsBounded() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONParser.Failure.self) { try parse(deep) }
        #expect(throws: JSONParser.Failure.self) { try parse("{\"x\":" + deep, skipping: ["x"]) }
        let fair = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(throws: Never.self) { try parse(fair) }
    }

    @Test func damagedTextsAreErrorsWithLines() {
        for text in [
            "", "{", "[1,]", "{\"a\" 1}", "{a:1}", "[1] 2", "\"open", "tru", "1x", "[\"\\u12\"]", "\u{1}",
            "{\"s\":\u{1}}",
        ] {
            #expect(throws: JSONParser.Failure.self, "\(text)") { try parse(text) }
            #expect(throws: JSONParser.Failure.self, "\(text), passed over") {
                try parse("{\"s\": \(text)", skipping: ["s"])
            }
        }
        do {
            _ = try parse("{\n\"a\": 1\n\n\"b\": 2}")
        } catch {
            #expect(error.line == 4)
        }
    }

    @Test func damagedBytesNeverStopTheParser() {
        let pieces = [
            "{", "}", "[", "]", "\"", "\\", "\\u", "d83c", ":", ",", "1", "-", "e", "true", "null", "\n", " ", "s",
            "\u{0}",
        ]
        for seed in 0..<3000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let text = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            _ = try? parse(text, skipping: ["s"])
        }
    }
}
