import FuzzTargets
import TestSupport
import Testing

/// The kept inputs, and what comes of them by chance: what `./Tests/fuzz` does at length, without its instruments.
struct FuzzTests {
    private static let variants = 150
    private static let maximumBytes = 1 << 16

    /// A crash names its target in the lines before it.
    @Test func noDecoderIsBroken() throws {
        var random = SeededGenerator(seed: 1)
        for target in FuzzTarget.allCases {
            let inputs = try Corpus.inputs(target)
            #expect(!inputs.isEmpty, "\(target) has no inputs")
            target.run([])
            for (name, bytes) in inputs {
                #expect(bytes.count <= Self.maximumBytes, "\(target)/\(name) is too large to be kept")
                target.run(bytes)
                for _ in 0..<(Self.variants / inputs.count) {
                    let other = inputs[Int.random(in: 0..<inputs.count, using: &random)].bytes
                    target.run(Self.vary(bytes, with: other, &random))
                }
            }
        }
        FuzzTarget.clean()
    }

    private static func vary(_ bytes: [UInt8], with other: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes.removeLast(bytes.count - place)
            case 1: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
            case 2: bytes.insert(contentsOf: other.suffix(Int.random(in: 0...16, using: &random)), at: place)
            case 3 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 4 where place < bytes.count:
                bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0
            default: bytes.removeSubrange(place..<min(bytes.count, place + 3))
            }
        }
        return bytes
    }
}
