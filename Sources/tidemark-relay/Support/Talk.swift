import Foundation

/// What is for people, not for pipes.
enum Talk {
    /// Writes a line to stderr. A closed stderr is no reason to stop.
    static func say(_ line: String) {
        // Nothing is left to tell anybody when stderr is gone.
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }
}
