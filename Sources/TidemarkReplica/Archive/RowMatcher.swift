import GRDB
import TidemarkCore
import TidemarkLibrary
import TidemarkWire

/// Names the rows of one library in another one, so that what is the same there becomes one row, as it would have between two
/// devices of one library: the same address, the folder of that name in that folder, the same place.
///
/// A row goes by its key until somebody gives it another address, name or folder; those of either side that no longer do are
/// no match and get numbers of their own (the rule of natural ids).
struct RowMatcher {
    private let edit: Edit
    /// Places of archived rows that do not go by their keys.
    private let renamed: Set<Int>
    private var taken: Set<RowID> = []

    init(_ edit: Edit, renamed: Set<Int>) {
        self.edit = edit
        self.renamed = renamed
    }

    mutating func name(_ place: Int, _ kind: KindID, _ key: NaturalKey) throws -> NaturalKey {
        guard let kind = Kind(kind), [.item, .folder, .placement].contains(kind) else { return key }
        var key = key
        key.number = 0
        while true {
            let row = key.rowID(kind: kind.id, space: edit.spaceID)
            if !taken.contains(row) {
                let entry = try edit.merger.find(row, kind)
                let isFree = entry?.state.exists != true
                if try isFree || (!renamed.contains(place) && entry.map { try goesByKey($0, key) } ?? false) {
                    taken.insert(row)
                    return key
                }
            }
            key.number += 1
        }
    }

    private func goesByKey(_ entry: MergeEntry, _ key: NaturalKey) throws -> Bool {
        switch entry.table?.kind {
        case .item: try entry.text(.url).map { try AddressNormalizer.key(of: $0) == key.text } ?? true
        case .folder:
            try entry.text(.title) == key.text
                && edit.merger.folders.place(of: entry.row)?.parent == key.rows.first
        case .placement: entry.place.map { $0.folder == key.rows.last } ?? true
        default: true
        }
    }

    /// The rows of a space that no longer go by their keys.
    static func renamed(in space: SpaceRecord, _ db: Database) throws -> Set<RowID> {
        var renamed: Set<RowID> = []
        let items = try Row.fetchCursor(
            db,
            sql: "SELECT rid, url, key FROM item WHERE space = ? AND url IS NOT key AND url NOT NULL AND key NOT NULL",
            arguments: [space.id])
        while let row = try items.next() {
            guard (try? AddressNormalizer.key(of: row["url"])) != row["key"] else { continue }
            if let id = RowID(bytes: row.bytes("rid")) { renamed.insert(id) }
        }
        let others = try Row.fetchAll(
            db,
            sql: """
                SELECT rid FROM folder WHERE space = :space AND (title IS NOT key OR parent IS NOT first_parent)
                UNION ALL SELECT rid FROM placement WHERE space = :space AND folder NOT NULL AND folder IS NOT first_folder
                """, arguments: ["space": space.id])
        renamed.formUnion(others.compactMap { RowID(bytes: $0.bytes(0)) })
        return renamed
    }
}
