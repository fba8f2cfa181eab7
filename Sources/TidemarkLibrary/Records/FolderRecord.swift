/// One folder as a foreign file states it. Folders have records of their own, so that empty ones survive.
package struct FolderRecord: Sendable, Hashable {
    /// Names from the outermost folder down to this one; never empty.
    package var path: [String]
    /// Empty when the source has none.
    package var note: String
    /// Milliseconds since 1970.
    package var addedAt: Int64?
    /// The line of the source on which the record begins, from 1; 0 where it came from no file.
    package var line: Int

    package init(path: [String], note: String = "", addedAt: Int64? = nil, line: Int = 0) {
        self.path = path
        self.note = note
        self.addedAt = addedAt
        self.line = line
    }
}
