import Testing

@testable import TidemarkLibrary

@Suite struct DayTests {
    @Test func everyDayIsReadBackAsItself() {
        for number in stride(from: Int64(-719_468), through: 2_932_896, by: 13) {
            let day = Day(number: number)
            #expect(Day(day.description) == day, "\(number)")
        }
        #expect(Day("2024-02-29")?.number == 19_782)
        #expect(Day("1970-01-01")?.start == 0)
        #expect(Day(containing: -1).description == "1969-12-31")
    }

    @Test func momentsAreReadBackAsThemselves() {
        for milliseconds: Int64 in [0, 1, 999, 86_399_999, 86_400_000, 1_764_069_141_007, -1] {
            #expect(Moment.parse(Moment.text(milliseconds)) == milliseconds)
            #expect(Moment.parse(Moment.shortText(milliseconds)) == milliseconds)
        }
        #expect(Moment.text(1_764_069_141_000) == "2025-11-25T11:12:21Z")
        #expect(Moment.shortText(1_764_028_800_000) == "2025-11-25")
        for text in [
            "", "2025-11-25T24:00:00Z", "2025-11-25T11:12:21", "2025-11-25T11:12:21.5Z", "2025-02-30T00:00:00Z",
        ] {
            #expect(Moment.parse(text) == nil, "\(text)")
        }
    }
}
