import Testing

@testable import TidemarkInterchange

@Suite struct ProseBlockTests {
    @Test func linesOfAParagraphBelongTogether() {
        #expect(
            ProseBlock.blocks(of: " One\ntwo.\n \nThree:\n- a\n  b\n\n* c\nd - e\n") == [
                .paragraph("One two."), .paragraph("Three:"), .list(["a b", "c d - e"]),
            ])
        #expect(ProseBlock.blocks(of: " \n ").isEmpty)
        #expect(ProseBlock.blocks(of: "-\n-x") == [.paragraph("- -x")])
    }

    @Test func listsHang() {
        #expect(ProseBlock.lines(of: "a b c\n- d e f", width: 4) == ["a b", "c", "", "- d", "  e", "  f"])
    }
}
