import Testing

@testable import TidemarkLibrary

@Suite struct CommunityTallyTests {
    @Test func labels() {
        #expect(CommunityTally().label == "No community votes yet")
        #expect(CommunityTally(ship: 0, skip: 1).label == "0 ship / 1 skip")
        #expect(CommunityTally(ship: 4, skip: 0).label == "4 ship / 0 skip")
        #expect(CommunityTally(ship: 4, skip: 1).label == "80% ship · 4 ship / 1 skip")
        #expect(CommunityTally(ship: -3, skip: 2).label == "0 ship / 2 skip")
    }

    @Test func wilsonMatchesKnownFigures() {
        // Computed with decimal arithmetic from the formula of the 1927 paper.
        for (ship, skip, bound) in [(1, 0, 0.206549), (4, 1, 0.375535), (80, 20, 0.711171), (0, 5, 0)] {
            #expect(abs(CommunityTally(ship: ship, skip: skip).lowerBound - bound) < 0.000_001, "\(ship) \(skip)")
        }
        #expect(CommunityTally().lowerBound == 0)
    }

    @Test func moreOfTheSameShareRanksHigher() {
        var previous = 0.0
        for count in 1...50 {
            let bound = CommunityTally(ship: 3 * count, skip: count).lowerBound
            #expect(bound > previous)
            #expect(bound < 0.75)
            previous = bound
        }
    }
}
