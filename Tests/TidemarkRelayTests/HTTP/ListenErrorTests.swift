import Logging
import Testing

@testable import TidemarkRelay

/// An address that cannot be had is said in words that tell what to do.
struct ListenErrorTests {
    private func failure(host: String = "127.0.0.1", port: Int) async throws -> String {
        let relay = try TestRelay(seed: 2)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = RelayApplication(
            service: relay.service, listen: .init(host: host, port: port), clock: { 0 }, logger: logger)
        do {
            try await application.run()
        } catch {
            return try #require(error as? ListenError).description
        }
        return "served"
    }

    @Test func aPortThatIsTaken() async throws {
        let relay = try TestRelay()
        try await HTTPRelay.serve(relay) { http in
            let port = try #require(http.base.split(separator: ":").last.flatMap { Int($0) })
            let said = try await failure(port: port)
            #expect(said.hasPrefix("127.0.0.1:\(port) is in use"), "\(said)")
            #expect(said.contains("--listen HOST:PORT"))
        }
    }

    @Test func anAddressOfAnotherMachine() async throws {
        // For documentation, so nobody's: RFC 5737.
        let said = try await failure(host: "192.0.2.1", port: 0)
        #expect(said.hasPrefix("192.0.2.1 is no address of this machine"), "\(said)")
    }
}
