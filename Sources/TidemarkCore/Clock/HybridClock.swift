/// Gives one writer's stamps: never backwards, and above what each write replaces.
///
/// It follows the wall clock (corrected by the relay's) and never a remote stamp, so that one device with a fast clock
/// does not drag the others along; a write passes what it replaces as a floor instead.
package struct HybridClock: Hashable, Sendable {
    /// The newest reading.
    package private(set) var last: Stamp
    /// Milliseconds to add to the device's clock, learnt from a relay.
    package var offset: Int64

    package init(last: Stamp = Stamp(rawValue: 0), offset: Int64 = 0) {
        self.last = last
        self.offset = offset
    }

    /// A stamp above every earlier reading of this clock and above `floor`, which does not move the clock itself.
    ///
    /// - Parameter now: the device's clock, in milliseconds since 1970.
    package mutating func next(now: Int64, above floor: Stamp = Stamp(rawValue: 0)) -> Stamp {
        let wall = Stamp(milliseconds: now.addingReportingOverflow(offset).partialValue)
        last = max(wall, last.next)
        return max(last, floor.next)
    }

    /// Forgets stamps that were never sealed: they are about to be given anew.
    package mutating func rewind(to stamp: Stamp) { last = min(last, stamp) }
}
