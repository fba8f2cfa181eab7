package import TidemarkLibrary
import TidemarkReplica

/// What an archive shows to people: bookmarks in manual order, folders, the catalogue. Made by restoring it in memory.
package struct ArchiveContents {
    package let records: [ImportRecord]
    package let catalogue: CatalogueDocument

    package init(_ archive: ArchiveReader) throws {
        let replica = try Replica.inMemory(deviceName: "archive", environment: .live).replica
        for (kind, space) in archive.spaces { try replica.restore(space, into: kind) }
        let entries = try replica.shelfEntries()
        let byURL = Dictionary(entries.map { ($0.url, $0) }) { first, _ in first }
        var records: [ImportRecord] = []
        Self.walk(try replica.bookmarkTree(), path: [], byURL, &records)
        records += entries.filter(\.trashed).map {
            .skipping(line: 0, reason: "It was in the archive's trash.", text: $0.url)
        }
        self.records = records
        catalogue = try replica.catalogueDocument()
    }

    private static func walk(
        _ tree: BookmarkTree, path: [String], _ entries: [String: ShelfEntry], _ records: inout [ImportRecord]
    ) {
        for child in tree.children {
            switch child {
            case .folder(let folder):
                let inside = path + [folder.name]
                records.append(.folder(FolderRecord(path: inside, note: folder.note, addedAt: folder.addedAt)))
                walk(folder, path: inside, entries, &records)
            case .bookmark(var record):
                record.folder = path
                record.progress = entries[record.url]?.progress
                record.origin = entries[record.url]?.origins.first
                record.highlights = entries[record.url]?.highlights ?? []
                records.append(.bookmark(record))
            }
        }
    }
}
