import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a finished process used, as the kernel counted it.
struct ChildUsage: Sendable {
    let seconds: Double
    /// Largest resident set, in bytes.
    let residentBytes: Int
    let status: Int32
}

enum ChildProcess {
    struct Failure: Error, CustomStringConvertible { let description: String }

    /// Runs a command to its end; its output goes to a file.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], output: String = "/dev/null"
    ) throws -> ChildUsage {
        let start = ContinuousClock.now
        let pid = try spawn(arguments, environment: environment, output: output)
        var status: Int32 = 0
        var resident = 0
        while true {
            resident = max(resident, peakResidentBytes(of: pid))
            let ended = waitpid(pid, &status, WNOHANG)
            if ended == pid { break }
            guard ended == 0 || errno == EINTR else { throw Failure(description: "waitpid: \(errno)") }
            usleep(5000)
        }
        let elapsed = ContinuousClock.now - start
        return ChildUsage(
            seconds: elapsed / .seconds(1), residentBytes: resident, status: (status & 0x7f) == 0 ? status >> 8 : -1)
    }

    /// The largest resident set so far. What `wait4` says would count this process, from which it was forked, as well.
    private static func peakResidentBytes(of pid: pid_t) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(separator: " ").dropLast().last.flatMap({ Int($0) })
        else { return 0 }
        return kilobytes * 1024
    }

    /// As `run`, and an error where the command fails.
    @discardableResult
    static func check(
        _ arguments: [String], environment: [String: String] = [:], output: String = "/dev/null"
    ) throws -> ChildUsage {
        let usage = try run(arguments, environment: environment, output: output)
        guard usage.status == 0 else {
            throw Failure(description: "\(arguments.joined(separator: " ")): exit code \(usage.status)")
        }
        return usage
    }

    static func spawn(
        _ arguments: [String], environment: [String: String] = [:], output: String = "/dev/null"
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(
            &actions, 2, output + (output == "/dev/null" ? "" : ".err"), O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var merged = ProcessInfo.processInfo.environment
        merged.merge(environment) { $1 }
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = merged.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, arguments[0], &actions, nil, &argv, &envp)
        guard code == 0 else { throw Failure(description: "\(arguments[0]): \(String(cString: strerror(code)))") }
        return pid
    }
}
