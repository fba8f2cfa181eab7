import Crypto
import TidemarkCore

/// A SHA-256 value.
package struct Hash: Hashable, Sendable, CustomStringConvertible {
    package static let byteCount = 32
    package static let zero = Hash(unchecked: [UInt8](repeating: 0, count: byteCount))

    package let bytes: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = [UInt8](bytes)
    }

    private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    /// The hash of the parts, one after another. Callers fix the length of each part or put it in front.
    package init(of parts: [UInt8]...) {
        var state = SHA256()
        for part in parts { state.update(data: part) }
        bytes = [UInt8](state.finalize())
    }

    package var description: String { hexadecimal(bytes) }
}
