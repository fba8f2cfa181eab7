package import Foundation
package import TidemarkCore

/// A recorded session of one who wrote, or of several who wrote together, edit by edit.
package struct TextTrace: Decodable {
    package struct Transaction: Decodable {
        /// Transactions that its writer had seen; none where there is one writer.
        package let parents: [Int]?
        package let agent: UInt64?
        package let patches: [Patch]
    }

    package struct Patch: Decodable {
        package let edit: TextSequence.Edit

        package init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            let start = try values.decode(Int.self)
            let length = try values.decode(Int.self)
            edit = .init(start..<(start + length), try values.decode(String.self))
        }
    }

    package let endContent: String
    package let txns: [Transaction]

    /// Where they lie beside the project, or below the folder that TIDEMARK_SHARED names.
    package static let folder: URL = {
        let beside = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared")
        let shared = ProcessInfo.processInfo.environment["TIDEMARK_SHARED"].map { URL(filePath: $0) } ?? beside
        return shared.appending(path: "real/traces").standardizedFileURL
    }()

    package static var exist: Bool { FileManager.default.fileExists(atPath: folder.path()) }

    package init(reading name: String) throws {
        let unpack = Process()
        unpack.executableURL = URL(filePath: "/usr/bin/env")
        unpack.arguments = ["gzip", "-dc", Self.folder.appending(path: "\(name).json.gz").path()]
        let pipe = Pipe()
        unpack.standardOutput = pipe
        try unpack.run()
        self = try JSONDecoder().decode(Self.self, from: pipe.fileHandleForReading.readDataToEndOfFile())
    }

    /// One op for each patch, made by its writer's replica, which has merged what the writer had seen.
    package func changes() throws -> [[(dot: Dot, change: TextChange)]] {
        var texts: [UInt64: TextSequence] = [:]
        var known: [UInt64: Set<Int>] = [:]
        var changes: [[(dot: Dot, change: TextChange)]] = []
        var last: [UInt64: UInt64] = [:]
        for (index, transaction) in txns.enumerated() {
            let agent = transaction.agent ?? 0
            var text = texts.removeValue(forKey: agent) ?? TextSequence()
            var seen = known.removeValue(forKey: agent) ?? []
            var missing: [Int] = []
            var ancestors = transaction.parents ?? (index > 0 ? [index - 1] : [])
            while let ancestor = ancestors.popLast() {
                guard seen.insert(ancestor).inserted else { continue }
                missing.append(ancestor)
                ancestors += txns[ancestor].parents ?? []
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
            seen.insert(index)
            texts[agent] = text
            known[agent] = seen
        }
        return changes
    }
}
