/// What one entry of a membership log changes. The `sealed` bytes are `MemberDetails`, which a relay cannot open.
package enum MembershipChange: Hashable, Sendable {
    case genesis(Genesis)
    case ticket(Ticket)
    case enrolment(Enrolment)

    /// Makes the space; signed by `identity`.
    package struct Genesis: Hashable, Sendable {
        /// Ed25519 public key of the owner.
        package var identity: [UInt8]
        package var nonce: [UInt8]
        /// Ed25519 public key of the first device, which may push.
        package var device: [UInt8]
        package var sealed: [UInt8]

        /// Long enough that one identity never draws the same space twice.
        package static let nonceBytes = 16
    }

    /// Allows one more device; signed by a device that may push.
    package struct Ticket: Hashable, Sendable {
        /// Ed25519 public key whose holder may enrol one device.
        package var key: [UInt8]
        package var mayPush: Bool
        /// Milliseconds since 1970.
        package var expires: Int64
        package var sealed: [UInt8]
    }

    /// A device joins; signed by a ticket's key.
    package struct Enrolment: Hashable, Sendable {
        /// Ed25519 public key.
        package var device: [UInt8]
        package var sealed: [UInt8]
    }
}
