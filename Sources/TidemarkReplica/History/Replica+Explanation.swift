import GRDB
package import TidemarkCore
import TidemarkLibrary

extension Replica {
    /// Why a field of a bookmark shows what it shows: who wrote that, and what lost against it.
    package func explain(_ field: ExplainedField, of item: RowID) throws -> FieldReport {
        let horizon = environment.now() - Shadow.lifetime
        return try read { db in
            let merger = try SpaceMerger(db, try SpaceRecord.of(.shelf, db))
            guard let entry = try merger.find(item, .item) else {
                throw ReplicaError.notFound("There is no such bookmark.")
            }
            var explainer = FieldExplainer(merger, horizon: horizon)
            return try explainer.explain(field, of: entry)
        }
    }
}

/// Looks at one row, and at those that hang on it.
struct FieldExplainer {
    private let merger: SpaceMerger
    private let horizon: Int64
    private var authors: Authors
    private var names: FolderNames

    init(_ merger: SpaceMerger, horizon: Int64) {
        self.merger = merger
        self.horizon = horizon
        authors = Authors(merger)
        names = FolderNames(merger.db)
    }

    mutating func explain(_ field: ExplainedField, of item: MergeEntry) throws -> FieldReport {
        switch field {
        case .folder: return try explainPlaces(of: item)
        case .trash: return try explainTrash(of: item)
        case .url, .title, .note, .tags, .unread, .favourite, .archived, .progress, .opens, .isPrivate, .addedAt: break
        }
        guard let schema = TableSchema.of(.item).field(named: field.rawValue) else {
            throw ReplicaError.damaged("the schema has no field \(field.rawValue)")
        }
        let lost = try lost(of: item).filter { $0.field == schema.name }
        switch schema.merge {
        case .text:
            return FieldReport(
                field: schema.name, rule: .mergedText, value: item.text(schema.id) ?? "",
                writes: try textWrites(schema.id, of: item), lost: lost)
        case .set:
            let cells = item.state.cells.filter { $0.key.field == schema.id }
            let writes = try cells.map { try write($0.key.element ?? "", $0.winner.version) }
            let tags = item.state.elements(of: schema.id)
            return FieldReport(
                field: schema.name, rule: .addWins, value: tags.joined(separator: ", "), writes: writes, lost: lost)
        case .counter:
            let parts = item.state.cells.filter { $0.key.field == schema.id }.map(\.winner)
            let writes = try parts.map { try write(HistoryTeller.words($0.value) ?? "", $0.version) }
            let sum = item.state.sum(of: schema.id).map { String($0) } ?? ""
            return FieldReport(field: schema.name, rule: .sum, value: sum, writes: writes, lost: lost)
        case .register, .minimum, .place, .rekey, .vector:
            let winner = item.state[schema.id]?.winner
            let value = winner.flatMap { HistoryTeller.words($0.value) } ?? ""
            return FieldReport(
                field: schema.name, rule: schema.merge == .minimum ? .smallest : .lastWrite, value: value,
                writes: try winner.map { [try write(value, $0.version)] } ?? [], lost: lost)
        }
    }

    /// The last write of everybody who wrote in a text, the newest first. Cost: opens every batch where it was ever edited.
    private mutating func textWrites(_ field: FieldID, of item: MergeEntry) throws -> [FieldReport.Write] {
        guard let text = item.state.texts[field], let last = item.state[field]?.candidates else { return [] }
        var versions = Dictionary(last.map { ($0.version.dot.writer, $0.version) }) { max($0, $1) }
        var seeds: [WriterID: WriterID] = [:]
        switch text {
        case .seed(let words):
            // Whoever else wrote the same wrote it too.
            return try last.reversed().map { try write(words, $0.version) }
        case .sequence:
            try Replica.forEachBatch(merger.space, merger.db) { ops in
                for op in ops where op.row == item.row {
                    switch op.change {
                    case .seed(field, let words): seeds[Dot.seed(of: words).writer] = op.dot.writer
                    case .edit(field, _): break
                    default: continue
                    }
                    versions[op.dot.writer] = max(versions[op.dot.writer] ?? op.version, op.version)
                }
            }
        }
        var shares: [WriterID: [String]] = [:]
        for share in text.shares { shares[seeds[share.writer] ?? share.writer, default: []].append(share.text) }
        return try versions.sorted { $1.value < $0.value }.map { writer, version in
            try write(HistoryTeller.joined(shares[writer] ?? []) ?? "", version)
        }
    }

    private mutating func write(_ value: String, _ version: Version) throws -> FieldReport.Write {
        FieldReport.Write(
            value: value, at: version.stamp == .oldest ? nil : version.stamp.milliseconds,
            author: try authors.author(of: version.dot.writer))
    }

    private mutating func explainPlaces(of item: MergeEntry) throws -> FieldReport {
        var writes: [FieldReport.Write] = []
        var lost: [Conflict] = []
        for placement in try merger.placements(of: item) {
            if let cell = placement.state[.place] {
                writes.append(try write(words(cell.winner.value), cell.winner.version))
            }
            lost += try self.lost(of: placement, numberedAfter: lost.count)
        }
        return FieldReport(
            field: ExplainedField.folder.rawValue, rule: .lastWrite,
            value: writes.map(\.value).joined(separator: ", "), writes: writes, lost: lost)
    }

    private mutating func explainTrash(of item: MergeEntry) throws -> FieldReport {
        let state = try Int.fetchOne(
            merger.db, sql: "SELECT trashed FROM item WHERE id = ?", arguments: [item.local])
        var writes = try item.state.trashMarks.map { try write("moved to the trash", $0.version) }
        var folders: Set<RowID> = []
        for placement in try merger.placements(of: item) {
            guard let folder = placement.place?.folder, folder != .root else { continue }
            for node in [folder] + (try merger.folders.ancestors(of: folder)) where folders.insert(node).inserted {
                guard let entry = try merger.find(node, .folder) else { continue }
                let path = try names.path(of: entry.local).joined(separator: "/")
                writes += try entry.state.trashMarks.map { try write("\(path)/ moved to the trash", $0.version) }
            }
        }
        return FieldReport(
            field: ExplainedField.trash.rawValue, rule: .addWins, value: state == 0 ? "no" : "yes", writes: writes,
            lost: [])
    }

    // MARK: What lost

    /// By field, the oldest first, numbered within each field as `restore` takes them.
    mutating func lost(of entry: MergeEntry, numberedAfter start: Int = 0) throws -> [Conflict] {
        var numbers: [FieldID: Int] = [:]
        return try entry.shadows(since: horizon).compactMap { shadow in
            guard let field = entry.table?.field(shadow.field) else { return nil }
            numbers[shadow.field, default: start] += 1
            let winner = entry.state[shadow.field]?.winner
            let shown = try winner.map { try words($0.value) } ?? ""
            return Conflict(
                field: field.merge == .place ? ExplainedField.folder.rawValue : field.name,
                number: numbers[shadow.field] ?? 1, value: try words(shadow.value),
                writtenAt: shadow.version.stamp.milliseconds,
                device: try authors.author(of: shadow.version.dot.writer).device, shown: shown,
                shownBy: try winner.flatMap { try authors.author(of: $0.version.dot.writer).device },
                keptUntil: shadow.lostAt + Shadow.lifetime)
        }
    }

    private mutating func words(_ value: Value) throws -> String {
        guard case .place(let folder, _) = value else { return HistoryTeller.words(value) ?? "" }
        let path = try names.path(of: merger.find(folder, .folder)?.local ?? 0)
        return path.isEmpty ? "/" : path.map { $0.replacing("/", with: "\\/") }.joined(separator: "/")
    }
}

extension SpaceMerger {
    /// The living placements of an item, whole. Nothing may wait to be written.
    func placements(of item: MergeEntry) throws -> [MergeEntry] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT rid FROM placement WHERE item = ? AND present AND trashed = 0 ORDER BY id"),
            arguments: [item.local])
        return try rows.compactMap { RowID(bytes: $0.bytes(0)) }.map { try entry($0, .placement) }
    }
}
