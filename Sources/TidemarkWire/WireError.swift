/// Why bytes from outside were not taken.
package enum WireError: Error, Equatable, CustomStringConvertible {
    /// The bytes are not what they should be: which field, and what is wrong with it.
    case malformed(String)
    /// Made by a newer version of the format.
    case unsupportedFormat(UInt32)
    /// Over a limit of `Limits`.
    case tooLarge(String)
    /// The signature does not fit the bytes and the key.
    case badSignature
    /// No key of this epoch is held, or it does not open the bytes.
    case cannotOpen(epoch: UInt32)

    package var description: String {
        switch self {
        case .malformed(let what): "malformed: \(what)"
        case .unsupportedFormat(let format): "format \(format) is newer than this version understands: update Tidemark"
        case .tooLarge(let what): "too large: \(what)"
        case .badSignature: "the signature does not match"
        case .cannotOpen(let epoch): "cannot be opened with the key of epoch \(epoch) held here"
        }
    }
}
