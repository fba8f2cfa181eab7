import TestSupport
import TidemarkCore
import TidemarkLibrary
import TidemarkReplica

/// What people do.
extension World {
    static let urls = (1...6).map { "https://\(canary).example/\($0)" }
    static let folders = [["Work"], ["Work", "Deep"], ["Home"], ["Read"]]
    /// Where imports put what they bring.
    static let crowd = "Crowd"

    /// Keeps what a device has done and was told is done.
    func recording(_ device: Device, _ body: () throws -> Void) throws {
        let spaces = try device.replica.spaces()
        let before = try spaces.map { try device.replica.held($0.sid) }
        try body()
        for (space, before) in zip(spaces, before) where try device.replica.held(space.sid) != before {
            for op in try device.replica.operations(space.sid) where !before.contains(op.dot) {
                intentions.append(Intention(space: space.sid, op: op, device: device.name))
            }
        }
    }

    private func keep(_ ops: [Op], _ kind: SpaceRecord.Kind, of device: Device) throws {
        guard let space = try device.replica.spaces().first(where: { $0.kind == kind }) else { return }
        intentions += ops.map { Intention(space: space.sid, op: $0, device: device.name) }
    }

    func edit(_ device: Device, _ random: inout SeededGenerator) throws {
        let deed = Deed(&random)
        if deed.isOfCurrentVersion, try device.isEarlier { return }
        note("\(device.name): \(deed)")
        let ops = try device.replica.edit(deed.space) { edit -> [Op] in
            do {
                try deed.perform(edit)
            } catch is ReplicaError {
                // What makes no sense where things stand (a folder into itself): nothing was done yet.
            }
            return edit.ops
        }
        try keep(ops, deed.space, of: device)
    }

    /// A program dies in the middle of a deed: nothing of it is there afterwards.
    func crash(_ device: Device, _ random: inout SeededGenerator) throws {
        struct Crash: Error {}
        let deed = Deed(&random)
        if deed.isOfCurrentVersion, try device.isEarlier { return }
        note("\(device.name) dies while it does: \(deed)")
        let before = try device.replica.fingerprint(deed.space)
        do {
            try device.replica.edit(deed.space) { edit in
                try deed.perform(edit)
                throw Crash()
            }
        } catch is Crash {
        } catch is ReplicaError {
            // It made no sense in the first place.
        }
        guard try device.replica.fingerprint(deed.space) == before else {
            throw Violation(description: "\(device.name) kept a part of a deed in which it died")
        }
    }

    func undo(_ device: Device, _ random: inout SeededGenerator) throws {
        let deeds = try device.replica.deeds(limit: 5)
        let deed = random.chance(60) ? nil : deeds.randomElement(using: &random)?.id
        note("\(device.name) takes back \(deed.map { "deed \($0)" } ?? "its last deed")")
        try recording(device) {
            do {
                _ = try device.replica.undo(deed)
            } catch is ReplicaError {
                // There is nothing to take back, or it is taken back already.
            }
        }
    }

    /// Reads one of two files; sometimes only a part of it, and the next time the rest.
    func importFile(_ device: Device, _ random: inout SeededGenerator) throws {
        let file = Int.random(in: 0..<2, using: &random)
        let end = random.chance(40) ? Int.random(in: 0..<3, using: &random) : 3
        note("\(device.name) reads \(end) of 3 parts of file \(file)")
        let records = Self.records(of: file)
        try recording(device) {
            var session = try device.replica.beginImport(fingerprint: [UInt8(file)], verbose: false)
            for part in 0..<end {
                try device.replica.take(Array(records[(part * 8)..<min(part * 8 + 8, records.count)]), &session)
            }
            if end == 3 { try device.replica.endImport(session) }
        }
    }

    private static func records(of file: Int) -> [ImportRecord] {
        (0..<22).map { number in
            // The files share some addresses, and some of those that people collect.
            let name = number < 4 ? "\(number + 1)" : number < 8 ? "both-\(number)" : "\(file)-\(number)"
            return .bookmark(
                BookmarkRecord(
                    url: "https://\(canary).example/\(name)", title: "\(canary) \(name)",
                    note: number == 5 ? canary : "",
                    tags: ["file\(file)"], folder: [crowd], addedAt: 1_600_000_000_000 + Int64(number), line: number + 1
                ))
        }
    }

    func bulk(_ device: Device, _ random: inout SeededGenerator) throws {
        let number = Int.random(in: 0..<3, using: &random)
        let choice = Int.random(in: 0..<3, using: &random)
        let path = Self.folders.randomElement(using: &random) ?? []
        note(
            "\(device.name) changes many: \(["gives them another tag", "moves them", "marks them"][choice]) (t\(number))"
        )
        var filter = BookmarkFilter()
        filter.tag = "t\(number)"
        let rows = try device.replica.bookmarks(filter).compactMap { RowID(hex: $0.id) }
        let ops = try device.replica.edit(.shelf) { edit -> [Op] in
            switch choice {
            case 0: _ = try edit.retag(["t\(number)"], as: "t\((number + 1) % 3)")
            case 1:
                _ = try edit.move(rows, fitting: .everything, text: "", from: nil, to: edit.folder(at: path))
            default:
                _ = try edit.changing(rows, fitting: .everything, text: "") { try edit.mark(item: $0, .unread, true) }
            }
            return edit.ops
        }
        try keep(ops, .shelf, of: device)
    }

    /// Makes one bookmark of those that show one page.
    func unite(_ device: Device) throws {
        let groups = try device.replica.duplicates().map { group in
            ([group.kept] + group.others).compactMap { RowID(hex: $0.id) }
        }
        note("\(device.name) unites \(groups.count) groups of duplicates")
        let ops = try device.replica.edit(.shelf) { edit -> [Op] in
            _ = try edit.unite(groups)
            return edit.ops
        }
        try keep(ops, .shelf, of: device)
    }

    /// Puts so much into the trash at once that the others hold it back.
    func removeMuch(_ device: Device, _ random: inout SeededGenerator) throws {
        let wholeFolder = random.chance(50)
        note("\(device.name) puts \(wholeFolder ? "the crowd's folder" : "the whole crowd") into the trash")
        let crowd = try device.replica.bookmarks(BookmarkFilter())
            .filter { $0.folders.contains { $0.first == Self.crowd } }.compactMap { RowID(hex: $0.id) }
        let ops = try device.replica.edit(.shelf) { edit -> [Op] in
            if wholeFolder {
                try edit.trash(folder: edit.folder(at: [Self.crowd]))
            } else {
                for row in crowd { try edit.trash(item: row) }
            }
            return edit.ops
        }
        try keep(ops, .shelf, of: device)
    }

    func decide(_ device: Device, accept: Bool) throws {
        guard try !device.replica.heldRemovals().isEmpty else { return }
        note("\(device.name) \(accept ? "accepts" : "refuses") what it holds back")
        try recording(device) { _ = try device.replica.decideHeld(accept: accept) }
    }
}
