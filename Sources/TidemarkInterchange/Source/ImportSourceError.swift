/// Why a file gives no records at all.
package enum ImportSourceError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String)
    case notFound(path: String)
    /// Its content looks like nothing that is known.
    case unknown(path: String)
    /// It is of a kind that cannot be read from a pipe.
    case needsFile(ImportFormat)
    case tooLarge(path: String, limit: Int)
    /// It is not what it was said to be, or it is damaged.
    case malformed(ImportFormat, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read: check its rights."
        case .notFound(let path): "There is no file \(path): check its name."
        case .unknown(let path):
            "\(path) looks like no bookmark file that is known here; nothing was changed. Say what it is with --from."
        case .needsFile(let format): "A source of the kind \(format.rawValue) cannot come from a pipe: give its name."
        case .tooLarge(let path, let limit):
            "\(path) is larger than the \(limit >> 20) MiB that are read at once: split it, or export it in another format."
        case .malformed(let format, let reason):
            "This cannot be read as \(format.rawValue): \(reason). Say what it is with --from, or export it again."
        }
    }
}
