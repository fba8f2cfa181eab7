import ArgumentParser
import Foundation
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct ImportCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Take in bookmarks that a browser or a service exported, a saved comparison page, or a catalogue folder.",
        discussion: """
            The same file twice changes nothing. What people wrote since is left alone, and so is the trash. Refused rows are \
            listed with their lines; they stop nothing.
            """)

    enum Source: String, ExpressibleByArgument, CaseIterable {
        case auto
        case netscape
        case comparePage = "compare-page"
        case catalogue
        case list
    }

    @Argument(help: "A file, a catalogue's directory, or \"-\" for standard input.")
    var file: String

    @Option(help: "What it is; told from its content by default.")
    var from = Source.auto

    @Flag(help: "Say what would happen and change nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Write a line for every record to this file, as JSON.", valueName: "out.json"))
    var report: String?

    @Flag(help: "Fail where a record was refused.")
    var strict = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.import/0"
        let source: String
        let dryRun: Bool
        var counts: [String: Int] = [:]
        var folders = 0
        var releases: [String] = []
        var notes: [ImportNote] = []
    }

    /// Records of one transaction: a few milliseconds each, so that a stop loses little and commits cost little.
    private static let chunk = 2000

    func perform(_ console: Console) async throws {
        let replica = try open()
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory)
        guard exists || file == "-" else {
            throw CommandFailure(.notFound, "There is no file \(file): check its name.")
        }
        if isDirectory.boolValue || from == .catalogue {
            try take(CatalogueFolderReader.read(folder: file), overwrite: true, "catalogue", into: replica, console)
            return
        }
        let bytes = try file == "-" ? Array(Input.text().utf8) : contents()
        let source = from == .auto ? Self.source(of: bytes) : from
        if source == .comparePage {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw CommandFailure(.failed, "\(file) is not UTF-8 text.")
            }
            try take(ComparePageReader.read(text), overwrite: false, "compare-page", into: replica, console)
            return
        }
        let records = source == .netscape ? NetscapeReader.read(bytes) : PlainListReader.read(bytes)
        if records.isEmpty { console.say("\(file) holds no bookmarks.") }
        try take(records, source, into: replica, console)
    }

    private func contents() throws -> [UInt8] {
        do {
            return [UInt8](try Data(contentsOf: URL(filePath: file), options: .alwaysMapped))
        } catch {
            throw CommandFailure(.failed, "\(file) cannot be read: check its rights.")
        }
    }

    private static func source(of bytes: [UInt8]) -> Source {
        let head = Array(bytes.prefix(4096))
        if NetscapeReader.recognises(head) { return .netscape }
        if ComparePageReader.recognises(head) { return .comparePage }
        return .list
    }

    private func take(_ records: [ImportRecord], _ source: Source, into replica: Replica, _ console: Console) throws {
        var session = ImportSession(verbose: report != nil)
        if dryRun {
            session = try replica.rehearse(session) { take in try take(records) }
        } else {
            let bar = ProgressBar(console, "Importing", unit: "records")
            for start in stride(from: 0, to: records.count, by: Self.chunk) {
                try replica.take(Array(records[start..<min(start + Self.chunk, records.count)]), &session)
                bar.show(UInt64(min(start + Self.chunk, records.count)), of: UInt64(records.count))
            }
            bar.end()
        }
        var report = Report(source: source.rawValue, dryRun: dryRun)
        for (outcome, count) in session.counts { report.counts[outcome.rawValue] = count }
        report.folders = session.foldersMade
        report.notes = session.notes
        if let path = self.report { try save(report, to: path) }
        try show(report, console)
        for note in session.notes.filter({ $0.outcome == .refused || $0.outcome == .skipped }).prefix(20) {
            console.say("line \(note.line): \(note.outcome.rawValue) \(note.url.prefix(80)): \(note.reason ?? "")")
        }
        try finish(refused: session.counts[.refused] ?? 0, console)
    }

    private func take(
        _ reading: CatalogueReading, overwrite: Bool, _ source: String, into replica: Replica, _ console: Console
    ) throws {
        for problem in reading.problems { console.say("\(problem)") }
        let errors = reading.problems.count { $0.severity == .error }
        guard !reading.document.tools.isEmpty else {
            throw CommandFailure(.failed, "\(file) holds no tool that could be read; nothing was changed.")
        }
        var report = Report(source: source, dryRun: dryRun)
        if dryRun {
            report.releases = reading.document.tools.flatMap { tool in tool.releases.map { "\(tool.slug)/\($0.slug)" } }
        } else {
            let document = reading.document
            let result = try replica.edit(.catalogue) { try $0.take(document, overwrite: overwrite) }
            report.releases = result.changed
            report.counts = ["imported": result.changed.count, "unchanged": result.unchanged.count]
        }
        report.counts["refused"] = errors
        try show(report, console)
        try finish(refused: errors, console)
    }

    private func show(_ report: Report, _ console: Console) throws {
        if console.isJSON { return try console.print(json: report) }
        let names = ["imported", "merged", "unchanged", "skipped", "refused"]
        let counts = names.map { "\($0) \(report.counts[$0] ?? 0)" }.joined(separator: ", ")
        try console.print((report.dryRun ? "would do: " : "") + counts)
        for release in report.releases { try console.print("  \(release)") }
    }

    private func save(_ report: Report, to path: String) throws {
        do {
            try Data(Console.encode(report).utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(.failed, "The report cannot be written to \(path). The import itself is done.")
        }
    }

    private func finish(refused: Int, _ console: Console) throws {
        guard strict, refused > 0 else { return }
        try console.flush()
        throw ExitCode(ExitStatus.failed.rawValue)
    }
}
