import ArgumentParser
import Foundation
import TidemarkReplica
import TidemarkSync

struct DoctorCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look for whatever could be wrong.",
        discussion: "Exits with 7 for a damaged library and with 1 for anything else that wants attention.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.doctor/0"
        let problems: [String]
        /// Milliseconds by which a relay has corrected this device's clock.
        let clockCorrection: Int64
        /// Of everything merged: equal on devices that hold the same.
        let fingerprints: [String: String]
    }

    func perform(_ console: Console) async throws {
        let replica = try open()
        var problems = try replica.problems()
        let rights = try? FileManager.default.attributesOfItem(atPath: options.home)[.posixPermissions] as? NSNumber
        if let rights, rights.intValue & 0o077 != 0 {
            problems.append("Other users can read \(options.home): chmod 700 it.")
        }
        let offset = try replica.clockOffset()
        var fingerprints: [String: String] = [:]
        for kind in SpaceRecord.Kind.allCases { fingerprints[kind.rawValue] = try replica.fingerprint(kind) }
        if console.isJSON {
            try console.print(json: Report(problems: problems, clockCorrection: offset, fingerprints: fingerprints))
        } else {
            for problem in problems { try console.print("problem: \(problem)") }
            if abs(offset) > 60_000 {
                try console.print(
                    "note: this device's clock is off by \(abs(offset) / 1000) s; its changes are corrected.")
            }
            for (kind, fingerprint) in fingerprints.sorted(by: { $0.key > $1.key }) {
                try console.print("\(kind): \(fingerprint)")
            }
            if problems.isEmpty { try console.print("All is well.") }
        }
        if !problems.isEmpty {
            try console.flush()
            throw ExitCode(ExitStatus.failed.rawValue)
        }
    }
}
