/// One operation: its writer and the number that the writer gave it, from 1.
///
/// The term is that of "Dotted Version Vectors" (Preguiça et al., 2010).
package struct Dot: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let writer: WriterID
    package let number: UInt64

    package init(_ writer: WriterID, _ number: UInt64) {
        self.writer = writer
        self.number = number
    }

    package static func < (a: Self, b: Self) -> Bool {
        a.writer != b.writer ? a.writer < b.writer : a.number < b.number
    }

    package var description: String { "\(writer.description.prefix(8)):\(number)" }
}
