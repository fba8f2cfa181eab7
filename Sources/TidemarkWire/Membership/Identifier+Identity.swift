package import TidemarkCore

extension SpaceID {
    /// The space that an identity makes with a nonce: nobody else can make a space of this id.
    package init(identity: [UInt8], nonce: [UInt8]) {
        self.init(truncating: Hash(of: [UInt8]("tidemark space 0".utf8), identity, nonce))
    }
}

extension PersonID {
    /// The person who holds an identity key, given its public half.
    package init(identity: [UInt8]) {
        self.init(truncating: Hash(of: [UInt8]("tidemark person 0".utf8), identity))
    }
}
