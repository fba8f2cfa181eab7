import CZlib
import Foundation
import TestSupport
import TidemarkCore

/// Long texts, as recorded sessions wrote them: how long their edits take, how large they are.
enum Texts {
    private static let runs = 5

    static func run() throws -> [Figure] {
        let figures = Figures(workload: "text")
        guard TextTrace.exist else {
            print(
                "text: the recorded sessions are not in \(TextTrace.folder.path()), which TIDEMARK_SHARED names: skipped"
            )
            return []
        }
        try one("automerge-paper", figures)
        for name in ["clownschool", "friendsforever"] { try together(name, figures) }
        return figures.all
    }

    /// One writer.
    private static func one(_ name: String, _ figures: Figures) throws {
        let trace = try TextTrace(reading: name)
        let edits = trace.txns.flatMap(\.patches).map(\.edit)
        let writer = WriterID(high: 0, low: 1)
        var text = TextSequence()
        let local = best {
            text = TextSequence()
            for (index, edit) in edits.enumerated() { _ = text.edit([edit], dot: Dot(writer, UInt64(index) + 1)) }
        }
        try expect(text.text == trace.endContent, name)
        figures.add("\(name): \(edits.count) edits made", local * 1000, "ms", atMost: 300)
        let changes = Array(try trace.changes().joined())
        var other = TextSequence()
        let remote = try best {
            other = TextSequence()
            for (dot, change) in changes { try other.apply(change, dot: dot) }
        }
        try expect(other == text, name)
        figures.add("\(name): the same from elsewhere", remote * 1000, "ms", atMost: 300)
        var stored: [UInt8] = []
        figures.add("\(name): saved", best { stored = text.encoded(keepingDeleted: false) } * 1000, "ms")
        var loaded = TextSequence()
        figures.add(
            "\(name): loaded", try best { loaded = try TextSequence(decoding: stored) } * 1000, "ms", atMost: 10)
        try expect(loaded.text == trace.endContent, name)
        figures.add("\(name): stored", Double(stored.count) / 1000, "KB")
        figures.add("\(name): stored, deflated", try deflated(stored) / 1000, "KB", atMost: 130)
        let whole = text.encoded()
        figures.add("\(name): with all that was deleted, deflated", try deflated(whole) / 1000, "KB")
    }

    /// Several writers, who see each other's edits late.
    private static func together(_ name: String, _ figures: Figures) throws {
        let trace = try TextTrace(reading: name)
        let changes = Array(try trace.changes().joined())
        var text = TextSequence()
        let seconds = try best {
            text = TextSequence()
            for (dot, change) in changes { try text.apply(change, dot: dot) }
        }
        try expect(text.text == trace.endContent, name)
        figures.add("\(name): \(changes.count) concurrent edits", seconds * 1000, "ms")
    }

    private static func best(_ body: () throws -> Void) rethrows -> Double {
        try (0..<runs).map { _ in try timed(body).seconds }.min() ?? .nan
    }

    private static func expect(_ isTrue: Bool, _ name: String) throws {
        guard isTrue else {
            throw ChildProcess.Failure(description: "\(name) ends with another text than was recorded")
        }
    }

    private static func deflated(_ bytes: [UInt8]) throws -> Double {
        var size = compressBound(uLong(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&output, &size, bytes, uLong(bytes.count), 6) == Z_OK else {
            throw ChildProcess.Failure(description: "zlib")
        }
        return Double(size)
    }
}
