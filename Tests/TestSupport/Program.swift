package import Foundation

/// The built programs, as processes that may be killed at any moment.
package enum Program {
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The executables stand beside the test bundle.
    private static func executable(_ name: String) -> URL {
        let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name)
        return FileManager.default.isExecutableFile(atPath: beside.path())
            ? beside : root.appending(path: ".build/debug/\(name)")
    }

    /// What `Tests/sanitize` tells a sanitizer, for children as well.
    package static let sanitizing = ProcessInfo.processInfo.environment.filter {
        $0.key == "ASAN_OPTIONS" || $0.key == "TSAN_OPTIONS"
    }

    /// - Parameter environment: beside, or instead of, what is usual in tests: no sync in the background, and no configuration file.
    package static func process(
        _ name: String, _ arguments: [String], home: String? = nil, environment: [String: String] = [:]
    ) -> Process {
        let process = Process()
        process.executableURL = executable(name)
        process.arguments = arguments
        process.environment = [
            "PATH": "/usr/bin:/bin", "TIDEMARK_AUTOSYNC": "off", "XDG_CONFIG_HOME": "/nonexistent",
            "TIDEMARK_HOME": home ?? "/nonexistent",
        ].merging(sanitizing) { $1 }.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs `tidemark` to its end, or until it is killed.
    ///
    /// - Parameter patience: seconds after which the process gets SIGKILL, nil for never.
    package static func run(
        _ arguments: [String], home: String, environment: [String: String] = [:], killAfter patience: Double? = nil
    ) throws -> Result {
        try run(process("tidemark", arguments, home: home, environment: environment), killAfter: patience)
    }

    package static func run(_ process: Process, killAfter patience: Double? = nil) throws -> Result {
        let (out, err) = (Pipe(), Pipe())
        process.standardOutput = out
        process.standardError = err
        try process.run()
        let killer = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
        if let patience { DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: killer) }
        // What is said here is far less than a pipe holds.
        let output = out.fileHandleForReading.readDataToEndOfFile()
        let errors = err.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        killer.cancel()
        let isExit = process.terminationReason == .exit
        return Result(
            status: isExit ? process.terminationStatus : -process.terminationStatus,
            output: String(decoding: output, as: UTF8.self), errors: String(decoding: errors, as: UTF8.self))
    }
}
