import ArgumentParser
import TidemarkRelay

/// `127.0.0.1:8787`, `[::1]:8787`, `:8787`.
struct ListenAddress: ExpressibleByArgument {
    /// Loopback only: whoever wants the relay on a network puts a proxy with TLS in front, or says so.
    static let standard = "127.0.0.1:8787"

    let listen: RelayApplication.Listen

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":"), let port = UInt16(argument[argument.index(after: colon)...])
        else {
            return nil
        }
        var host = String(argument[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        listen = RelayApplication.Listen(host: host.isEmpty ? "0.0.0.0" : host, port: Int(port))
    }

    /// From the command line, else the environment, else the standard address.
    static func chosen(_ given: ListenAddress?) throws -> RelayApplication.Listen {
        if let given { return given.listen }
        let text = Setting.text(nil, environment: "TIDEMARK_RELAY_LISTEN") ?? standard
        guard let address = ListenAddress(argument: text) else {
            throw ValidationError("TIDEMARK_RELAY_LISTEN is '\(text)', not an address like \(standard).")
        }
        return address.listen
    }
}
