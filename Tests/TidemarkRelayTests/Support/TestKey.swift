import Crypto

/// A device, ticket or identity key of a test.
struct TestKey: Sendable {
    let signing = Curve25519.Signing.PrivateKey()
    var bytes: [UInt8] { [UInt8](signing.publicKey.rawRepresentation) }
}
