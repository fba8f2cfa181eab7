import Foundation

/// What comes from stdin, files and prompts.
enum Input {
    /// More than anybody writes into a note or a list of addresses by hand.
    private static let maximumBytes = 64 << 20

    /// All of stdin as text.
    ///
    /// - Throws: `CommandFailure` where it is no UTF-8 or too long.
    static func text() throws -> String {
        var data = Data()
        while let part = try FileHandle.standardInput.read(upToCount: 1 << 16), !part.isEmpty {
            data += part
            guard data.count <= maximumBytes else {
                throw CommandFailure(.failed, "More than \(maximumBytes >> 20) MiB came from standard input: split it.")
            }
        }
        guard let text = String(validating: data, as: UTF8.self), !data.contains(0) else {
            throw CommandFailure(.failed, "What came from standard input is not UTF-8 text; nothing was changed.")
        }
        return text
    }

    /// A link or a code that is better not seen on a command line: as it stands, "-" for stdin, or the name of a file.
    static func secret(_ given: String) throws -> String {
        if given == "-" { return try firstLine(text()) }
        if !given.contains("#"), FileManager.default.fileExists(atPath: given) { return try secret(inFile: given) }
        // No code and no link has a slash in it, but for the link's address, and that has a fragment.
        if given.contains("/"), !given.contains("#") {
            throw CommandFailure(.notFound, "\(given) is no file, and no code or link either: check its name.")
        }
        return given
    }

    static func secret(inFile path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.notFound, "\(path) cannot be read: check its name and its rights.")
        }
        return try firstLine(String(decoding: data, as: UTF8.self))
    }

    /// Asks on a terminal; nil where there is none.
    static func ask(_ question: String, _ console: Console) -> String? {
        guard Terminal.isTerminal(STDIN_FILENO) else { return nil }
        console.complain(question)
        return readLine()
    }

    private static func firstLine(_ text: String) throws -> String {
        guard let line = text.split(whereSeparator: \.isNewline).first(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            throw CommandFailure(.usage, "Nothing was given: a link or a code is needed.")
        }
        return line.trimmingCharacters(in: .whitespaces)
    }
}
