/// The total order of operations: stamp, then writer, then op number.
package struct Version: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var stamp: Stamp
    package let dot: Dot

    package init(_ stamp: Stamp, _ dot: Dot) {
        self.stamp = stamp
        self.dot = dot
    }

    package static func < (a: Self, b: Self) -> Bool {
        a.stamp != b.stamp ? a.stamp < b.stamp : a.dot < b.dot
    }

    package var description: String { "\(stamp)@\(dot)" }
}
