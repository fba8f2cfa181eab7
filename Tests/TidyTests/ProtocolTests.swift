import Foundation
import Testing

/// The specification names its tests, and the tests name the statements that they hold true: neither may go without the other.
struct ProtocolTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: LayeringTests.root.appending(path: path), encoding: .utf8)
    }

    private static func tests() throws -> String {
        try LayeringTests.sources("Tests").map(\.text).joined(separator: "\n")
    }

    @Test func everyTestThatTheSpecificationNamesExists() throws {
        let tests = try Self.tests()
        var count = 0
        let specification = try ["README", "kinds"].map { try Self.text("Protocol/\($0).md") }.joined(separator: "\n")
        for match in specification.matches(of: /\[([A-Za-z0-9, \n]+)\]/) {
            for name in match.1.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
                count += 1
                let exists = tests.contains("func \(name)(") || tests.contains("struct \(name) {")
                #expect(exists, "no test is called \(name)")
            }
        }
        #expect(count > 25)
    }

    /// Rows of the table begin with the rule's number.
    @Test func everyTestThatARuleNamesExists() throws {
        let tests = try Self.tests()
        let rows = try Self.text("Protocol/simulation.md").split(separator: "\n").filter {
            $0.contains(/^\| [0-9]+ \|/)
        }
        #expect(rows.count == 24)
        for match in rows.joined().matches(of: /`([A-Za-z0-9]+)`/) {
            let exists = tests.contains("func \(match.1)(") || tests.contains("struct \(match.1) {")
            #expect(exists, "no test is called \(match.1)")
        }
    }

    @Test func statementsAreNumberedInTheirOrder() throws {
        let numbers = try Self.text("Protocol/README.md").matches(of: /\n- P([0-9]+)\s/).compactMap { Int($0.1) }
        #expect(numbers == Array(1...numbers.count))
    }

    /// The relay's statements have letters; a statement with parts is named by its parts, or as a whole.
    @Test func everyStatementAboutTheRelayIsNamedByATest() throws {
        let tests = try Self.tests()
        let statements = try Self.text("Protocol/relay.md").matches(of: /\n\* \*\*([MAS][0-9]+)\*\*/).map {
            String($0.1)
        }
        #expect(statements.count >= 30)
        for statement in statements {
            let isNamed = try Regex("\\b\(statement)\\b").wordBoundaryKind(.simple).firstMatch(in: tests) != nil
            #expect(isNamed, "no test names \(statement)")
        }
    }

    @Test func openAPIListsEveryProblemAndEveryRoute() throws {
        let api = try Self.text("Protocol/openapi.yaml")
        let listed = Set(api.matches(of: /urn:tidemark:problem:([a-z-]+)/).map { String($0.1) })
        let source = try Self.text("Sources/TidemarkRelay/Problem/RelayProblem.swift")
        let kinds = source.matches(of: /(?m)^ {8}case ([A-Za-z]+)( = "([a-z-]+)")?$/).map { String($0.3 ?? $0.1) }
        #expect(kinds.count > 10 && Set(kinds) == listed)
        // `group.get("name")` and the like, below the groups that RelayRoutes makes.
        for (path, text) in try LayeringTests.sources("Sources/TidemarkRelay/HTTP") {
            for match in text.matches(of: /routes\.(get|post|put)\("([a-z:\/]+)"/) {
                let route = match.2.replacing(/:([a-z]+)/) { "{\($0.1)}" }
                let isListed = api.contains("\(route):\n")
                #expect(isListed, "openapi.yaml lacks \(match.1) \(route), which \(path) has")
            }
        }
    }
}
