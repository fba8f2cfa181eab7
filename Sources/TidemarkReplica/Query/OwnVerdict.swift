package import TidemarkCore
package import TidemarkLibrary

/// A reader's verdict with the rows that it refers to.
package struct OwnVerdict: Sendable {
    /// Of what it is about: the ids of the releases, sorted.
    package let key: String
    package let record: OwnVerdictRecord

    /// The same for any order of the releases.
    package static func key(of releases: [RowID]) -> String {
        Set(releases).sorted().map(\.description).joined(separator: "+")
    }
}
