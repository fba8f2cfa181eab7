import TestSupport
import Testing
import TidemarkCore

struct DigestSumTests {
    private func sums(_ count: Int, seed: UInt64 = 1) throws -> [DigestSum] {
        let bytes = SeededBytes(seed: seed)
        return try (0..<count).map { _ in try #require(DigestSum(bytes: bytes.next(DigestSum.byteCount))) }
    }

    @Test func theOrderOfMembersDoesNotMatter() throws {
        var random = SeededGenerator(seed: 7)
        let members = try sums(50)
        var (forward, shuffled) = (DigestSum(), DigestSum())
        for member in members { forward += member }
        for member in members.shuffled(using: &random) { shuffled += member }
        #expect(forward == shuffled && !forward.isZero)
    }

    @Test func whatIsTakenOutLeavesNothing() throws {
        let members = try sums(50, seed: 2)
        var sum = DigestSum()
        for member in members { sum += member }
        for member in members.reversed() { sum -= member }
        #expect(sum.isZero)
        // Twice is not the same as never, as it would be with XOR.
        sum += members[0]
        sum += members[0]
        #expect(!sum.isZero)
    }

    @Test func carriesGoThroughAllWords() throws {
        let ones = [UInt8](repeating: 255, count: 32)
        var sum = try #require(DigestSum(bytes: ones))
        sum += try #require(DigestSum(bytes: [UInt8](repeating: 0, count: 31) + [1]))
        #expect(sum.isZero)
        sum -= try #require(DigestSum(bytes: [UInt8](repeating: 0, count: 31) + [1]))
        #expect(sum.bytes == ones)
    }

    @Test func bytesComeBack() throws {
        for sum in try sums(20, seed: 3) { #expect(DigestSum(bytes: sum.bytes) == sum) }
        #expect(DigestSum(bytes: [1, 2, 3]) == nil)
    }
}
