import Crypto
package import TidemarkCore

/// Hashes rows and moves of one space for its digest, under a key that only members have: HMAC-SHA256 (RFC 2104).
///
/// A relay that sees a digest cannot test for what a space holds.
package struct DigestKey: Sendable {
    private let key: SymmetricKey

    package init(space: SpaceID, secret: [UInt8]) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), salt: space.bytes, info: [UInt8]("tidemark digest 0".utf8),
            outputByteCount: 32)
    }

    /// What a row adds to the digest of its table; zero for one of which nothing is known.
    ///
    /// - Parameter horizon: what a replica may have forgotten below it does not count.
    package func member(_ row: RowID, _ kind: KindID, _ state: RowState, horizon: VersionVector) -> DigestSum {
        let state = state.lasting(below: horizon)
        if state == RowState() { return DigestSum() }
        var input = DigestInput()
        input.append(kind.rawValue)
        input.append(row)
        input.append(state)
        return sum(of: input)
    }

    /// What a folder's move adds to the digest of moves.
    package func member(_ move: FolderTree.Move) -> DigestSum {
        var input = DigestInput()
        input.append(move.node)
        input.append(move.version)
        input.append(move.parent)
        input.append(bytes: move.key.bytes)
        return sum(of: input)
    }

    private func sum(of input: DigestInput) -> DigestSum {
        let code = HMAC<SHA256>.authenticationCode(for: input.bytes, using: key)
        return code.withUnsafeBytes { DigestSum(bytes: $0) } ?? DigestSum()
    }
}
