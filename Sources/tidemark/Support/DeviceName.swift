import Foundation
import TidemarkWire

/// What people call this device.
enum DeviceName {
    /// - Throws: `CommandFailure` for a name that cannot be kept.
    static func chosen(_ given: String?) throws -> String {
        guard let given else { return hostName }
        let name = given.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.utf8.count <= MemberDetails.deviceNameBytes, !name.contains(where: \.isNewline) else {
            throw CommandFailure(
                .usage,
                "A device name has 1 to \(MemberDetails.deviceNameBytes) bytes on one line: choose another --name.")
        }
        return name
    }

    /// As gethostname(2) has it, without the domain; no name server is asked.
    private static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "device" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self).split(separator: ".").first.map(String.init) ?? ""
        return name.isEmpty ? "device" : name
    }
}
