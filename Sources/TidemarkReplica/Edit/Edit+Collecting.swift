import GRDB
package import TidemarkCore
import TidemarkLibrary

/// Collecting an address, with an account of what that came to.
extension Edit {
    /// What became of an address that a person collected.
    package struct Collected: Sendable {
        package enum Outcome: String, Sendable, Codable {
            case new
            /// It came back from the trash.
            case restored
            /// It was there; something was added.
            case updated
            /// It was there, with all of it.
            case unchanged
        }

        package let row: RowID
        package let outcome: Outcome
        /// What was added to a bookmark that was there, in words.
        package let added: [String]
    }

    /// Adds an address as `add` does, puts it into a folder, and says what has changed.
    ///
    /// - Parameter path: made where it is missing; nil leaves the bookmark where it is, which for a new one is nowhere.
    /// - Throws: `AddressRefusal` for an address that is none.
    package func collect(_ new: NewItem, folder path: [String]?) throws -> Collected {
        let address = try AddressNormalizer.key(of: new.url)
        let before = try item(for: address).existing
        let trash = try before.map { try trashState(of: $0) } ?? .living
        let first = ops.count
        if let before, trash == .withFolder { noteSurfaced(before.row) }
        let wasErased = trash != .living && before?.isErased == true
        let row = try add(new).row
        if let path {
            try place(row, in: folder(at: path))
        } else if trash == .withFolder {
            try place(row, in: .root)
        }
        guard let before, !wasErased else { return Collected(row: row, outcome: .new, added: []) }
        let wasPlaced = ops[first...].contains { $0.kind == Kind.placement.id }
        let added = try additions(to: before, row, folder: wasPlaced ? path : nil)
        let outcome: Collected.Outcome = trash != .living ? .restored : added.isEmpty ? .unchanged : .updated
        return Collected(row: row, outcome: outcome, added: added)
    }

    private func additions(to before: MergeEntry, _ row: RowID, folder: [String]?) throws -> [String] {
        let after = try merger.entry(row, .item)
        var added: [String] = []
        if after.text(.title) != before.text(.title) { added.append("title") }
        let tags = Set(before.state.elements(of: .tags))
        added += after.state.elements(of: .tags).filter { !tags.contains($0) }.map { "tag \"\($0)\"" }
        if after.text(.note) != before.text(.note) { added.append("note") }
        if let folder { added.append(folder.last.map { "folder \"\($0)\"" } ?? "the top level") }
        return added
    }
}
