import Testing

@testable import TidemarkLibrary

@Suite struct VerdictTests {
    @Test func moreThanHalfShips() {
        #expect(Verdict(ship: 4, skip: 0) == .ship)
        #expect(Verdict(ship: 3, skip: 1) == .ship)
        #expect(Verdict(ship: 2, skip: 2) == .split)
        #expect(Verdict(ship: 1, skip: 2) == .skip)
        #expect(Verdict(ship: 0, skip: 0) == .none)
    }

    @Test func theThresholdIsASetting() {
        let twoThirds = VerdictThreshold(percent: 66)
        #expect(Verdict(ship: 3, skip: 2, threshold: twoThirds) == .skip)
        #expect(Verdict(ship: 2, skip: 1, threshold: twoThirds) == .ship)
        #expect(Verdict(ship: 3, skip: 1, threshold: VerdictThreshold(percent: 75)) == .split)
        #expect(VerdictThreshold(percent: 400).percent == 99)
        #expect(VerdictThreshold(percent: -1).percent == 0)
    }

    @Test func moreShipNeverMakesAVerdictWorse() {
        let order: [Verdict] = [.skip, .split, .ship]
        for percent in VerdictThreshold.allowed {
            let threshold = VerdictThreshold(percent: percent)
            for count in 1...12 {
                let ranks = (0...count).map {
                    order.firstIndex(of: Verdict(ship: $0, skip: count - $0, threshold: threshold)) ?? -1
                }
                #expect(ranks == ranks.sorted(), "percent \(percent), count \(count)")
            }
        }
    }
}
