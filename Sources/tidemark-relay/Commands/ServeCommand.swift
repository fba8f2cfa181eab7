import ArgumentParser
import Foundation
import Logging
import TidemarkRelay

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the relay until SIGTERM or SIGINT.",
        discussion: """
            The first start needs an absent or empty data directory and prints a one-time invite on stdout. A directory that \
            holds other files is refused. With --require-existing an empty or absent directory is refused too: use it once \
            the relay has been started, so that a volume that was not mounted is noticed.
            """)

    @Option(
        help: ArgumentHelp(
            "Address and port; port 0 takes a free one. Default: \(ListenAddress.standard).", valueName: "host:port"))
    var listen: ListenAddress?

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("How clients reach the relay. Its path is served besides the root.", valueName: "url"))
    var publicURL: String?

    @Flag(help: "Let anybody register spaces, without an invite.")
    var open = false

    @Flag(help: "Refuse to begin with an empty data directory.")
    var requireExisting = false

    @Option(help: ArgumentHelp("What one space's batches may take.", valueName: "MiB"))
    var spaceQuota: Int64 = 1024

    @Option(help: ArgumentHelp("Requests of one device, or of one address, a second.", valueName: "n"))
    var requestRate = 50.0

    @Option(
        help: "trace, debug, info, notice, warning, error or critical. Default: info.",
        transform: { text in
            guard let level = Logger.Level(rawValue: text) else { throw ValidationError("'\(text)' is no log level.") }
            return level
        })
    var logLevel = Logger.Level.info

    func validate() throws {
        // Above, the product overflows; a mebibyte is what one batch may take.
        guard (1...(1 << 40)).contains(spaceQuota) else { throw ValidationError("--space-quota is at least 1 MiB.") }
        guard requestRate >= 1 else { throw ValidationError("--request-rate is at least 1.") }
        _ = try ListenAddress.chosen(listen)
    }

    func run() async throws {
        Descriptors.raiseLimit()
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: RelayApplication.name)
        logger.logLevel = logLevel
        let directory = try DataDirectory(
            at: data.url,
            requireExisting: Setting.flag(requireExisting, environment: "TIDEMARK_RELAY_REQUIRE_EXISTING"))
        var settings = RelaySettings()
        settings.registration = Setting.flag(open, environment: "TIDEMARK_RELAY_OPEN") ? .open : .invite
        settings.spaceBytes = spaceQuota << 20
        // Ten seconds' worth at once: a client that comes back has a lot to tell.
        settings.requestsPerSecond = requestRate
        settings.requestBurst = requestRate * 10
        let service = try RelayService(directory: directory, settings: settings, random: SystemRandom.bytes)
        if directory.isFirstStart { try greet(service) }
        let address = try ListenAddress.chosen(listen)
        let application = RelayApplication(
            service: service, listen: address,
            publicURL: Setting.text(publicURL, environment: "TIDEMARK_RELAY_PUBLIC_URL"), clock: SystemClock.now,
            logger: logger
        ) { port in
            let host = address.host.contains(":") ? "[\(address.host)]" : address.host
            Talk.say("listening on http://\(host):\(port)")
            ReadinessNotice.send()
        }
        do {
            try await application.runUntilSignalled()
        } catch let error as ListenError {
            throw CommandFailure(status: .failed, message: error.description)
        }
    }

    private func greet(_ service: RelayService) throws {
        let code = InviteCode(random: SystemRandom.bytes(InviteCode.byteCount))
        try service.store.addInvite(code, note: "owner", expires: nil, now: SystemClock.now())
        Talk.say("A new relay in \(data.url.path). Its one-time invite, for `tidemark relay add URL --invite CODE`:")
        print(code)
        // A pipe is buffered, and whoever started the relay waits for the code.
        fflush(nil)
    }
}
