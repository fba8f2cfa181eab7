import GRDB
package import TidemarkWire

extension RelayProblem {
    /// What the store's failure means for a client. Whatever failed, the transaction that it stood in left nothing behind.
    package init(storage error: any Error) {
        if let problem = error as? RelayProblem {
            self = problem
            return
        }
        self.init(underlying: error)
        cause = "\(error)"
    }

    private init(underlying error: any Error) {
        guard let error = error as? DatabaseError else {
            self.init(
                .storageFailed, "The relay's storage failed; nothing was stored. Its log says why.", retryAfter: 30)
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(
                .storageFull, "The relay's disk is full; nothing was stored. The host has to make room.",
                retryAfter: 300)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.storageBusy, "The space is being written by another process; nothing was stored.", retryAfter: 1)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .storageDamaged, "The relay's file for this space is damaged. The host has to restore it from a backup."
            )
        default:
            // SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_PERM and the like.
            self.init(
                .storageFailed,
                "The relay cannot write to its data directory; nothing was stored. The host has to check that it is "
                    + "mounted and writable.", retryAfter: 30)
        }
    }

    /// Bytes of a request that cannot be read.
    package init(reading error: WireError) {
        switch error {
        case .tooLarge(let what): self.init(.tooLarge, "The request holds \(what). Send less at a time.")
        case .unsupportedFormat: self.init(.malformed, "\(error). This relay has to be updated first.")
        case .malformed, .badSignature, .cannotOpen: self.init(.malformed, "The request is \(error).")
        }
    }

    package static func unknownSpace() -> RelayProblem {
        RelayProblem(
            .unknownSpace, "This relay does not hold the space. Register it here, or check the relay's address.")
    }

    package static func signIn() -> RelayProblem {
        RelayProblem(
            .unauthorized, "The token is missing, expired, or of another space. Ask for a challenge and open a session."
        )
    }
}
