import Testing

@testable import TidemarkLibrary

@Suite struct SlugTests {
    @Test func namesBecomeSlugs() {
        #expect(
            Slug.make("Cursor v0.50 – Background Agent & Refactoring") == "cursor-v0.50-background-agent-refactoring")
        #expect(Slug.make("  C++ / Go.  ") == "c-go")
        #expect(Slug.make("Été 2.") == "été-2")
        #expect(Slug.make("..-..") == "")
    }

    @Test func takenSlugsGetANumber() {
        #expect(Slug.unique("a", among: []) == "a")
        #expect(Slug.unique("a", among: ["a", "a-2"]) == "a-3")
    }
}
