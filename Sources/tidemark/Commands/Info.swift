import ArgumentParser
import TidemarkWire

struct InfoCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Say which version this is and where things are.")

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.info/0"
        let version: String
        let format: UInt32
        let home: String
    }

    func perform(_ console: Console) async throws {
        if console.isJSON {
            return try console.print(
                json: Report(version: TidemarkVersion.text, format: BatchHeader.format, home: options.home))
        }
        try console.print("tidemark \(TidemarkVersion.text), wire format \(BatchHeader.format)")
        try console.print("library: \(options.home)")
    }
}
