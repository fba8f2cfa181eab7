/// Why a text or a change of one cannot be read. Retrying does not help.
package enum TextError: DamageError, Hashable, CustomStringConvertible {
    /// Bytes or a change that no version of this program writes.
    case damaged(String)
    /// More than ids or memory have room for.
    case tooLarge

    package var description: String {
        switch self {
        case .damaged(let what): "The stored text is damaged (\(what)): restore it from another device or a backup."
        case .tooLarge: "The text is larger than \(TextChange.maximumScalars) characters in one edit: split it."
        }
    }
}
