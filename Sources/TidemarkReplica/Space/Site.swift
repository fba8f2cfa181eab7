import Foundation
import TidemarkWire

/// Where a library's database lies. A library that was copied, or put back from a copy, lies in another file or on another
/// machine; one whose directory was moved does not.
package struct Site: Hashable, Sendable {
    /// Of the machine, hashed: what a library holds must not tell others on which machine it was.
    package let machine: String
    /// The number by which the file system knows the file.
    package let file: UInt64

    package init(machine: String, file: UInt64) {
        self.machine = machine
        self.file = file
    }

    init?(text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let file = UInt64(parts[1]) else { return nil }
        self.init(machine: String(parts[0]), file: file)
    }

    var text: String { "\(machine) \(file)" }

    package static let live: @Sendable (String?) -> Site? = { path in
        guard let path, let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let file = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value
        else { return nil }
        return Site(machine: machine, file: file)
    }

    /// Empty where the machine has no name of its own, as in many containers: then only the file counts.
    private static let machine: String = {
        // machine-id(5): "should be considered confidential" is said of it there.
        let name = ["/etc/machine-id", "/var/lib/dbus/machine-id"].lazy
            .compactMap { FileManager.default.contents(atPath: $0) }
            .map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
            .first { !$0.isEmpty }
        guard let name else { return "" }
        return String(Hash(of: [UInt8]("tidemark machine 0".utf8), [UInt8](name.utf8)).description.prefix(32))
    }()
}
