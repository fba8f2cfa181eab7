import Foundation
import NIOCore

/// Why nobody can be served at an address.
package struct ListenError: Error, Hashable, CustomStringConvertible {
    package let description: String

    /// Nil for an error that says nothing about the address.
    init?(_ error: any Error, _ listen: RelayApplication.Listen) {
        let host = listen.host.contains(":") ? "[\(listen.host)]" : listen.host
        let address = "\(host):\(listen.port)"
        let other = "choose another address with --listen HOST:PORT (port 0 takes any free one)."
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE:
            description =
                "\(address) is in use: another program, perhaps another relay, listens there. Stop it, or \(other)"
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
            description = "\(host) is no address of this machine: \(other)"
        case let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM:
            description =
                "\(address) needs privileges, as all ports below 1024 do. Serve on a higher one behind a proxy: \(other)"
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            description = "\(listen.host) is no address, and no host that is known here: \(other)"
        default: return nil
        }
    }
}
