import TidemarkLibrary

/// Paths of folders.
enum FolderNames {
    /// Trimmed, empty names left out, not deeper than is kept.
    static func path(_ names: [String]) -> [String] {
        Array(names.map(\.trimmed).filter { !$0.isEmpty }.prefix(NetscapeReader.maximumDepth))
    }
}
