import ArgumentParser
import TidemarkRelay

struct HealthcheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "healthcheck", abstract: "Exit with 0 if the relay at --listen is ready, else with 1.")

    @Option(help: ArgumentHelp("Where the relay listens. Default: \(ListenAddress.standard).", valueName: "host:port"))
    var listen: ListenAddress?

    func run() async throws {
        let address = try ListenAddress.chosen(listen)
        let isReady: Bool
        do {
            isReady = try await RelayHealth.isReady(address)
        } catch {
            throw CommandFailure(status: .failed, message: "nothing answers at \(address.host):\(address.port)")
        }
        guard isReady else { throw CommandFailure(status: .failed, message: "the relay is running, but not ready") }
    }
}
