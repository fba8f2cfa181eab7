import Foundation
package import TidemarkCore

extension VersionVector {
    var message: PBVersionVector {
        var message = PBVersionVector()
        let hasGaps = writers.values.contains { !$0.gaps.isEmpty }
        for (writer, held) in writers.sorted(by: { $0.key < $1.key }) {
            message.writer.append(Data(writer.bytes))
            message.last.append(held.last)
            if hasGaps { message.gapCount.append(UInt64(held.gaps.count)) }
            for gap in held.gaps {
                message.gapFirst.append(gap.lowerBound)
                message.gapLast.append(gap.upperBound)
            }
        }
        return message
    }

    init(message: PBVersionVector) throws(WireError) {
        guard message.writer.count <= Limits.writers else { throw .tooLarge("version vector") }
        guard message.last.count == message.writer.count, message.gapFirst.count == message.gapLast.count,
            message.gapCount.isEmpty || message.gapCount.count == message.writer.count
        else { throw .malformed("version vector") }
        var writers: [WriterID: Held] = [:]
        var gap = 0
        for (index, bytes) in message.writer.enumerated() {
            guard let writer = WriterID(bytes: bytes), writers[writer] == nil else {
                throw .malformed("version vector")
            }
            var held = Held(last: message.last[index])
            let gaps = message.gapCount.isEmpty ? 0 : message.gapCount[index]
            guard gaps <= UInt64(message.gapFirst.count - gap), held.last < 1 << 62 else {
                throw .malformed("version vector")
            }
            for _ in 0..<gaps {
                guard message.gapFirst[gap] <= message.gapLast[gap], message.gapLast[gap] < 1 << 62 else {
                    throw .malformed("version vector")
                }
                held.gaps.append(message.gapFirst[gap]...message.gapLast[gap])
                gap += 1
            }
            writers[writer] = held
        }
        guard gap == message.gapFirst.count, let vector = VersionVector(writers: writers) else {
            throw .malformed("version vector")
        }
        self = vector
    }

    package func serialized() throws(WireError) -> [UInt8] { try Protobuf.bytes(of: message) }

    package init(serialized bytes: [UInt8]) throws(WireError) {
        try self.init(message: try Protobuf.message(PBVersionVector.self, from: bytes, named: "version vector"))
    }
}
