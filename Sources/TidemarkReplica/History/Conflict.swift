/// A value that was written at the same time as the one that is shown, on another device. It is listed for 90 days.
package struct Conflict: Sendable, Codable, Equatable {
    /// The field's name in the schema; "folder" for places.
    package let field: String
    /// What `restore --shadow` takes, within the field.
    package let number: Int
    package let value: String
    /// Milliseconds since 1970.
    package let writtenAt: Int64
    /// Name of the device that wrote it; nil where the membership log does not say.
    package let device: String?
    package let shown: String
    /// The device that wrote what is shown; nil where the membership log does not say.
    package let shownBy: String?
    /// Milliseconds since 1970: from then on it is listed no more.
    package let keptUntil: Int64
}
