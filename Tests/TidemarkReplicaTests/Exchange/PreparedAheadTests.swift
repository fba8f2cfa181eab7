import Testing

@testable import TidemarkReplica

struct AheadTests {
    @Test(arguments: [0, 1, 2, 100])
    func givesWhatEachElementMakesInTheirOrder(count: Int) {
        let prepared = PreparedAhead(Array(0..<count)) { $0 * 2 }
        #expect(Array(prepared) == (0..<count).map { $0 * 2 })
    }

    @Test func mayBeLeftBeforeItsEnd() {
        var taken: [Int] = []
        for number in PreparedAhead(Array(0..<10), { $0 }) {
            if number == 3 { break }
            taken.append(number)
        }
        #expect(taken == [0, 1, 2])
    }
}
