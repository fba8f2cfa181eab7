/// What a joining device receives of each space, sealed under the pairing link.
package struct PairingBundle: Codable, Sendable {
    package struct Space: Codable, Sendable {
        package var id: String
        package var kind: String
        /// 32 bytes.
        package var secret: [UInt8]
        package var epochKeys: [UInt32: [UInt8]]
        /// What the ticket allows.
        package var role: UInt32
        package var person: String
    }

    package var version = 0
    package var spaces: [Space]

    package init(spaces: [Space]) { self.spaces = spaces }
}
