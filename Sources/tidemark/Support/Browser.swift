import Foundation

/// The program that shows pages.
enum Browser {
    /// - Parameter url: begins with a scheme, so that no program takes it for an option.
    /// - Throws: `CommandFailure` where no program takes it.
    static func open(_ url: String) throws {
        for words in commands(url) where ForegroundProcess.run(words) == 0 { return }
        throw CommandFailure(.failed, "No browser could be started: set BROWSER to one. The address is \(url)")
    }

    private static func commands(_ url: String) -> [[String]] {
        var named: [[String]] = []
        for command in (ProcessInfo.processInfo.environment["BROWSER"] ?? "").split(separator: ":") {
            let words = command.split(separator: " ").map(String.init)
            let isTemplate = words.contains { $0.contains("%s") }
            if !words.isEmpty { named.append(isTemplate ? words.map { $0.replacing("%s", with: url) } : words + [url]) }
        }
        if !named.isEmpty { return named }
        #if os(macOS)
            return [["/usr/bin/open", url]]
        #else
            return [["xdg-open", url]]
        #endif
    }
}
