import Foundation

/// Where a document goes: to a file that the user names, or to stdout.
enum OutputFile {
    /// - Throws: `CommandFailure` where the file cannot be written.
    static func write(_ text: String, to path: String?, _ console: Console) throws {
        guard let path else { return try console.write(Array(text.utf8)) }
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                .failed, "\(path) cannot be written: check the rights and the room of its directory.")
        }
        console.say("Wrote \(path).")
    }
}
