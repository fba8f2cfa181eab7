package import Crypto
import Foundation
import GRDB
package import TidemarkCore
package import TidemarkWire

/// Which relay a space syncs with, and how this device proves itself there.
extension Replica {
    package func relayURL(_ sid: SpaceID) throws -> String? {
        try read { db in try RelayState.load(SpaceRecord.with(sid, db), db)?.url }
    }

    /// Sets the relay of every space. Another relay is another log: its cursor is forgotten, nothing else.
    package func setRelay(_ url: String) throws {
        try write { db in
            for space in try SpaceRecord.all(db) where try RelayState.load(space, db)?.url != url {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO relay (space, url) VALUES (?, ?)", arguments: [space.id, url])
            }
        }
    }

    package func membership(_ sid: SpaceID) throws -> MembershipLog {
        try read { db in try MembershipLog.stored(db, SpaceRecord.with(sid, db)) }
    }

    /// A token that is good for some seconds more.
    package func token(_ sid: SpaceID) throws -> String? {
        let now = environment.now()
        return try read { db in
            try String.fetchOne(
                db, sql: "SELECT token FROM relay WHERE space = ? AND token_expires > ?",
                arguments: [SpaceRecord.with(sid, db).id, now + 5_000])
        }
    }

    /// - Parameter expires: milliseconds since 1970 on this device's clock.
    package func setToken(_ token: String?, expires: Int64, _ sid: SpaceID) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE relay SET token = ?, token_expires = ? WHERE space = ?",
                arguments: [token, expires, SpaceRecord.with(sid, db).id])
        }
    }

    package func sign(_ challenge: DeviceChallenge) throws -> (key: [UInt8], signature: [UInt8]) {
        let space = try read { try SpaceRecord.with(challenge.space, $0) }
        return (space.devicePublicKey, try challenge.signature(by: try space.deviceKey()))
    }

    // MARK: Pairing

    /// A ticket for one more device of this person, to be appended at the relay.
    package func makeTicket(_ sid: SpaceID, link: PairingLink, now: Int64) throws -> MembershipEntry {
        try read { db in
            let space = try SpaceRecord.with(sid, db)
            let own = try self.ownDetails(space, db)
            let details = MemberDetails(role: own.role, person: own.person, deviceName: "")
            return try MembershipEntry.ticket(
                after: MembershipLog.stored(db, space), signer: space.deviceKey(),
                key: [UInt8](link.ticketKey(space: sid).publicKey.rawRepresentation), mayPush: true,
                expires: now + PairingLink.lifetime,
                sealed: details.sealed(
                    secret: space.secret, nonce: self.environment.random(MemberDetails.nonceBytes)))
        }
    }

    private func ownDetails(_ space: SpaceRecord, _ db: Database) throws -> MemberDetails {
        guard let member = try MembershipLog.stored(db, space).device(space.devicePublicKey) else {
            throw ReplicaError.keys("This device is not a member of its \(space.kind.rawValue).")
        }
        return try MemberDetails(sealed: member.sealed, secret: space.secret)
    }

    /// Keys and secrets of every space, for a joining device of the same person.
    package func pairingBundle() throws -> [UInt8] {
        try read { db in
            let spaces = try SpaceRecord.all(db).map { space in
                let own = try self.ownDetails(space, db)
                return PairingBundle.Space(
                    id: space.sid.description, kind: space.kind.rawValue, secret: space.secret,
                    epochKeys: Dictionary(uniqueKeysWithValues: space.epochKeys.map { ($0.epoch, $0.bytes) }),
                    role: own.role.rawValue, person: own.person.description)
            }
            return [UInt8](try JSONEncoder().encode(PairingBundle(spaces: spaces)))
        }
    }

    /// Adds a space that this device is about to join, and makes its enrolment. Nothing leaves yet.
    ///
    /// - Parameter log: the membership log as the relay has it, verified.
    package func join(
        _ space: PairingBundle.Space, log: MembershipLog, ticket: Curve25519.Signing.PrivateKey, deviceName: String
    ) throws -> MembershipEntry {
        guard let kind = SpaceRecord.Kind(rawValue: space.kind), let role = MemberRole(rawValue: space.role),
            let person = PersonID(hex: space.person), space.secret.count == 32, !space.epochKeys.isEmpty,
            space.epochKeys.values.allSatisfy({ $0.count == 32 })
        else { throw ReplicaError.keys("The invitation was made by a newer version: update Tidemark on this device.") }
        return try write { db in
            let device = try Curve25519.Signing.PrivateKey(rawRepresentation: self.environment.random(32))
            let details = MemberDetails(role: role, person: person, deviceName: deviceName)
            let enrolment = try MembershipEntry.enrolment(
                after: log, ticket: ticket, device: [UInt8](device.publicKey.rawRepresentation),
                sealed: details.sealed(
                    secret: space.secret, nonce: self.environment.random(MemberDetails.nonceBytes)))
            var enrolled = log
            try enrolled.append(enrolment.bytes)
            try Self.insertSpace(
                kind, log: enrolled, secret: space.secret, device: device,
                epochKeys: space.epochKeys.map { EpochKey(epoch: $0.key, bytes: $0.value) }, db)
            try Setting.set("device.name", deviceName, db)
            return enrolment
        }
    }
}
