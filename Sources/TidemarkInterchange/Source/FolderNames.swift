import TidemarkLibrary

/// Paths of folders.
enum FolderNames {
    /// Trimmed, empty names left out, not deeper than is kept.
    static func path(_ names: [String]) -> [String] {
        Array(names.map(\.trimmed).filter { !$0.isEmpty }.prefix(NetscapeReader.maximumDepth))
    }

    /// Names joined by "/", in which "\/" is a slash and "\\" a backslash.
    static func parse(_ text: String) -> [String] {
        var names = [""]
        var isEscaped = false
        for character in text {
            if isEscaped {
                names[names.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "/" {
                names.append("")
            } else {
                names[names.count - 1].append(character)
            }
        }
        return path(names)
    }

    static func join(_ path: [String]) -> String {
        path.map { $0.replacing("\\", with: "\\\\").replacing("/", with: "\\/") }.joined(separator: "/")
    }
}
