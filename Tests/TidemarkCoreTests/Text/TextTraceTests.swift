import Foundation
import TestSupport
import Testing
import TidemarkCore

private enum Traces {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/real/traces").standardizedFileURL

    static var exist: Bool { FileManager.default.fileExists(atPath: folder.path()) }
}

/// Recorded sessions of people who wrote together, replayed edit by edit; only where they lie beside the project.
@Suite(.enabled(if: Traces.exist))
struct TextTraceTests {
    private struct Trace: Decodable {
        struct Transaction: Decodable {
            let parents: [Int]
            let agent: UInt64
            let patches: [Patch]
        }

        struct Patch: Decodable {
            let edit: TextSequence.Edit

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                let start = try values.decode(Int.self)
                let length = try values.decode(Int.self)
                edit = .init(start..<(start + length), try values.decode(String.self))
            }
        }

        let endContent: String
        let txns: [Transaction]
    }

    private func read(_ name: String) throws -> Trace {
        let unpack = Process()
        unpack.executableURL = URL(filePath: "/usr/bin/env")
        unpack.arguments = ["gzip", "-dc", Traces.folder.appending(path: "\(name).json.gz").path()]
        let pipe = Pipe()
        unpack.standardOutput = pipe
        try unpack.run()
        return try JSONDecoder().decode(Trace.self, from: pipe.fileHandleForReading.readDataToEndOfFile())
    }

    @Test(arguments: ["clownschool", "friendsforever"])
    func everyoneEndsWithTheSameText(name: String) throws {
        let trace = try read(name)
        var texts: [UInt64: TextSequence] = [:]
        var known: [UInt64: Set<Int>] = [:]
        var changes: [[(dot: Dot, change: TextChange)]] = []
        var last: [UInt64: UInt64] = [:]
        for transaction in trace.txns {
            let agent = transaction.agent
            var text = texts.removeValue(forKey: agent) ?? TextSequence()
            var seen = known.removeValue(forKey: agent) ?? []
            var missing: [Int] = []
            var ancestors = transaction.parents
            while let ancestor = ancestors.popLast() {
                guard seen.insert(ancestor).inserted else { continue }
                missing.append(ancestor)
                ancestors += trace.txns[ancestor].parents
            }
            for index in missing.sorted() {
                for (dot, change) in changes[index] { try text.apply(change, dot: dot) }
            }
            changes.append(
                transaction.patches.map { patch in
                    let dot = Dot(WriterID(high: 0, low: agent + 1), (last[agent] ?? 0) + 1)
                    last[agent] = dot.number
                    return (dot, text.edit([patch.edit], dot: dot))
                })
            seen.insert(changes.count - 1)
            texts[agent] = text
            known[agent] = seen
        }
        var backwards = TextSequence()
        for (dot, change) in changes.joined().reversed() { try backwards.apply(change, dot: dot) }
        #expect(backwards.text == trace.endContent)
        #expect(!backwards.isIncomplete)
        backwards.invariantCheck()
    }
}
