import Testing
import TidemarkCore

struct ClockTests {
    @Test func readingsNeverGoBack() {
        var clock = HybridClock()
        let first = clock.next(now: 1_000)
        let second = clock.next(now: 1_000)
        let third = clock.next(now: 10)  // the device's clock was set back
        #expect(first < second && second < third)
        #expect(clock.next(now: 2_000) == Stamp(milliseconds: 2_000))
    }

    @Test func aWriteIsStampedAboveWhatItReplaces() {
        var clock = HybridClock()
        let foreign = Stamp(milliseconds: 9_000, counter: 7)
        #expect(clock.next(now: 1_000, above: foreign) == Stamp(milliseconds: 9_000, counter: 8))
        // A device with a fast clock does not drag this one along.
        #expect(clock.next(now: 1_001) == Stamp(milliseconds: 1_001))
    }

    @Test func aRelaysCorrectionIsAdded() {
        var clock = HybridClock(offset: -2_000)
        #expect(clock.next(now: 5_000) == Stamp(milliseconds: 3_000))
    }

    @Test func whatWasNeverSealedIsForgottenAndNothingElse() {
        var clock = HybridClock(last: Stamp(milliseconds: 5_000))
        clock.rewind(to: Stamp(milliseconds: 9_000))
        #expect(clock.last == Stamp(milliseconds: 5_000))
        clock.rewind(to: Stamp(milliseconds: 3_000))
        #expect(clock.last == Stamp(milliseconds: 3_000))
    }

    @Test func theCounterOverflowsIntoTheMilliseconds() {
        #expect(Stamp(milliseconds: 5, counter: .max).next == Stamp(milliseconds: 6))
    }

    @Test func extremeClocksAreClamped() {
        var clock = HybridClock(offset: .max)
        #expect(clock.next(now: .max).rawValue > 0)
        #expect(Stamp(milliseconds: -5) == Stamp(milliseconds: 0))
    }

    @Test func minutesAreRoundedUp() {
        #expect(Stamp(milliseconds: 60_000).minuteRoundedUp == 1)
        #expect(Stamp(milliseconds: 60_001).minuteRoundedUp == 2)
    }

    @Test func oneActionMayShareAStamp() {
        let stamp = Stamp(milliseconds: 1)
        let a = WriterID(high: 0, low: 1)
        let b = WriterID(high: 0, low: 2)
        #expect(Version(stamp, Dot(a, 1)) < Version(stamp, Dot(a, 2)))
        #expect(Version(stamp, Dot(a, 9)) < Version(stamp, Dot(b, 1)))
        #expect(Version(stamp, Dot(b, 1)) < Version(stamp.next, Dot(a, 1)))
    }
}
