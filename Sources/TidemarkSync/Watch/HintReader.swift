/// Reads positions out of server-sent events (WHATWG HTML, section 9.2.6), as far as a relay uses them.
struct HintReader {
    /// A line holds one small object; more is no relay's.
    private static let lineBytes = 4096

    private var line: [UInt8] = []

    /// The positions that the next bytes of a stream complete.
    ///
    /// - Throws: `SyncError.protocolViolation` for a line that is too long.
    mutating func take(_ bytes: some Sequence<UInt8>) throws -> [UInt64] {
        var positions: [UInt64] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if let position = Self.position(line) { positions.append(position) }
                line.removeAll(keepingCapacity: true)
            } else {
                guard line.count < Self.lineBytes else {
                    throw SyncError.protocolViolation("its stream of hints has a line without an end")
                }
                line.append(byte)
            }
        }
        return positions
    }

    private static func position(_ line: [UInt8]) -> UInt64? {
        guard line.starts(with: Array("data:".utf8)) else { return nil }
        return HintedPosition(json: Array(line.dropFirst(5)))?.position
    }
}
