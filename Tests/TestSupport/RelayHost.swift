import Foundation
import Synchronization

/// A relay process on a port of its own that is killed and started again.
package final class RelayHost: Sendable {
    package struct DidNotStart: Error { package let log: String }

    package let data: String
    package let port: Int
    package var url: String { "http://127.0.0.1:\(port)" }
    private let process = Mutex<Process?>(nil)

    /// Takes a free port, and keeps it over restarts.
    package init(in directory: String) throws {
        data = directory + "/relay"
        let first = try Self.start(data: data, port: 0)
        port = first.port
        let running = first.process
        process.withLock { $0 = running }
    }

    package func kill() {
        process.withLock { process in
            guard let running = process else { return }
            Foundation.kill(running.processIdentifier, SIGKILL)
            running.waitUntilExit()
            process = nil
        }
    }

    package func start() throws {
        try process.withLock { process in
            guard process == nil else { return }
            process = try Self.start(data: data, port: port).process
        }
    }

    private static func start(data: String, port: Int) throws -> (process: Process, port: Int) {
        let process = Program.process(
            "tidemark-relay",
            ["serve", "--open", "--listen", "127.0.0.1:\(port)", "--data", data, "--log-level", "warning"])
        let err = Pipe()
        process.standardError = err
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var said = ""
        let handle = err.fileHandleForReading
        while true {
            let part = handle.availableData
            if part.isEmpty { break }
            said += String(decoding: part, as: UTF8.self)
            let marker = "listening on http://127.0.0.1:"
            if let start = said.range(of: marker)?.upperBound, let end = said[start...].firstIndex(of: "\n"),
                let port = Int(said[start..<end])
            {
                // The rest goes to nobody; a full pipe must not stop the relay.
                handle.readabilityHandler = { if $0.availableData.isEmpty { $0.readabilityHandler = nil } }
                return (process, port)
            }
        }
        process.waitUntilExit()
        throw DidNotStart(log: said)
    }

    /// Whether any file of the relay holds one of these words.
    package func holds(anyOf words: [String]) -> String? {
        let files = FileManager.default.enumerator(atPath: data)?.allObjects as? [String] ?? []
        for file in files {
            guard let bytes = FileManager.default.contents(atPath: data + "/" + file) else { continue }
            for word in words where bytes.range(of: Data(word.utf8)) != nil { return "\(file) holds \"\(word)\"" }
        }
        return nil
    }
}
