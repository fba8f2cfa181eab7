import Foundation
import Testing

/// `./Tests/mutants` takes long: that its list still fits the code is looked at here.
struct MutantTests {
    @Test func everyMutantsCodeIsThereOnce() throws {
        let list = try String(contentsOf: LayeringTests.root.appending(path: "Tests/Mutants/core.txt"), encoding: .utf8)
        var count = 0
        for block in list.components(separatedBy: "\n@ ").dropFirst() {
            let lines = block.components(separatedBy: "\n")
            let file = LayeringTests.root.appending(path: "Sources/TidemarkCore/\(lines[1])")
            let code = try String(contentsOf: file, encoding: .utf8)
            let old = lines.filter { $0.hasPrefix("-") }.map { $0.dropFirst() }.joined(separator: "\n")
            let new = lines.filter { $0.hasPrefix("+") }.map { $0.dropFirst() }.joined(separator: "\n")
            #expect(!old.isEmpty && old != new, "\(lines[0])")
            #expect(code.components(separatedBy: old).count == 2, "\(lines[0]): the code to break is not there once")
            count += 1
        }
        #expect(count >= 30)
    }
}
