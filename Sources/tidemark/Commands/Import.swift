import ArgumentParser
import Foundation
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct ImportCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Take in bookmarks that a browser or a service exported, an archive, a saved comparison page, or a catalogue folder.",
        discussion: """
            The same file twice changes nothing. What people wrote since is left alone, and so is the trash. Refused rows are \
            listed with their lines; they stop nothing. An archive becomes the same library in an empty one, with its history; \
            elsewhere its bookmarks and its catalogue are taken in like any others.
            """)

    enum Source: String, ExpressibleByArgument, CaseIterable {
        case auto
        case netscape, firefox, places, chromium, safari
        case pocket, raindrop, instapaper, readwise, matter, omnivore
        case linkding, karakeep, linkwarden, pinboard
        case csv, list, tidemark, archive
        case comparePage = "compare-page"
        case catalogue
    }

    @Argument(help: "A file, a catalogue's directory, or \"-\" for standard input.")
    var file: String

    @Option(help: "What it is. Told from its content by default, never from its name.")
    var from = Source.auto

    @Flag(help: "Say what would happen and change nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Write a line for every record to this file, as JSON.", valueName: "out.json"))
    var report: String?

    @Flag(help: "Fail where a record was refused.")
    var strict = false

    @OptionGroup(title: "Global options") var options: GlobalOptions

    struct Report: Encodable {
        let schema = "tidemark.import/0"
        let source: String
        let dryRun: Bool
        var counts: [String: Int] = [:]
        var folders = 0
        var releases: [String] = []
        var notes: [ImportNote] = []
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let source = try ImportSource(path: file)
        if from == .catalogue || (from == .auto && source.isFolder && !source.holdsBookmarks) {
            guard source.isFolder else {
                throw CommandFailure(.failed, "A catalogue is a folder, and \(file) is none.")
            }
            try take(CatalogueFolderReader.read(folder: file), overwrite: true, "catalogue", into: replica, console)
        } else if from == .archive || (from == .auto && ArchiveReader.recognises(source.head)) {
            try take(archive: source, into: replica, console)
        } else if from == .comparePage || (from == .auto && Self.isComparePage(source)) {
            guard let text = String(validating: try source.contents(), as: UTF8.self) else {
                throw CommandFailure(.failed, "\(file) is not UTF-8 text.")
            }
            try take(ComparePageReader.read(text), overwrite: false, "compare-page", into: replica, console)
        } else {
            try take(source, as: ImportFormat(rawValue: from.rawValue), into: replica, console)
        }
    }

    private static func isComparePage(_ source: ImportSource) -> Bool {
        !NetscapeReader.recognises(source.head) && ComparePageReader.recognises(source.head)
    }

    private func take(
        _ source: ImportSource, as format: ImportFormat?, into replica: Replica, _ console: Console
    ) throws {
        var session = ImportSession(verbose: report != nil)
        let progress = ProgressBar(console, "Importing", unit: "bytes")
        let size = UInt64(source.size ?? 0)
        let known: ImportFormat
        if dryRun {
            var format = format
            session = try replica.rehearse(session) { take in
                format = try source.read(as: format) { records, done in
                    try take(records)
                    progress.show(UInt64(done), of: size)
                }
            }
            known = format ?? .list
        } else {
            session = try replica.beginImport(fingerprint: source.fingerprint, verbose: report != nil)
            known = try source.read(as: format) { records, done in
                try replica.take(records, &session)
                progress.show(UInt64(done), of: size)
            }
            try replica.endImport(session)
        }
        progress.end()
        if session.counts.isEmpty && session.foldersMade == 0 { console.say("\(file) holds no bookmarks.") }
        try finish(session, known.rawValue, console)
    }

    func finish(_ session: ImportSession, _ format: String, _ console: Console) throws {
        var report = Report(source: format, dryRun: dryRun)
        for (outcome, count) in session.counts { report.counts[outcome.rawValue] = count }
        report.folders = session.foldersMade
        report.notes = session.notes
        if let path = self.report { try save(report, to: path) }
        try show(report, console)
        let notable = session.notes.filter { $0.outcome == .refused || $0.outcome == .skipped }
        for note in notable.prefix(Self.shownNotes) {
            let place = note.line > 0 ? "line \(note.line): " : ""
            console.say("\(place)\(note.outcome.rawValue) \(note.url.prefix(80)): \(note.reason ?? "")")
        }
        if notable.count > Self.shownNotes {
            console.say("... and \(notable.count - Self.shownNotes) more: --report FILE lists them all.")
        }
        try finish(refused: session.counts[.refused] ?? 0, console)
    }

    /// Enough to see what kind of trouble a file has.
    private static let shownNotes = 20

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
            let result = try replica.edit(.catalogue, label: "import") { try $0.take(document, overwrite: overwrite) }
            report.releases = result.changed
            report.counts = ["imported": result.changed.count, "unchanged": result.unchanged.count]
        }
        report.counts["refused"] = errors
        try show(report, console)
        try finish(refused: errors, console)
    }

    func show(_ report: Report, _ console: Console) throws {
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
