import ArgumentParser
import Foundation
import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

struct ExportCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write everything into one file that other programs read.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        /// What browsers import.
        case netscape
        /// Everything, the trash and the catalogue included.
        case json
        /// The bookmarks as a table.
        case csv
        /// The bookmarks by folder, for people.
        case markdown
        /// The library itself, with its history: what an empty library becomes the same from.
        case archive
    }

    @Option(
        help: ArgumentHelp(
            """
            netscape: what browsers import. json: everything, the catalogue included. csv: a table of the bookmarks. \
            markdown: the bookmarks by folder, for people. archive: the library with its history, to restore it from.
            """))
    var format: Format

    @Option(name: .shortAndLong, help: ArgumentHelp("Into this file instead of stdout.", valueName: "file"))
    var output: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    /// Everything that people see; equal on devices that are level.
    private struct Everything: Encodable {
        struct Tool: Encodable {
            let slug, name, category, tagline, description: String
            let bestFor, website: String?
        }

        struct Take: Encodable {
            let role, reviewer, rationale: String
            let score: Int?
            let stance: String?
        }

        struct Release: Encodable {
            let reference, name, pricing: String
            let version, releasedOn: String?
            let tiers: [String]
            let takes: [Take]
            let ship, skip: Int
            let ownVote: String?
            let tool: Tool
        }

        let schema = "tidemark.export/0"
        let folders: [ShelfFolderEntry]
        let bookmarks: [ShelfEntry]
        let catalogueTitle: String?
        let verdictThresholdPercent: Int?
        let releases: [Release]
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let bar = ProgressBar(console, "Exporting", unit: format == .archive ? "records" : "bookmarks")
        defer { bar.end() }
        if format == .archive { return try writeArchive(of: replica, bar, console) }
        let status = try replica.status()
        let total = UInt64(status.bookmarks + status.trashed)
        bar.show(0, of: total)
        let progress = { @Sendable (count: Int) in bar.show(min(UInt64(count), total), of: total) }
        let bytes: [UInt8]
        switch format {
        case .archive, .csv: bytes = CSVWriter.write(try replica.shelfEntries(progress: progress))
        case .markdown: bytes = MarkdownWriter.write(try replica.bookmarkTree(progress: progress))
        case .netscape: bytes = NetscapeWriter.write(try replica.bookmarkTree(progress: progress))
        case .json: bytes = Array(try Console.encode(everything(replica, progress)).utf8)
        }
        bar.end()
        guard let output else { return try console.write(bytes) }
        do {
            try Data(bytes).write(to: URL(filePath: output), options: .atomic)
        } catch {
            throw CommandFailure(
                .failed, "\(output) cannot be written: check the rights and the room of its directory.")
        }
        console.say("Wrote \(output).")
    }

    private func writeArchive(of replica: Replica, _ bar: ProgressBar, _ console: Console) throws {
        let progress = { (done: Int, total: Int) in bar.show(UInt64(done), of: UInt64(total)) }
        guard let output else {
            return try ArchiveWriter.write(replica, progress: progress) { try console.write($0) }
        }
        // Under another name until it is whole, so that nobody takes half of an archive for one.
        let part = output + ".part"
        guard FileManager.default.createFile(atPath: part, contents: nil),
            let handle = FileHandle(forWritingAtPath: part)
        else {
            throw CommandFailure(.failed, "\(output) cannot be written: check the rights of its directory.")
        }
        do {
            try ArchiveWriter.write(replica, progress: progress) { try handle.write(contentsOf: Data($0)) }
            try handle.synchronize()
            try handle.close()
            if FileManager.default.fileExists(atPath: output) { try FileManager.default.removeItem(atPath: output) }
            try FileManager.default.moveItem(atPath: part, toPath: output)
        } catch let error as ReplicaError {
            try? FileManager.default.removeItem(atPath: part)
            throw error
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            throw CommandFailure(.failed, "\(output) cannot be written: check the room on its disk.")
        }
        bar.end()
        console.say("Wrote \(output).")
    }

    private func everything(_ replica: Replica, _ progress: @Sendable (Int) -> Void) throws -> Everything {
        let settings = try replica.catalogueSettings()
        return Everything(
            folders: try replica.shelfFolders(), bookmarks: try replica.shelfEntries(progress: progress),
            catalogueTitle: settings.title, verdictThresholdPercent: settings.thresholdPercent,
            releases: try replica.releases().map(Self.release))
    }

    private static func release(_ entry: CatalogueRelease) -> Everything.Release {
        let (tool, release) = (entry.tool, entry.release)
        return Everything.Release(
            reference: entry.reference, name: release.name, pricing: release.pricingText, version: release.version,
            releasedOn: release.releasedOn, tiers: release.tiers.map(\.text),
            takes: release.takes.map {
                .init(
                    role: $0.role.rawValue, reviewer: $0.reviewer, rationale: $0.rationale, score: $0.score,
                    stance: $0.stance?.rawValue)
            },
            ship: entry.votes.ship, skip: entry.votes.skip, ownVote: entry.ownVote?.rawValue,
            tool: .init(
                slug: tool.slug, name: tool.name, category: tool.category, tagline: tool.tagline,
                description: tool.description, bestFor: tool.bestFor, website: tool.website))
    }
}
