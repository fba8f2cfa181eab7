import Foundation

/// The editor that a person has chosen: $VISUAL, else $EDITOR, else vi.
enum Editor {
    /// Opens a text and hands over what was saved; the file is gone when `take` returns.
    ///
    /// - Parameters:
    ///   - name: the file's name: some editors go by its ending.
    ///   - take: where it throws, the file stays, and the error says where it is: nothing typed is lost.
    static func edit<T>(_ text: String, name: String, _ take: (String) throws -> T) throws -> T {
        let command = try command()
        let folder = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID())")
        let file = folder.appending(path: name)
        do {
            // Others on this machine have no business with it.
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            try Data(text.utf8).write(to: file)
        } catch {
            throw CommandFailure(
                .failed, "No file for the editor can be made in \(folder.path(percentEncoded: false)): check TMPDIR.")
        }
        var keepsFile = false
        defer { if !keepsFile { try? FileManager.default.removeItem(at: folder) } }
        // A command line, as everywhere: "code --wait".
        guard
            let status = ForegroundProcess.run([
                "/bin/sh", "-c", command + " \"$1\"", "sh", file.path(percentEncoded: false),
            ])
        else {
            throw CommandFailure(.failed, "The editor cannot be started; nothing was changed. Set VISUAL or EDITOR.")
        }
        guard status == 0 else {
            throw CommandFailure(
                .failed,
                "The editor \"\(command)\" ended with status \(status); nothing was changed. "
                    + "VISUAL and EDITOR say which one is used.")
        }
        guard let data = FileManager.default.contents(atPath: file.path(percentEncoded: false)),
            let saved = String(validating: data, as: UTF8.self), !data.contains(0)
        else {
            keepsFile = true
            throw CommandFailure(
                .failed,
                "What was saved is not UTF-8 text; nothing was changed. It is in \(file.path(percentEncoded: false)).")
        }
        do {
            return try take(saved)
        } catch let failure as CommandFailure {
            keepsFile = true
            throw CommandFailure(
                failure.status,
                "\(failure.message) Nothing was changed; what you wrote is in \(file.path(percentEncoded: false)).")
        } catch {
            keepsFile = true
            throw error
        }
    }

    private static func command() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        for name in ["VISUAL", "EDITOR"] {
            if let command = environment[name], !command.allSatisfy(\.isWhitespace) { return command }
        }
        guard Terminal.isTerminal(0) else {
            throw CommandFailure(
                .usage, "There is no terminal for an editor here: set VISUAL or EDITOR to one that needs none.")
        }
        return "vi"
    }
}
