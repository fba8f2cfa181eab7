import TestSupport
import Testing
import TidemarkCore

/// Recorded sessions of people who wrote together, replayed edit by edit; only where they lie beside the project.
@Suite(.enabled(if: TextTrace.exist))
struct TextTraceTests {
    @Test(arguments: ["clownschool", "friendsforever"])
    func everyoneEndsWithTheSameText(name: String) throws {
        let trace = try TextTrace(reading: name)
        var backwards = TextSequence()
        for (dot, change) in try trace.changes().joined().reversed() { try backwards.apply(change, dot: dot) }
        #expect(backwards.text == trace.endContent)
        #expect(!backwards.isIncomplete)
        backwards.invariantCheck()
    }
}
