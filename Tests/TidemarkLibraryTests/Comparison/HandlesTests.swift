import Testing

@testable import TidemarkLibrary

@Suite struct HandlesTests {
    @Test func namesAreAsShortAsTheyCanBe() throws {
        func input(_ tool: String, _ name: String, _ slug: String, version: String? = nil) -> ComparisonColumn.Input {
            ComparisonColumn.Input(
                tool: ToolRecord(slug: tool, name: name),
                release: ReleaseRecord(slug: slug, name: "\(name) the Great", version: version))
        }
        let comparison = try Comparison([
            input("oak", "Oak", "1", version: "1.0"), input("elm", "Elm", "1"), input("oak", "Oak", "next"),
            input("ash-a", "Ash", "1"), input("ash-b", "Ash", "1"),
        ])
        #expect(comparison.handles == ["Oak 1.0", "Elm", "Oak next", "ash-a/1", "ash-b/1"])
    }
}
