/// Paths of folders as people and files write them: names joined by slashes. Inside of a name "\/" is a slash and "\\" a
/// backslash; any other backslash is itself.
package enum FolderPathText {
    /// The names, of which one is empty where two slashes follow each other. Slashes at both ends say nothing.
    package static func names(_ text: some StringProtocol) -> [String] {
        var names: [String] = []
        var name = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                if character != "/" && character != "\\" { name.append("\\") }
                name.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "/" {
                names.append(name)
                name = ""
            } else {
                name.append(character)
            }
        }
        if isEscaped { name.append("\\") }
        names.append(name)
        if names.first == "" { names.removeFirst() }
        if names.last == "" { names.removeLast() }
        return names
    }

    package static func text(_ names: [String]) -> String {
        names.map { $0.replacing("\\", with: "\\\\").replacing("/", with: "\\/") }.joined(separator: "/")
    }
}
