import ArgumentParser
import TidemarkReplica

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back up the whole library, restore a backup, check one.",
        discussion: """
            `tidemark backup DEST` makes the directory DEST. It holds all that the library holds, its keys included: whoever \
            has it can read and write as you do.
            """,
        subcommands: [Create.self, Restore.self, Verify.self], defaultSubcommand: Create.self)

    struct Create: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Copy the library into a new directory, while it is in use.")

        @Argument(help: "The directory to make.")
        var dest: String

        @OptionGroup(title: "Global options") var options: GlobalOptions

        func perform(_ console: Console) async throws {
            let manifest = try open().backup(to: dest)
            if console.isJSON { return try console.print(json: manifest) }
            let files = manifest.files.count - 1
            try console.print(
                "backed up \(FileSize.text(manifest.bytes)) to \(dest)"
                    + (files > 0 ? ", with \(Plural.of(files, "file"))" : ""))
            console.say("It holds the keys of this library: keep it where nobody else reads it.")
        }
    }

    struct Restore: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "restore",
            abstract: "Make a library of a backup, where there is none.",
            discussion: """
                The library that the backup was made of may be in use still: both are devices of their own from then on, and \
                nothing that either does is lost. Where that one is gone, the next sync brings what it had sent since.
                """)

        @Argument(help: "The backup's directory.")
        var source: String

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.backup-restored/0"
            let home: String
            let backup: BackupManifest
        }

        func perform(_ console: Console) async throws {
            Home.clear(options.home)
            let (replica, manifest) = try Backup.restore(source, to: options.home)
            if console.isJSON { return try console.print(json: Report(home: options.home, backup: manifest)) }
            let status = try replica.status()
            try console.print(
                "restored \(Plural.of(status.bookmarks, "bookmark")) to \(options.home), as of \(LocalTime.text(manifest.madeAt))"
            )
            if status.spaces.contains(where: { $0.relay != nil }) {
                console.say("`tidemark sync` brings what has come since.")
            }
        }
    }

    struct Verify: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check that a backup is whole and can be restored.",
            discussion: "Reads all of it and changes nothing. Exits with 7 where it is damaged.")

        @Argument(help: "The backup's directory.")
        var source: String

        @OptionGroup(title: "Global options") var options: GlobalOptions

        func perform(_ console: Console) async throws {
            let (manifest, check) = try Backup.verify(source)
            try CheckReport(check, files: manifest.files.count).print(to: console)
        }
    }
}
