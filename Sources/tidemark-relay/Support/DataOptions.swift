import ArgumentParser
import Foundation
import TidemarkRelay

/// Where the data is.
struct DataOptions: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "The relay's data directory. Default: $TIDEMARK_RELAY_DATA, else tidemark-relay in $XDG_DATA_HOME.",
            valueName: "dir"))
    var path: String?

    var url: URL {
        if let path = Setting.text(path, environment: "TIDEMARK_RELAY_DATA") {
            return URL(fileURLWithPath: path, isDirectory: true)
        }
        let base =
            Setting.text(nil, environment: "XDG_DATA_HOME").map { URL(fileURLWithPath: $0, isDirectory: true) }
            ?? FileManager.default.homeDirectoryForCurrentUser.appending(
                path: ".local/share", directoryHint: .isDirectory)
        return base.appending(path: "tidemark-relay", directoryHint: .isDirectory)
    }

    /// The store of a relay that has been started before; it may be running.
    func store() throws -> RelayStore {
        let directory = try DataDirectory(at: url, requireExisting: true)
        return try RelayStore(directory: directory, settings: RelaySettings(), random: SystemRandom.bytes)
    }
}
