/// Something in a catalogue's source that was not taken over as it stands.
package struct CatalogueProblem: Sendable, Hashable {
    package enum Severity: String, Sendable, Hashable {
        /// Something was left out.
        case error
        /// Everything was taken over, but something is odd.
        case warning
    }

    package var severity: Severity
    /// The file's name in its folder; `nil` where there is only one source.
    package var file: String?
    /// From 1; `nil` where it concerns the whole file.
    package var line: Int?
    /// What is wrong and what to do.
    package var message: String

    package init(_ severity: Severity, file: String? = nil, line: Int? = nil, _ message: String) {
        self.severity = severity
        self.file = file
        self.line = line
        self.message = message
    }
}

extension CatalogueProblem: CustomStringConvertible {
    /// "cursor.yaml:12: error: ..."
    package var description: String {
        let place = [file, line.map(String.init)].compactMap { $0 }.joined(separator: ":")
        return (place.isEmpty ? "" : place + ": ") + "\(severity.rawValue): \(message)"
    }
}
