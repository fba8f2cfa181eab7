import Testing

@testable import TidemarkLibrary

@Suite struct PanelTallyTests {
    @Test func fourShipAndOneAbsent() {
        let tally = PanelTally(takes: Samples.releaseA.takes)
        #expect([tally.ship, tally.skip, tally.absent, tally.undecided] == [4, 0, 1, 0])
        #expect(tally.percent == 100)
        #expect(tally.meanScore == 83.5)
        #expect(tally.meanScoreLabel == "83.5")
        #expect(tally.verdictLabel == "Ship · 4 ship / 0 skip")
        #expect(tally.shareLabel == "Panel ship 100%")
        #expect(tally.basisLabel == "4 of 4 takes, 1 seat absent")
    }

    @Test func threeShipAndOneSkip() {
        let tally = PanelTally(takes: Samples.releaseB.takes)
        #expect([tally.ship, tally.skip, tally.absent] == [3, 1, 1])
        #expect(tally.percent == 75)
        #expect(tally.meanScore == 74.75)
        #expect(tally.meanScoreLabel == "74.75")
        #expect(tally.verdictLabel == "Ship · 3 ship / 1 skip")
        #expect(tally.shareLabel == "Panel ship 75%")
    }

    @Test func nothingIsNotZero() {
        let tally = PanelTally(takes: [])
        #expect(tally.percent == nil)
        #expect(tally.meanScore == nil)
        #expect(tally.meanScoreLabel == nil)
        #expect(tally.verdictLabel == "No verdict yet")
        #expect(tally.shareLabel == "No panel takes yet")
        #expect(tally.basisLabel == "0 of 0 takes, 5 seats absent")
    }

    @Test func stanceAndScoreAreIndependent() {
        let takes = [
            TakeRecord(role: .builder, reviewer: "a", score: 52, stance: .ship),
            TakeRecord(role: .skeptic, reviewer: "b", score: 99, stance: .skip),
            TakeRecord(role: .pm, reviewer: "c", score: 90), TakeRecord(role: .pm, reviewer: "d", stance: .skip),
        ]
        let tally = PanelTally(takes: takes, roles: [.builder, .founder])
        #expect([tally.ship, tally.skip, tally.undecided, tally.absent] == [1, 2, 1, 1])
        #expect(tally.verdict == .skip)
        #expect(tally.percent == 33)
        #expect(tally.meanScoreLabel == "80.33")
        #expect(tally.basisLabel == "1 of 3 takes, 1 undecided, 1 seat absent")
    }

    @Test func aMixedPanelIsNeverAllOrNothing() {
        #expect(Share.percent(199, of: 200) == 99)
        #expect(Share.percent(999, of: 1000) == 99)
        #expect(Share.percent(1, of: 1000) == 1)
        #expect(Share.percent(1, of: 8) == 13)
        #expect(Share.percent(0, of: 3) == 0)
        #expect(Share.percent(0, of: 0) == nil)
    }

    @Test func theThresholdReachesTheBadge() {
        let tally = PanelTally(takes: Samples.releaseB.takes, threshold: VerdictThreshold(percent: 80))
        #expect(tally.verdictLabel == "Skip · 3 ship / 1 skip")
    }
}
