import Foundation
import Testing
import TidemarkLibrary

@testable import TidemarkInterchange

@Suite struct ComparisonJSONTests {
    @Test func whatIsEncodedIsDecodedAgain() throws {
        let json = ComparisonJSON(try Samples.comparison())
        let data = try json.encoded()
        #expect(try JSONDecoder().decode(ComparisonJSON.self, from: data) == json)
        #expect(try json.encoded() == data)
    }

    @Test func keysAndFigures() throws {
        let data = try ComparisonJSON(try Samples.comparison()).encoded()
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(root["schema"] as? String == "tidemark.comparison/0")
        #expect(root["identity"] as? [String] == ["alpha/1", "beta/2"])
        #expect(Set(root.keys) == ["schema", "identity", "title", "columns", "decisions", "scorecard"])
        let columns = try #require(root["columns"] as? [[String: Any]])
        let panels = columns.compactMap { $0["panel"] as? [String: Any] }
        #expect(panels.map { $0["meanScore"] as? Double } == [83.5, 74.75])
        #expect(panels.map { $0["percent"] as? Int } == [100, 75])
        #expect(columns.map { $0["ownVerdict"] as? String } == ["ship", nil])
        #expect(
            columns.last.map { Set($0.keys).isDisjoint(with: ["version", "releasedOn", "website", "ownVerdict"]) }
                == true)
        let community = columns.compactMap { $0["community"] as? [String: Any] }
        #expect(community.map { $0["percent"] as? Int } == [80, nil])
        let rows = try #require(root["scorecard"] as? [[String: Any]])
        #expect(rows.map { $0["role"] as? String } == Role.allCases.map(\.rawValue))
        #expect(rows.map { ($0["cells"] as? [[Any]])?.map(\.count) } == [[1, 1], [1, 1], [1, 1], [1, 0], [0, 1]])
    }
}
