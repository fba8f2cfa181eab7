/// Who asks, as proved by a session.
package enum RelayCaller: Hashable, Sendable {
    /// An enrolled device, by its Ed25519 public key.
    case device([UInt8])
    /// Somebody who holds a ticket's key: may read the membership log and append the enrolment, nothing else.
    case ticket([UInt8])

    package var key: [UInt8] {
        switch self {
        case .device(let key), .ticket(let key): key
        }
    }
}
