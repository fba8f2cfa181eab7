import ArgumentParser

/// Names of folders on the way from the top, joined by slashes. "\/" is a slash inside of a name, "\\" a backslash.
struct FolderPath: ExpressibleByArgument, Sendable {
    let names: [String]

    init(_ names: [String]) { self.names = names }

    /// Slashes at the beginning and at the end say nothing. Nil for a name that is empty.
    init?(argument: String) {
        var names: [String] = []
        var name = ""
        var isEscaped = false
        for character in argument {
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
        // A line feed would end the name wherever it is listed.
        guard names.allSatisfy({ name in !name.allSatisfy(\.isWhitespace) && !name.contains(where: \.isNewline) })
        else {
            return nil
        }
        self.names = names
    }

    /// As commands take it.
    var text: String {
        names.isEmpty
            ? "/"
            : names.map { $0.replacing("\\", with: "\\\\").replacing("/", with: "\\/") }.joined(separator: "/")
    }
}
