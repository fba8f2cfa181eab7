import Foundation
import TidemarkReplica

/// A relay and devices as real processes, in a directory of their own.
final class Household {
    let directory: String
    let client: String
    private let relayCommand: String
    private(set) var url = ""
    private(set) var relayProcess: pid_t?

    init(_ name: String) throws {
        let here = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        client = here.appending(path: "tidemark").path()
        relayCommand = here.appending(path: "tidemark-relay").path()
        directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-bench-\(name)-\(getpid())").path()
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        if let relayProcess {
            kill(relayProcess, SIGTERM)
            var status: Int32 = 0
            waitpid(relayProcess, &status, 0)
        }
        try? FileManager.default.removeItem(atPath: directory)
    }

    func home(_ device: String) -> String { "\(directory)/\(device)" }

    @discardableResult
    func run(_ device: String, _ arguments: String..., output: String = "/dev/null") throws -> ChildUsage {
        try ChildProcess.check(
            [client] + arguments, environment: ["TIDEMARK_HOME": home(device), "TIDEMARK_AUTOSYNC": "off"],
            output: output)
    }

    /// Starts a relay that takes everybody, and waits until it listens.
    ///
    /// - Parameter core: the only one that it may use.
    func startRelay(arguments: [String] = [], core: Int? = nil) throws {
        let log = "\(directory)/relay.log"
        let process = try ChildProcess.spawn(
            (core.map { [Core.taskset, "-c", "\($0)"] } ?? []) + [relayCommand, "serve", "--listen", "127.0.0.1:0"]
                + ["--data", "\(directory)/relay", "--open"] + arguments, output: log)
        relayProcess = process
        for _ in 0..<200 {
            let text = (try? String(contentsOfFile: log + ".err", encoding: .utf8)) ?? ""
            if let found = text.firstMatch(of: /listening on (http:[^\s"]+)/) {
                url = String(found.1)
                return
            }
            usleep(50_000)
        }
        throw ChildProcess.Failure(description: "the relay does not listen")
    }

    /// Resident memory of the relay, in bytes.
    func relayResidentBytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(relayProcess ?? 0)/status", encoding: .utf8)
        guard let found = status.firstMatch(of: /VmRSS:\s+(\d+) kB/), let kilobytes = Int(found.1) else { return 0 }
        return kilobytes * 1024
    }

    /// Processor time that the relay has used.
    func relaySeconds() throws -> Double {
        let stat = try String(contentsOfFile: "/proc/\(relayProcess ?? 0)/stat", encoding: .utf8)
        // Behind the command's name, which may hold spaces: proc(5).
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    func replica(_ device: String) throws -> Replica { try Replica.open(home: home(device)) }

    func fileBytes(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}
