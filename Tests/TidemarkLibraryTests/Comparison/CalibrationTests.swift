import Testing

@testable import TidemarkLibrary

@Suite struct CalibrationTests {
    private func prediction(_ outcome: PredictionRecord.Outcome?, _ probability: Int? = nil) -> PredictionRecord {
        PredictionRecord(
            text: "It rains", due: Day(number: 100), madeOn: Day(number: 10), probability: probability,
            outcome: outcome,
            resolvedOn: outcome == nil ? nil : Day(number: 101))
    }

    @Test func whatIsCounted() throws {
        let all = [
            prediction(.right, 80), prediction(.right), prediction(.wrong, 80), prediction(.unclear, 10),
            prediction(nil),
        ]
        let calibration = Calibration(all, on: Day(number: 101))
        #expect(calibration.count == 5 && calibration.judged == 3 && calibration.open == 1 && calibration.due == 1)
        // ((0.8 - 1)² + 0.8²) / 2
        #expect(abs(try #require(calibration.brierScore) - 0.34) < 1e-12 && calibration.brierCount == 2)
        #expect(calibration.label == "2 of 3 right")
        #expect(Calibration(all, on: Day(number: 100)).due == 0)
    }

    @Test func fewSayLittleAndNoneSayNothing() throws {
        let five = (0..<5).map { prediction($0 < 4 ? .right : .wrong) }
        #expect(Calibration(five, on: Day(number: 0)).label == "4 of 5 right, 80% (95%: 38% to 96%)")
        let none = Calibration([], on: Day(number: 0))
        #expect(none.label == "None judged yet" && none.brierScore == nil && none.interval == nil)
    }

    /// Figures of the interval for 4 of 5 and 0 of 10 from its published formula.
    @Test func theIntervalOfWilson() {
        let four = WilsonInterval(4, of: 5)
        #expect(abs(four.lower - 0.37553) < 1e-4 && abs(four.upper - 0.96382) < 1e-4)
        let none = WilsonInterval(0, of: 10)
        #expect(none.lower == 0 && abs(none.upper - 0.27753) < 1e-4)
        #expect(WilsonInterval(0, of: 0) == WilsonInterval(0, of: 0) && WilsonInterval(0, of: 0).upper == 1)
    }

    @Test func aPredictionAsItStood() {
        let made = prediction(.right)
        #expect(made.asOf(Day(number: 9)) == nil)
        #expect(made.asOf(Day(number: 100))?.outcome == nil)
        #expect(made.asOf(Day(number: 101))?.outcome == .right)
        #expect(PredictionRecord.slug(of: "In a year, at most two others do it.") == "in-a-year-at-most-two")
    }
}
