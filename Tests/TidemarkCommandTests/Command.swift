import Foundation
import TestSupport

/// Runs the built `tidemark` as a script would.
struct Command {
    struct Result {
        let status: Int32
        let output: String
        let errors: String
    }

    let home: String
    var environment: [String: String] = [:]

    init() {
        home = FileManager.default.temporaryDirectory.appending(path: "tidemark-command-\(UUID())").path()
    }

    func remove() { try? FileManager.default.removeItem(atPath: home) }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The executable stands beside the test bundle.
    static var executable: URL {
        let here = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let beside = here.appending(path: "tidemark")
        return FileManager.default.isExecutableFile(atPath: beside.path())
            ? beside : root.appending(path: ".build/debug/tidemark")
    }

    func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = Self.root
        process.environment = [
            "TIDEMARK_HOME": home, "PATH": "/usr/bin:/bin", "COLUMNS": "100", "TIDEMARK_AUTOSYNC": "off",
            "XDG_CONFIG_HOME": "/nonexistent",
        ].merging(Program.sanitizing) { $1 }.merging(environment) { $1 }
        return process
    }

    @discardableResult
    func run(_ arguments: String..., input: String = "") throws -> Result {
        let process = process(arguments)
        let (out, err, stdin) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        process.standardInput = stdin
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        // Outputs here are far smaller than a pipe holds, so that one after the other cannot block.
        let output = out.fileHandleForReading.readDataToEndOfFile()
        let errors = err.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }
}
