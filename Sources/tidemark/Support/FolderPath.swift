import ArgumentParser
import TidemarkLibrary

/// Names of folders on the way from the top, joined by slashes. "\/" is a slash inside of a name, "\\" a backslash.
struct FolderPath: ExpressibleByArgument, Sendable {
    let names: [String]

    init(_ names: [String]) { self.names = names }

    /// Nil for a name that is empty.
    init?(argument: String) {
        names = FolderPathText.names(argument)
        // A line feed would end the name wherever it is listed.
        guard names.allSatisfy({ name in !name.allSatisfy(\.isWhitespace) && !name.contains(where: \.isNewline) })
        else { return nil }
    }

    /// As commands take it.
    var text: String { names.isEmpty ? "/" : FolderPathText.text(names) }
}
