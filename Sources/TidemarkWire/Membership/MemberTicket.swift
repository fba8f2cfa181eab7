/// Leave for one device to join, as the membership log has it.
package struct MemberTicket: Hashable, Sendable {
    /// Ed25519 public key.
    package let key: [UInt8]
    package let mayPush: Bool
    /// Milliseconds since 1970.
    package let expires: Int64
    /// `MemberDetails` that the enrolment must repeat, device name apart.
    package let sealed: [UInt8]
    /// The device that issued it.
    package let issuer: [UInt8]
    package let index: UInt64
    /// The entry that used it up, nil while it is good.
    package internal(set) var spentAt: UInt64?
}
