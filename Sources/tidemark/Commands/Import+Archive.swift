import TidemarkInterchange
import TidemarkLibrary
import TidemarkReplica

extension ImportCommand {
    /// Restores an archive into an empty library; into another one it takes what the archive shows.
    func take(archive source: ImportSource, into replica: Replica, _ console: Console) throws {
        let archive = try ArchiveReader(source.contents())
        guard try replica.isEmpty() else {
            let shown = try ArchiveContents(archive)
            var session = ImportSession(verbose: self.report != nil)
            if dryRun {
                session = try replica.rehearse(session) { take in try take(shown.records) }
            } else {
                session = try replica.beginImport(fingerprint: source.fingerprint, verbose: self.report != nil)
                for start in stride(from: 0, to: shown.records.count, by: ImportSource.chunk) {
                    let end = min(start + ImportSource.chunk, shown.records.count)
                    try replica.take(Array(shown.records[start..<end]), &session)
                }
                try replica.endImport(session)
                let document = shown.catalogue
                _ = try replica.edit(.catalogue, label: "import") { try $0.take(document, overwrite: false) }
            }
            return try finish(session, "archive", console)
        }
        var report = Report(source: "archive", dryRun: dryRun)
        for (kind, space) in archive.spaces.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            report.counts[kind.rawValue] = space.operations.count
            guard !dryRun else { continue }
            let omitted = try replica.restore(space, into: kind) { done in
                if console.showsProgress { console.complain("\r\(done) of \(space.operations.count) changes\u{1B}[K") }
            }
            if console.showsProgress { console.complain("\r\u{1B}[K") }
            if omitted > 0 {
                console.say("\(omitted) votes of other people are left out: only they can cast them.")
                report.counts["skipped", default: 0] += omitted
            }
        }
        if console.isJSON { return try console.print(json: report) }
        try console.print(
            (dryRun ? "would restore: " : "restored: ")
                + report.counts.sorted { $0.key < $1.key }.map {
                    "\($0.key) \($0.value) changes"
                }.joined(separator: ", "))
    }
}
