import Foundation
import Synchronization

/// Stands between a client and a server on this machine, and counts what goes over the wire, heads included.
package final class CountingProxy: Sendable {
    package struct Counts: Hashable, Sendable {
        package var connections = 0
        /// Request lines of HTTP/1.1.
        package var requests: [String] = []
        package var bytesUp = 0
        package var bytesDown = 0
    }

    package let port: Int
    private let listener: Int32
    private let counts = Mutex(Counts())
    private let open = Mutex<Set<Int32>>([])

    /// - Parameter server: its port on this machine; nil for a server that takes connections and never answers.
    package init(to server: Int?) throws {
        let descriptor = Self.socket()
        var address = Self.address(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, pointer, &size) == 0
            }
        }
        guard isBound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        listener = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in while takeConnection(to: server) {} }
    }

    private func takeConnection(to server: Int?) -> Bool {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return false }
        counts.withLock { $0.connections += 1 }
        let server = server.map { Self.connected(to: $0) }
        for descriptor in [client, server].compactMap({ $0 }) { _ = open.withLock { $0.insert(descriptor) } }
        Thread.detachNewThread { [self] in
            pump(client, server) { bytes in
                counts.withLock { counts in
                    counts.bytesUp += bytes.count
                    counts.requests += Self.requestLines(bytes)
                }
            }
        }
        if let server {
            Thread.detachNewThread { [self] in
                pump(server, client) { bytes in counts.withLock { $0.bytesDown += bytes.count } }
            }
        }
        return true
    }

    /// What has gone through since the last call.
    package func take() -> Counts {
        counts.withLock { counts in
            defer { counts = Counts() }
            return counts
        }
    }

    package var now: Counts { counts.withLock { $0 } }

    /// Breaks all connections and takes no more.
    package func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        for descriptor in open.withLock({ $0 }) { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private func pump(_ from: Int32, _ to: Int32?, _ count: ([UInt8]) -> Void) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let size = recv(from, &buffer, buffer.count, 0)
            guard size > 0 else { break }
            count(Array(buffer[..<size]))
            guard let to else { continue }
            var sent = 0
            while sent < size {
                let written = buffer.withUnsafeBytes { bytes in
                    send(to, bytes.baseAddress.map { $0 + sent }, size - sent, Self.noSignal)
                }
                guard written > 0 else { break }
                sent += written
            }
        }
        // Whoever reads the other end sees the end as well. Closed with the process: tests open few.
        for descriptor in [from, to].compactMap({ $0 }) { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private static func requestLines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
            .filter { $0.hasSuffix(" HTTP/1.1") }.map { String($0.dropLast(9)) }
    }

    #if canImport(Darwin)
        private static let noSignal: Int32 = 0
        private static func socket() -> Int32 { Foundation.socket(AF_INET, SOCK_STREAM, 0) }
    #else
        private static let noSignal = Int32(MSG_NOSIGNAL)
        /// Not inherited by the processes that tests start.
        private static func socket() -> Int32 {
            Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        }
    #endif

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr = in_addr(s_addr: inet_addr("127.0.0.1"))
        return address
    }

    private static func connected(to port: Int) -> Int32 {
        let descriptor = socket()
        let address = address(port: port)
        _ = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
}
