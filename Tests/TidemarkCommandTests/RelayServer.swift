import Foundation

/// The built `tidemark-relay` on a port of its own, with an empty data directory.
final class RelayServer {
    static var executable: URL { Command.executable.deletingLastPathComponent().appending(path: "tidemark-relay") }
    /// Whether it stands beside `tidemark`: a build of the tests alone does not make it.
    static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: executable.path()) }

    let url: String
    private let process = Process()
    private let talk = Pipe()
    private let directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-relay-\(UUID())")

    struct NotStarted: Error { let said: String }

    init() throws {
        process.executableURL = Self.executable
        process.arguments = ["serve", "--open", "--listen", "127.0.0.1:0", "--data", directory.path()]
        process.standardError = talk
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var said = ""
        while true {
            let part = talk.fileHandleForReading.availableData
            guard !part.isEmpty else { throw NotStarted(said: said) }
            said += String(decoding: part, as: UTF8.self)
            guard let match = said.firstMatch(of: /listening on (http:\/\/[0-9.:]+)\s/) else { continue }
            url = String(match.1)
            break
        }
        // It must never wait for somebody to read what it says.
        talk.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
    }

    func stop() {
        talk.fileHandleForReading.readabilityHandler = nil
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }
}
