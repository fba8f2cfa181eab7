import ArgumentParser
import TidemarkLibrary
import TidemarkReplica

struct WeightsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights", abstract: "Keep weights of the panel under a name, for `tidemark compare --weights`.",
        subcommands: [List.self, Set.self, Remove.self], defaultSubcommand: List.self)

    fileprivate struct Profile: Encodable {
        let name: String
        let weights: [String: Int]

        init(_ name: String, _ weights: RoleWeights) {
            self.name = name
            self.weights = Dictionary(uniqueKeysWithValues: weights.roles.map { ($0.rawValue, weights[$0]) })
        }
    }

    struct List: TidemarkCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List what is stored.")

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.weights/0"
            let profiles: [Profile]
        }

        func perform(_ console: Console) async throws {
            let profiles = try open().weightProfiles()
            if console.isJSON {
                return try console.print(json: Report(profiles: profiles.map { Profile($0.name, $0.weights) }))
            }
            if profiles.isEmpty {
                return console.say("No weights are stored: `tidemark weights set NAME \"Founder 3, Skeptic 2, PM 1\"`.")
            }
            var table = TextTable([.init("NAME", minimum: 8), .init("WEIGHTS", minimum: 20)])
            for profile in profiles { table.add([profile.name, profile.weights.label]) }
            try table.print(to: console)
        }
    }

    struct Set: TidemarkCommand {
        static let configuration = CommandConfiguration(commandName: "set", abstract: "Store weights under a name.")

        @Argument(help: "The name.")
        var name: String

        @Argument(help: "Roles and weights from 0 to 100, such as \"Founder 3, Skeptic 2, PM 1\".")
        var weights: [String]

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.weights-change/0"
            let profile: Profile
            let changed: Bool
        }

        func perform(_ console: Console) async throws {
            // Without quotes the shell makes several words of it.
            let weights = try WeightsArgument.parse(self.weights.joined(separator: " "))
            let changed = try open().edit(.shelf, label: "weights") { [name] in try $0.store(weights, as: name) }
            if console.isJSON {
                return try console.print(json: Report(profile: Profile(name, weights), changed: changed))
            }
            try console.print("\(name): \(weights.label)")
        }
    }

    struct Remove: TidemarkCommand {
        static let configuration = CommandConfiguration(commandName: "rm", abstract: "Remove weights.")

        @Argument(help: "The name.")
        var name: String

        @OptionGroup(title: "Global options") var options: GlobalOptions

        private struct Report: Encodable {
            let schema = "tidemark.weights-removal/0"
            let name: String
        }

        func perform(_ console: Console) async throws {
            try open().edit(.shelf, label: "weights") { [name] in try $0.removeProfile(name) }
            if console.isJSON { return try console.print(json: Report(name: name)) }
            try console.print("removed \(name)")
        }
    }
}
