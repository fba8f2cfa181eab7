import ArgumentParser
import TidemarkReplica

struct EditCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a bookmark's title, address or state.",
        discussion: "For tags, notes and folders see `tag`, `note` and `mv`.")

    enum ReadState: String, EnumerableFlag {
        case unread
        case read
    }

    @Argument(help: "The bookmark.")
    var item: String

    @Option(help: "Another title; an empty one takes it away.")
    var title: String?

    @Option(help: "Another address.")
    var url: String?

    @Flag(help: "Whether it is still to be read.")
    var readState: ReadState?

    @Flag(inversion: .prefixedNo, help: "Whether it is a favourite.")
    var favourite: Bool?

    @Flag(inversion: .prefixedNo, help: "Whether it is archived.")
    var archived: Bool?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    func validate() throws {
        if title == nil, url == nil, readState == nil, favourite == nil, archived == nil {
            throw ValidationError("Say what to change: --title, --url, --unread, --read, --favourite, --archived.")
        }
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        let (row, _) = try replica.find(living: item)
        let changed = try replica.edit(.shelf, label: "edit") { [title, url, readState, favourite, archived] edit in
            var changed: [String] = []
            if let title, try edit.retitle(item: row, title) { changed.append("title") }
            if let url, try edit.readdress(item: row, url) { changed.append("url") }
            let marks: [(Edit.Mark, Bool?)] = [
                (.unread, readState.map { $0 == .unread }), (.favourite, favourite), (.archived, archived),
            ]
            for (mark, isSet) in marks {
                if let isSet, try edit.mark(item: row, mark, isSet) { changed.append(mark.rawValue) }
            }
            return changed
        }
        try ChangeReport(row, changed).print(to: console)
    }
}
