import Foundation

/// Questions whose answer is yes or no.
enum Question {
    /// - Parameter deed: what is about to be done: "Tag 3 bookmarks".
    /// - Throws: `CommandFailure` where the answer is no, or nobody can be asked.
    static func confirm(_ deed: String, _ console: Console) throws {
        if console.assumesYes { return }
        guard Terminal.isTerminal(0) else {
            throw CommandFailure(.usage, "\(deed)? There is nobody to ask here: add --yes.")
        }
        let answer = Input.ask("\(deed)? [y/N] ", console)?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer.trimmingCharacters(in: .whitespaces)) else {
            throw CommandFailure(.failed, "Nothing was changed.")
        }
    }
}
