import Foundation

/// Which processor cores take part, where the system has `taskset` to say so.
enum Core {
    static let taskset = "/usr/bin/taskset"

    /// Whether the measured program can have a core of its own.
    static let isolated =
        ProcessInfo.processInfo.activeProcessorCount > 1 && FileManager.default.isExecutableFile(atPath: taskset)

    /// - Parameter cores: for all threads of this process, "0-1" or "1".
    static func pin(to cores: String) throws {
        try ChildProcess.check([taskset, "-a", "-c", "-p", cores, "\(getpid())"])
    }
}
