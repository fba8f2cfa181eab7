import ArgumentParser
import Foundation

/// Measures what README states, against the raw limit in the same run. Build with `-c release` for any figure.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidemark-bench", abstract: "Measures Tidemark against its raw limits.")

    enum Workloads: String, ExpressibleByArgument, CaseIterable {
        case w1, w2, w3, w7, push, idle, text, moves, apply, seal
    }

    @Argument(help: "Which workloads; all by default.")
    var names: [Workloads] = []

    @Option(help: "Write the figures to this file, as JSON.")
    var json: String?

    @Option(help: "Bookmarks in the library.")
    var rows = 100_000

    func run() throws {
        var figures: [Figure] = []
        for name in names.isEmpty ? Workloads.allCases : names {
            switch name {
            case .w1: figures += try FreshDevice.run(rows: rows)
            case .w2: figures += try Edits.single(rows: rows)
            case .w3: figures += try Edits.twoWriters(rows: rows)
            case .w7: figures += try Search.run(rows: rows)
            case .push: figures += try RelayPush.run()
            case .idle: figures += try Idle.run()
            case .text: figures += try Texts.run()
            case .moves: figures += try FolderMoves.run()
            case .apply: figures += try BulkApply.run()
            case .seal: figures += try Crypting.run(rows: rows)
            }
        }
        if let json { try Figures.json(figures).write(to: URL(filePath: json)) }
    }
}
