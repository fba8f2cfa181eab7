import Foundation
import GRDB
import TidemarkCore
import TidemarkWire

extension Replica {
    /// Checks everything that can be checked: the database file, the search index, every batch's hash, signature and place in
    /// its chain, the membership logs, and that the tables are what all changes together make, by making them anew in a copy.
    ///
    /// Nothing changes, and others may use the library meanwhile. Cost: that of a first sync, and as much room as the
    /// library takes in the directory for temporary files.
    package func verify() throws -> LibraryCheck {
        var check = LibraryCheck()
        check.problems = try read { db in
            var problems = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            let broken = try Int.fetchOne(db, sql: "SELECT count(*) FROM pragma_foreign_key_check") ?? 0
            if broken > 0 { problems.append("\(broken) rows point at rows that are gone") }
            return problems
        }
        // From a file that SQLite itself cannot read, nothing is to be learnt.
        guard check.problems.isEmpty else { return check }
        check = try read { [check] db in
            var check = check
            for space in try SpaceRecord.all(db) { try BatchAudit(space).run(db, &check) }
            return check
        }
        let directory = FileManager.default.temporaryDirectory.appending(path: "tidemark-verify-\(UUID())")
            .path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        do {
            try DurableFile.makeDirectory(directory)
        } catch {
            throw ReplicaError(writing: directory, error)
        }
        let path = directory + "/" + Self.fileName
        try copyDatabase(to: path)
        do {
            let copy = try DatabaseQueue(path: path, configuration: Self.configuration())
            check = try copy.write { [check] db in
                var check = check
                try Rebuilding.run(db, &check)
                return check
            }
            try copy.close()
        } catch let error as DatabaseError {
            throw ReplicaError(error)
        }
        return check
    }
}

/// Looks at the batches and the membership log of one space.
private struct BatchAudit {
    let space: SpaceRecord
    /// Findings of one kind are counted, so that a bad disk does not fill the screen.
    private var findings: [String: Int] = [:]

    init(_ space: SpaceRecord) { self.space = space }

    func run(_ db: Database, _ check: inout LibraryCheck) throws {
        var audit = self
        try audit.look(db, &check)
        check.problems += audit.findings.sorted { $0.key < $1.key }.map { finding, count in
            "\(count) \(count == 1 ? "batch" : "batches") of the \(space.kind.rawValue): \(finding)"
        }
    }

    private mutating func look(_ db: Database, _ check: inout LibraryCheck) throws {
        let entries = try Row.fetchAll(
            db, sql: "SELECT entry FROM member_entry WHERE space = ? ORDER BY position", arguments: [space.id])
        let members: MembershipLog
        do {
            members = try MembershipLog(space: space.sid, entries: entries.map { $0.bytes(0) })
        } catch {
            check.problems.append("the list of devices of the \(space.kind.rawValue) is damaged: \(error)")
            return
        }
        if members.device(space.devicePublicKey) == nil {
            check.problems.append("this device is no member of its \(space.kind.rawValue)")
        }
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT hash, bytes, first, last, writer, parked FROM batch WHERE space = ? ORDER BY writer, first",
            arguments: [space.id])
        var previous: (writer: Int64, last: UInt64, hash: [UInt8])?
        while let row = try rows.next() {
            check.batches += 1
            let (writer, first, last): (Int64, UInt64, UInt64) = (row["writer"], row["first"], row["last"])
            let before = previous.flatMap { $0.writer == writer && $0.last + 1 == first ? $0.hash : nil }
            if let finding = finding(row, follows: before, members: members, &check) {
                findings[finding, default: 0] += 1
            }
            previous = (writer, last, row.bytes("hash"))
        }
        check.operations += try Journal.load(space: space, writer: space.writer, db)?.ops.count ?? 0
    }

    private func finding(
        _ row: Row, follows before: [UInt8]?, members: MembershipLog, _ check: inout LibraryCheck
    ) -> String? {
        let bytes = row.bytes("bytes")
        guard Hash(of: bytes).bytes == row.bytes("hash") else { return "damaged on this disk" }
        do {
            let batch = try SealedBatch(bytes: bytes)
            try batch.verifySignature()
            // What was set aside is listed by `doctor`; here it only has to be what came.
            guard row["parked"] as String? == nil else { return nil }
            guard members.device(batch.header.device)?.mayPush == true else {
                return "signed by a device that is no member"
            }
            if let before, let stated = batch.header.previous, stated.bytes != before {
                return "not following the one before it"
            }
            check.operations += try batch.open(keys: space.epochKeys).operations.count
            return nil
        } catch {
            return "unreadable (\(error))"
        }
    }
}
