import Foundation
import Testing

/// `./Tests/mutants` takes long: that its lists still fit the code is looked at here.
struct MutantTests {
    @Test(arguments: [("core", "Sources/TidemarkCore", 55), ("replica", "Sources", 25)])
    func everyMutantsCodeIsThereOnce(name: String, root: String, least: Int) throws {
        let list = try String(
            contentsOf: LayeringTests.root.appending(path: "Tests/Mutants/\(name).txt"), encoding: .utf8)
        let tests = try LayeringTests.sources("Tests").map(\.text).joined(separator: "\n")
        var count = 0
        for block in list.components(separatedBy: "\n@ ").dropFirst() {
            let lines = block.components(separatedBy: "\n")
            let code = try String(
                contentsOf: LayeringTests.root.appending(path: "\(root)/\(lines[1])"), encoding: .utf8)
            let old = lines.filter { $0.hasPrefix("-") }.map { $0.dropFirst() }.joined(separator: "\n")
            let new = lines.filter { $0.hasPrefix("+") }.map { $0.dropFirst() }.joined(separator: "\n")
            #expect(!old.isEmpty && old != new, "\(lines[0])")
            #expect(code.components(separatedBy: old).count == 2, "\(lines[0]): the code to break is not there once")
            for suite in lines.filter({ $0.hasPrefix("? ") }).flatMap({ $0.dropFirst(2).split(separator: "|") }) {
                #expect(tests.contains("struct \(suite) {"), "\(lines[0]): there are no \(suite)")
            }
            count += 1
        }
        #expect(count >= least)
    }
}
