import TidemarkCore
import TidemarkReplica

/// What a person means by an argument.
extension Replica {
    /// A bookmark that is not in the trash: what is there is left alone until it is restored.
    func find(living text: String) throws -> (row: RowID, bookmark: Bookmark) {
        let found = try find(item: text)
        guard !found.bookmark.trashed else {
            throw ReplicaError.refused(
                "\(found.bookmark.shortID) is in the trash: take it out with `tidemark restore \(found.bookmark.shortID)`."
            )
        }
        return found
    }

    func find(_ path: FolderPath) throws -> RowID {
        do {
            return try find(folder: path.names)
        } catch ReplicaError.notFound {
            throw ReplicaError.notFound("There is no folder \"\(path.text)\": make it with `tidemark mkdir`.")
        }
    }

    /// The folder that an argument with a trailing slash names, if there is one.
    func folder(named argument: String) throws -> (row: RowID, path: FolderPath)? {
        guard argument.hasSuffix("/"), let path = FolderPath(argument: argument), !path.names.isEmpty else {
            return nil
        }
        do {
            return (try find(folder: path.names), path)
        } catch ReplicaError.notFound {
            return nil
        }
    }
}
