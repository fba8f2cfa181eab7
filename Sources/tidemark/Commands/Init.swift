import ArgumentParser
import Foundation
import TidemarkReplica

struct InitCommand: TidemarkCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a library on this device.",
        discussion: """
            Prints the recovery phrase on stdout, once: it is stored nowhere. To bring a library from another device here, \
            use `tidemark pair` there and `tidemark join` here instead.
            """)

    @Option(help: ArgumentHelp("What this device is called. Default: its host name.", valueName: "device"))
    var name: String?

    @OptionGroup(title: "Global options") var options: GlobalOptions

    private struct Report: Encodable {
        let schema = "tidemark.init/0"
        let phrase: String
        let home: String
        let device: String
    }

    func perform(_ console: Console) async throws {
        let device = try DeviceName.chosen(name)
        Home.clear(options.home)
        let phrase = try Replica.create(home: options.home, deviceName: device).phrase
        if console.isJSON {
            return try console.print(json: Report(phrase: "\(phrase)", home: options.home, device: device))
        }
        console.say("Made a library in \(options.home); this device is called \"\(device)\".")
        try phrase.show(on: console)
        console.say("Next: `tidemark add URL`, or `tidemark import FILE` with what a browser exported.")
    }
}
