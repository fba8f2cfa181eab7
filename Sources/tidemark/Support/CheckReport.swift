import ArgumentParser
import TidemarkReplica

/// What a check of a library or a backup found.
struct CheckReport: Encodable {
    let schema = "tidemark.verify/0"
    /// Files of a backup that were compared; nil for a library in use.
    let files: Int?
    let check: LibraryCheck

    init(_ check: LibraryCheck, files: Int? = nil) {
        self.check = check
        self.files = files
    }

    /// - Throws: the exit code of a damaged library, where it is one.
    func print(to console: Console) throws {
        if console.isJSON {
            try console.print(json: self)
        } else {
            for problem in check.problems { try console.print("problem: \(problem)") }
            func count(_ number: Int, _ what: String) -> String { "\(ProgressBar.grouped(UInt64(number))) \(what)" }
            let files = files.map { count($0, $0 == 1 ? "file, " : "files, ") } ?? ""
            try console.print(
                "checked \(files)\(count(check.batches, "batches")), \(count(check.operations, "changes")), "
                    + "\(count(check.rows, "rows")): \(check.problems.isEmpty ? "all is well" : "it is damaged")")
        }
        guard !check.problems.isEmpty else { return }
        try console.flush()
        throw ExitCode(ExitStatus.damaged.rawValue)
    }
}
