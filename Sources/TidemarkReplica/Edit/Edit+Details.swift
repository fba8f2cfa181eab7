import GRDB
package import TidemarkCore
import TidemarkLibrary

/// What people change about a bookmark that is there. Each says whether anything has changed.
extension Edit {
    /// What is yes or no about a bookmark.
    package enum Mark: String, Sendable, CaseIterable {
        case unread
        case favourite
        case archived

        var field: FieldID {
            switch self {
            case .unread: .unread
            case .favourite: .favourite
            case .archived: .archived
            }
        }
    }

    @discardableResult
    package func retitle(item: RowID, _ title: String) throws -> Bool {
        try set(item, .item, .title, title.isEmpty ? .null : .text(title))
    }

    /// Gives an item another address. Its row keeps the name that its first address gave it.
    ///
    /// - Throws: `AddressRefusal`; `ReplicaError.refused` where another item has the address.
    @discardableResult
    package func readdress(item: RowID, _ url: String) throws -> Bool {
        let address = try AddressNormalizer.key(of: url)
        let (row, _, existing) = try self.item(for: address)
        if existing != nil, row != item {
            throw ReplicaError.refused(
                "Another bookmark has this address (\(row.description.prefix(8))): tag or move that one instead.")
        }
        return try set(item, .item, .url, .text(url))
    }

    @discardableResult
    package func mark(item: RowID, _ mark: Mark, _ isSet: Bool) throws -> Bool {
        try set(item, .item, mark.field, .integer(isSet ? 1 : 0))
    }

    /// Notes that somebody has opened a bookmark. To look at something is no deed: undo takes back what was done before.
    package func countOpening(item: RowID) throws { try count(item, .item, .opens, by: 1, isDeed: false) }

    package func note(of item: RowID) throws -> String { try merger.entry(item, .item).text(.note) ?? "" }

    @discardableResult
    package func writeNote(item: RowID, _ note: String) throws -> Bool { try write(item, .item, .note, note) }

    /// Puts a paragraph behind the note.
    @discardableResult
    package func appendNote(item: RowID, _ text: String) throws -> Bool {
        let before = try note(of: item)
        return try write(item, .item, .note, before.isEmpty ? text : before + "\n" + text)
    }

    /// Does to the note what somebody did to one that was shown; what was changed elsewhere meanwhile stays in it.
    @discardableResult
    package func reviseNote(item: RowID, from base: String, to note: String) throws -> Bool {
        try revise(item, .item, .note, from: base, to: note)
    }

    package func tags(of item: RowID) throws -> [String] { try merger.entry(item, .item).state.elements(of: .tags) }

    @discardableResult
    package func tag(item: RowID, _ tag: String) throws -> Bool { try addTag(item, tag) }

    @discardableResult
    package func untag(item: RowID, _ tag: String) throws -> Bool { try removeTag(item, tag) }

    /// The placement that shows an item in a folder, to put something before or behind it.
    ///
    /// - Throws: `ReplicaError.notFound` when the item is not in that folder.
    package func placement(of item: RowID, in folder: RowID) throws -> RowID {
        guard let placement = try placements(of: item).first(where: { $0.folder == folder }) else {
            throw ReplicaError.notFound("The bookmark that you want to move it next to is not in that folder.")
        }
        return placement.row
    }
}
