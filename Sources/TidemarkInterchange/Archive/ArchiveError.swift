/// Why an archive is not taken. Nothing was changed.
package enum ArchiveError: Error, Equatable, CustomStringConvertible {
    case damaged(String)
    /// Made by a newer version.
    case unknownSchema(String)

    package var description: String {
        switch self {
        case .damaged(let what): "The archive is damaged: \(what). Nothing was changed. Use another copy of it."
        case .unknownSchema(let schema):
            "The archive is of the kind \"\(schema)\", which is not known here. Update Tidemark."
        }
    }
}
