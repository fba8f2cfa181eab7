import ArgumentParser
import Foundation

/// What every command understands.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .customLong("home"),
        help: ArgumentHelp(
            "The library's directory. Default: $TIDEMARK_HOME, else `home` of the configuration file, else tidemark in "
                + "$XDG_DATA_HOME.", valueName: "dir"))
    var givenHome: String?

    @Flag(help: "Print JSON: data on stdout, errors on stderr.")
    var json = false

    @Flag(name: .shortAndLong, help: "Say nothing on stderr but errors.")
    var quiet = false

    @Flag(help: "Write no colours. So does NO_COLOR in the environment.")
    var noColor = false

    @Flag(help: "Answer questions with yes.")
    var yes = false

    @Flag(help: "Start no sync in the background after a change. So does TIDEMARK_AUTOSYNC=off.")
    var noSync = false

    /// The library's directory: option, environment, configuration file, default (XDG Base Directory Specification 0.8).
    var home: String {
        let environment = ProcessInfo.processInfo.environment
        let named = givenHome ?? environment["TIDEMARK_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        if let given = named ?? Settings.current?[.home], !given.isEmpty {
            return given.count > 1 && given.hasSuffix("/") ? String(given.dropLast()) : given
        }
        // The specification has relative paths ignored.
        if let base = environment["XDG_DATA_HOME"], base.hasPrefix("/") { return base + "/tidemark" }
        return FileManager.default.homeDirectoryForCurrentUser.path + "/.local/share/tidemark"
    }
}
