/// A device of a space, as its membership log has it.
package struct Member: Hashable, Sendable {
    /// Ed25519 public key.
    package let key: [UInt8]
    package let mayPush: Bool
    /// `MemberDetails` as the device gave them.
    package let sealed: [UInt8]
    /// `MemberDetails` as the ticket gave them, nil for the first device. Only whoever has the space secret can check
    /// that a device did not promote itself: see `MemberDetails.agrees(withTicket:)`.
    package let sealedInTicket: [UInt8]?
    /// The entry that enrolled it.
    package let index: UInt64
}
