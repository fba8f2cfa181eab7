import Foundation
import TestSupport
import TidemarkCore
import TidemarkReplica
import TidemarkWire

/// Two replicas on disk with the same library, and a relay model between them.
final class Pair {
    private let directory: String
    private var devices: [String: Replica] = [:]
    private var relay: RelayModel
    private let shelf: SpaceID
    private var rows: [RowID] = []

    init(rows count: Int) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-bench-\(getpid())-\(UUID())")
            .path()
        let a = try Replica.create(home: directory + "/a", deviceName: "A").replica
        guard let space = try a.spaces().first(where: { $0.kind == .shelf }) else {
            throw ChildProcess.Failure(description: "no shelf")
        }
        shelf = space.sid
        relay = RelayModel(members: try a.membership(shelf), page: 256)
        try a.setRelay("model")
        devices["A"] = a
        try fill(Workload.bookmarks(count), on: "A")
        try exchange("A")
        try join(a)
        try exchange("B")
        try exchange("A")
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func fill(_ bookmarks: [Workload.Bookmark], on name: String) throws {
        let replica = try device(name)
        for start in stride(from: 0, to: bookmarks.count, by: 2000) {
            let part = Array(bookmarks[start..<min(start + 2000, bookmarks.count)])
            rows += try replica.edit(.shelf) { edit in
                try part.map { bookmark in
                    let row = try edit.add(
                        .init(url: bookmark.url, title: bookmark.title, tags: bookmark.tags, note: bookmark.note)
                    ).row
                    try edit.place(row, in: edit.folder(at: [bookmark.folder]))
                    return row
                }
            }
        }
    }

    private func join(_ host: Replica) throws {
        let link = PairingLink(relay: "model", secret: host.environment.random(32))
        let bundle = try JSONDecoder().decode(PairingBundle.self, from: Data(host.pairingBundle()))
        let b = try Replica.connectNew(home: directory + "/b")
        for space in bundle.spaces where space.id == shelf.description {
            try relay.append(member: host.makeTicket(shelf, link: link, now: host.environment.now()).bytes)
            let enrolment = try b.join(
                space, log: relay.members, ticket: link.ticketKey(space: shelf), deviceName: "B")
            try relay.append(member: enrolment.bytes)
        }
        try b.setRelay("model")
        devices["B"] = b
    }

    private func device(_ name: String) throws -> Replica {
        guard let replica = devices[name] else { throw ChildProcess.Failure(description: "no device \(name)") }
        return replica
    }

    func perform(_ edits: [Workload.Edit], on name: String) throws {
        let (replica, rows) = (try device(name), rows)
        for edit in edits {
            try replica.edit(.shelf) { shelf in
                switch edit {
                case .title(let row, let title): try shelf.retitle(item: rows[row], title)
                case .note(let row, let note): try shelf.writeNote(item: rows[row], note)
                case .tags(let row, let tags):
                    for tag in try shelf.tags(of: rows[row]) where !tags.contains(tag) {
                        try shelf.untag(item: rows[row], tag)
                    }
                    for tag in tags { try shelf.tag(item: rows[row], tag) }
                case .folder(let row, let folder): try shelf.move(rows[row], to: shelf.folder(at: [folder]))
                case .add(let bookmark):
                    let row = try shelf.add(
                        .init(url: bookmark.url, title: bookmark.title, tags: bookmark.tags, note: bookmark.note)
                    ).row
                    try shelf.place(row, in: shelf.folder(at: [bookmark.folder]))
                case .delete(let row): try shelf.trash(item: rows[row])
                }
            }
        }
    }

    /// Seals what is in the journal, and makes it durable. Returns the sealed bytes.
    func seal(_ name: String) throws -> Int {
        try device(name).prepareSync(shelf).request.batches.map(\.count).reduce(0, +)
    }

    /// Exchanges everything with the relay model. Returns the seconds that the replica itself worked.
    @discardableResult
    func exchange(_ name: String) throws -> Double {
        let replica = try device(name)
        var worked = 0.0
        for _ in 0..<4096 {
            let (preparing, plan) = try timed { try replica.prepareSync(shelf) }
            let answer = try relay.handle(plan.request.serialized(), now: replica.environment.now())
            let (completing, outcome) = try timed {
                try replica.completeSync(shelf, plan, SyncResponse(serialized: answer))
            }
            worked += preparing + completing
            if !outcome.needsAnotherRound { return worked }
        }
        throw ChildProcess.Failure(description: "\(name) does not finish")
    }

    /// All batches that the relay model has.
    var batches: [[UInt8]] { relay.log.map(\.bytes) }

    /// What opens them.
    func keys() throws -> [EpochKey] { try device("A").spaces().first { $0.sid == shelf }?.epochKeys ?? [] }

    func compare() throws {
        guard try device("A").fingerprint(.shelf) == device("B").fingerprint(.shelf) else {
            throw ChildProcess.Failure(description: "the replicas differ")
        }
    }
}
