/// Paths of folders that name their parents by id.
enum ParentPaths {
    /// Ends at a parent that is not there, or that was passed already: a damaged file may go round in circles.
    static func path(of id: String, in folders: [String: JSONValue]) -> [String] {
        var names: [String] = []
        var passed: Set<String> = []
        var next = id
        while let folder = folders[next], passed.insert(next).inserted {
            names.append(folder["name"].string)
            next = folder["parentId"].string
        }
        return FolderNames.path(names.reversed())
    }
}
