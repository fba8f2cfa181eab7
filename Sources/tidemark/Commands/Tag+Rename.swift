import ArgumentParser
import TidemarkReplica

extension TagCommand {
    private struct Report: Encodable {
        let schema = "tidemark.retagging/0"
        let tag: String
        /// How many bookmarks have it now and had another one.
        let bookmarks: Int
    }

    struct Rename: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "rename", abstract: "Give a tag another name, on all bookmarks that have it.",
            discussion:
                "What is in the trash keeps its tags. A name that is in use already is for `tidemark tag merge`.")

        @Argument(help: "The tag.")
        var old: String

        @Argument(help: "Its new name.")
        var new: String

        @OptionGroup(title: "Global options") var options: GlobalOptions

        func perform(_ console: Console) async throws {
            let replica = try open()
            let new = try Tag.checked(self.new)
            let old = try TagCommand.known(self.old, replica)
            guard old != new else { throw CommandFailure(.usage, "That is its name already.") }
            if let there = try replica.tags().first(where: { $0.tag == new }) {
                throw CommandFailure(
                    .failed,
                    "\(Plural.of(there.bookmarks, "bookmark")) have the tag \"\(new)\" already: `tidemark tag merge` makes one tag of "
                        + "both, which only `tidemark undo` takes apart again.")
            }
            let count = try replica.edit(.shelf, label: "tag rename") { try $0.retag([old], as: new) }
            if console.isJSON { return try console.print(json: Report(tag: new, bookmarks: count)) }
            try console.print("\(old) is \(new) now, on \(Plural.of(count, "bookmark"))")
        }
    }

    struct Merge: TidemarkCommand {
        static let configuration = CommandConfiguration(
            commandName: "merge", abstract: "Make one tag of several.",
            discussion:
                "All bookmarks that have one of them get the last one instead. What is in the trash keeps its tags.")

        @Argument(help: "The tags, and at the end the one that stays.")
        var tags: [String]

        @OptionGroup(title: "Global options") var options: GlobalOptions

        func validate() throws {
            if tags.count < 2 { throw ValidationError("Name the tags, and at the end the one that stays.") }
        }

        func perform(_ console: Console) async throws {
            let replica = try open()
            let new = try Tag.checked(tags.last ?? "")
            let old = try tags.dropLast().map { try TagCommand.known($0, replica) }.filter { $0 != new }
            guard !old.isEmpty else { throw CommandFailure(.usage, "These are all one tag.") }
            let count = try replica.edit(.shelf, label: "tag merge") { try $0.retag(old, as: new) }
            if console.isJSON { return try console.print(json: Report(tag: new, bookmarks: count)) }
            try console.print(
                "\(old.joined(separator: ", ")) \(old.count == 1 ? "is" : "are") \(new) now, "
                    + "on \(Plural.of(count, "bookmark"))")
        }
    }

    /// A tag that bookmarks have.
    ///
    /// - Throws: `ReplicaError.notFound`, with what may have been meant.
    private static func known(_ text: String, _ replica: Replica) throws -> String {
        let tag = try Tag.checked(text)
        let all = try replica.tags().map(\.tag)
        guard !all.contains(tag) else { return tag }
        let near = all.filter { $0.lowercased() == tag.lowercased() || $0.lowercased().hasPrefix(tag.lowercased()) }
        throw ReplicaError.notFound(
            "No bookmark has the tag \"\(tag)\"."
                + (near.isEmpty
                    ? " `tidemark tag list` lists them." : " Did you mean \(near.prefix(5).joined(separator: ", "))?"))
    }
}
