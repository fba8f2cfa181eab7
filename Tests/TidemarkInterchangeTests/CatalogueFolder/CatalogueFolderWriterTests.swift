import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct CatalogueFolderWriterTests {
    private func readAgain(_ document: CatalogueDocument) -> CatalogueReading {
        CatalogueFolderReader.read(files: CatalogueFolderWriter.files(of: document).map { ($0.name, $0.text) })
    }

    @Test func filesOfASmallCatalogue() {
        let take = TakeRecord(role: .pm, reviewer: "Guest", score: 5, stance: .skip, rationale: "One.\n\nTwo: 2.")
        let release = ReleaseRecord(slug: "1.0", name: "Oak 1.0", version: "1.0", pricingText: "$5/mo", takes: [take])
        let tool = ToolRecord(slug: "oak", name: "Oak", tagline: "Tree: tall", releases: [release])
        let files = CatalogueFolderWriter.files(of: CatalogueDocument(title: "Trees", tools: [tool]))
        #expect(files.map(\.name) == ["catalogue.yaml", "oak.yaml"])
        #expect(
            files.map(\.text) == [
                "title: Trees\n",
                """
                name: Oak
                slug: oak
                tagline: "Tree: tall"
                releases:
                  - slug: "1.0"
                    version: "1.0"
                    name: Oak 1.0
                    pricing: "$5/mo"
                    takes:
                      - role: pm
                        reviewer: Guest
                        score: 5
                        stance: skip
                        rationale: |-
                          One.

                          Two: 2.

                """,
            ])
    }

    @Test func theSampleIsReadAgain() {
        let document = CatalogueFolderReader.read(folder: ProjectFiles.path("Samples/catalogue")).document
        #expect(readAgain(document) == CatalogueReading(document: document))
    }

    /// But U+FEFF at the beginning of a text, which the parser takes for a byte order mark.
    @Test func anyTextIsReadAgain() {
        let pieces = [
            "a", "null", ": ", "#", " #", "\"", "\\", "\n", "\n\n", "  ", "\t", "- ", "'", "é", "漢", "😀", "|", ">", "%",
            "@", "&a",
            "*a", "{", "]", "---", "\u{85}", "\u{2028}", "\u{1}", "\r", "0.50", "true", "~",
        ]
        for seed in 0..<1_000 {
            var generator = SeededGenerator(seed: UInt64(seed))
            func text() -> String {
                var text = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                    pieces.randomElement(using: &generator) ?? ""
                }.joined()[...]
                while text.first?.isWhitespace == true { text.removeFirst() }
                while text.last?.isWhitespace == true { text.removeLast() }
                return text.isEmpty ? "x" : String(text)
            }
            let take = TakeRecord(role: .builder, reviewer: text(), rationale: text())
            let release = ReleaseRecord(slug: "r", name: text(), version: text(), takes: [take])
            let tool = ToolRecord(
                slug: "catalogue", name: text(), tagline: text(), bestFor: text(), releases: [release])
            let document = CatalogueDocument(title: text(), verdictThresholdPercent: 60, tools: [tool])
            #expect(readAgain(document) == CatalogueReading(document: document), "seed \(seed)")
        }
    }
}
