import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One device: a library that commands change, some of which are killed. Knows what was acknowledged.
///
/// Used from one thread at a time.
final class CrashDevice {
    let name: String
    let home: String
    /// Whether changes are followed by a sync of their own.
    private let syncsInBackground: Bool
    private(set) var random: SeededGenerator
    /// Addresses whose `add` has exited with 0.
    private(set) var added: [String] = []
    /// Tags, each of one bookmark, whose `tag` has exited with 0.
    private(set) var tagged: [(url: String, tag: String)] = []
    /// For each bookmark that only this device retitles, the titles that may stand there: the last that was acknowledged, and
    /// what was tried since.
    private(set) var titles: [String: Set<String>] = [:]
    private(set) var commands = 0
    private(set) var killed = 0
    /// What was said by commands that failed without having been killed and without the network's fault.
    private(set) var failures: [String] = []
    private var count = 0

    init(_ name: String, in directory: String, seed: UInt64, syncsInBackground: Bool) {
        self.name = name
        self.syncsInBackground = syncsInBackground
        home = directory + "/" + name
        random = SeededGenerator(seed: seed)
    }

    /// Runs a command; every third or so is killed somewhere between its first millisecond and a little after its end.
    ///
    /// - Returns: whether it was acknowledged.
    private func run(_ arguments: String..., network: Bool = false) throws -> Bool {
        let patience = random.chance(35) ? Double.random(in: 0.001...(network ? 0.3 : 0.15), using: &random) : nil
        let result = try Program.run(
            arguments, home: home, environment: ["TIDEMARK_AUTOSYNC": syncsInBackground ? "on" : "off"],
            killAfter: patience)
        commands += 1
        if result.status < 0 { killed += 1 }
        let isExpected = result.status <= 0 || (network && result.status == 4)
        if !isExpected {
            failures.append("\(name): \(arguments.joined(separator: " ")): \(result.status) \(result.errors)")
        }
        return result.status == 0
    }

    func act() throws {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3:
            count += 1
            let url = "https://canary-\(name).example/\(count)"
            if try run("add", url, "--title", "canarytitle", "--folder", "Canaryfolder\(count % 3)") {
                added.append(url)
            }
        case 3..<5:
            guard let url = added.randomElement(using: &random) else { return }
            count += 1
            let title = "canarytitle \(count)"
            let before = titles[url] ?? ["canarytitle"]
            titles[url] = try run("edit", url, "--title", title) ? [title] : before.union([title])
        case 5..<7:
            guard let url = added.randomElement(using: &random) else { return }
            count += 1
            let tag = "canarytag\(count)"
            if try run("tag", url, "--add", tag) { tagged.append((url, tag)) }
        default: _ = try run("sync", network: true)
        }
    }

    /// Waits until no sync in the background is left, at most for some seconds.
    func rest() {
        for _ in 0..<2000 {
            let descriptor = open(home + "/sync.lock", O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            usleep(10_000)
        }
    }

    /// What was acknowledged here and is not in an export; empty when all is well.
    func missing(in export: CrashExport) -> [String] {
        let urls = Dictionary(export.bookmarks.map { ($0.url, $0) }) { first, _ in first }
        var missing = added.filter { urls[$0] == nil }
        missing += tagged.filter { urls[$0.url]?.tags.contains($0.tag) != true }.map { "\($0.url) \($0.tag)" }
        missing += titles.filter { url, titles in !titles.contains(urls[url]?.title ?? "") }
            .map { "\($0.key): \(urls[$0.key]?.title ?? "-") is none of \($0.value.sorted())" }
        return missing
    }
}
