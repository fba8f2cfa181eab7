import ArgumentParser
import Foundation

@main
struct Tidemark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidemark",
        abstract: "Bookmarks and tool comparisons that live on your devices.",
        discussion: """
            Begin with `tidemark init`, or with `tidemark join LINK` where another device has a library already. All \
            commands but `sync`, `relay add`, `pair` and `join` work without a network.

            ITEM is the beginning of a bookmark's id, its address, or its whole title. A folder is written as the names on \
            the way to it, joined by slashes ("Work/Reading"; "\\/" is a slash inside of a name); "/" is the top level.

            Where a relay is set, a change is synced in the background soon after; --no-sync, TIDEMARK_AUTOSYNC=off or \
            `autosync = off` in $XDG_CONFIG_HOME/tidemark/config turns that off. The file may also hold `home = DIR` and \
            `color = auto|always|never`; options and environment come before it.

            stdout is data, stderr is talk. With --json, data and errors are JSON objects that name their "schema".

            Exit codes: 0 ok, 1 failed, 3 not found, 4 offline (everything is saved here), 5 not allowed or wrong key, \
            6 held for review, 7 damaged library, 64 wrong usage, 130 interrupted.
            """,
        version: TidemarkVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Bookmarks",
                subcommands: [
                    AddCommand.self, ListCommand.self, SearchCommand.self, ShowCommand.self, EditCommand.self,
                    NoteCommand.self, TagCommand.self, MkdirCommand.self, MvCommand.self, RmCommand.self,
                    DuplicatesCommand.self, RestoreCommand.self, TrashCommand.self, HeldCommand.self, UndoCommand.self,
                    HistoryCommand.self, WhyCommand.self, OpenCommand.self,
                ]),
            CommandGroup(name: "In and out", subcommands: [ImportCommand.self, ExportCommand.self]),
            CommandGroup(
                name: "Catalogue",
                subcommands: [
                    ToolsCommand.self, CompareCommand.self, VoteCommand.self, VerdictCommand.self, TakeCommand.self,
                    PredictionsCommand.self, WeightsCommand.self, DigestCommand.self, CatalogueCommand.self,
                ]),
            CommandGroup(
                name: "Devices",
                subcommands: [
                    InitCommand.self, RelayCommand.self, SyncCommand.self, PairCommand.self, JoinCommand.self,
                    LeaveCommand.self,
                    AutosyncCommand.self,
                ]),
            CommandGroup(
                name: "Library",
                subcommands: [
                    StatusCommand.self, DoctorCommand.self, VerifyCommand.self, BackupCommand.self, InfoCommand.self,
                    CompletionsCommand.self,
                ]),
        ])

    /// Our own entry point: a closed pipe is an error code, not a signal.
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        await main(nil)
    }
}
