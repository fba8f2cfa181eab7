import Foundation
import Synchronization
import TestSupport
import Testing
import TidemarkReplica

/// One library, open in several processes at once.
@Suite(.serialized)
struct SharedLibraryTests {
    @Test func nothingIsLostWhereManyWriteAtOnce() throws {
        let household = try LiveHousehold()
        try household.found("a")
        try household.check("a", "add", "https://example.org/shared")
        let watch = Program.process("tidemark", ["sync", "--watch", "--json"], home: household.home("a"))
        let (out, err) = (Pipe(), Pipe())
        watch.standardOutput = out
        watch.standardError = err
        try watch.run()
        let (writers, turns) = (4, 8)
        let failures = Mutex<[String]>([])
        let group = DispatchGroup()
        let home = household.home("a")
        for writer in 0..<writers {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                for turn in 0..<turns {
                    let commands = [
                        ["add", "https://example.org/\(writer)/\(turn)", "--folder", "Folder\(turn % 2)"],
                        ["tag", "https://example.org/shared", "--add", "t\(writer)-\(turn)"],
                        ["list", "--json"],
                    ]
                    for command in commands {
                        let result = try? Program.run(command, home: home)
                        guard result?.status != 0 else { continue }
                        failures.withLock { $0.append("\(command): \(result?.errors ?? "not started")") }
                    }
                }
            }
        }
        group.wait()
        #expect(failures.withLock { $0 } == [])
        try household.wait(for: "the watch to send everything") { try household.replica("a").unsentSpaces().isEmpty }
        watch.terminate()
        let said = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        watch.waitUntilExit()
        #expect(watch.terminationStatus == 130, "\(complaint)")
        #expect(!said.contains("\"event\":\"offline\""), "\(said)")
        let replica = try household.replica("a")
        for writer in 0..<writers {
            for turn in 0..<turns {
                #expect(try replica.bookmark("https://example.org/\(writer)/\(turn)") != nil)
            }
        }
        let tags = try replica.find(item: "https://example.org/shared").bookmark.tags
        #expect(tags.count == writers * turns)
        #expect(try household.check("a", "doctor").output.contains("All is well."))
        // What went out on the way is all there is.
        try household.join("b", to: "a")
        #expect(try household.replica("b").fingerprint(.shelf) == replica.fingerprint(.shelf))
    }
}
