/// What a check of a whole library looked at, and what it found.
package struct LibraryCheck: Sendable, Codable, Equatable {
    /// Sealed batches, of all devices.
    package var batches = 0
    /// Changes, those included that no batch holds yet.
    package var operations = 0
    /// Rows that were made anew and compared.
    package var rows = 0
    /// Empty where all is well.
    package var problems: [String] = []

    package init(problems: [String] = []) { self.problems = problems }
}
