package import TidemarkCore
import TidemarkWire

extension RelayService {
    /// Makes spaces. Each log is at least the genesis; more where a relay that lost its data is filled again.
    ///
    /// Spaces that exist with the same genesis stay as they are; when all do, no invite is needed.
    package func register(
        invite: String?, logs: [[[UInt8]]], now: Int64
    ) async throws -> [SpaceID] {
        guard !logs.isEmpty, logs.count <= RelayLimits.spacesPerRegistration else {
            throw RelayProblem(
                .malformed,
                "One registration names 1 to \(RelayLimits.spacesPerRegistration) spaces, not \(logs.count).")
        }
        let verified = try logs.map(Self.verified)
        guard Set(verified.map(\.space)).count == verified.count else {
            throw RelayProblem(.malformed, "A space stands twice in the registration.")
        }
        do {
            let missing = try verified.filter { try !isRegistered($0) }
            if !missing.isEmpty {
                try await checkInvite(invite, for: verified, now: now)
                for log in missing {
                    _ = try spaces.make(log, epoch: random(SyncCursor.epochBytes), now: now)
                    // Somebody else may have registered the same id since the check above.
                    _ = try isRegistered(log)
                }
            }
        } catch {
            throw RelayProblem(storage: error)
        }
        return verified.map(\.space)
    }

    private static func verified(_ entries: [[UInt8]]) throws -> MembershipLog {
        do {
            guard let first = entries.first, entries.count <= Limits.membershipEntries else {
                throw WireError.malformed("a space without a genesis, or with too many entries")
            }
            return try MembershipLog(space: MembershipEntry(bytes: first).space, entries: entries)
        } catch {
            throw RelayProblem(.malformed, "The membership log of a space is not valid: \(error).")
        }
    }

    private func isRegistered(_ log: MembershipLog) throws -> Bool {
        guard let store = try spaces.existing(log.space) else { return false }
        guard try store.genesis() == log.entries.first else {
            throw RelayProblem(
                .spaceTaken,
                "Space \(log.space) exists here with another first entry. Register it with the bytes of then.")
        }
        return true
    }

    private func checkInvite(_ text: String?, for logs: [MembershipLog], now: Int64) async throws {
        guard settings.registration == .invite else { return }
        guard let text else {
            throw RelayProblem(.inviteRefused, "This relay takes new spaces by invite only. Ask its host for a code.")
        }
        // In the order of the ids, so that the same spaces make the same registration.
        let geneses = logs.sorted { $0.space < $1.space }.flatMap { $0.entries.first ?? [] }
        guard let code = InviteCode(text), try await store.useInvite(code, for: Hash(of: geneses), now: now) else {
            throw RelayProblem(
                .inviteRefused,
                "The invite is unknown, used up, revoked or expired. Ask the relay's host for a new one.")
        }
    }
}
