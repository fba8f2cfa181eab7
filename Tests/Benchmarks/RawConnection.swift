import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// HTTP/1.1 over one kept connection to this machine, in blocking calls: as little work beside the measured program as can be.
///
/// Used by one thread at a time. Understands answers with a content length, which is what a relay gives.
final class RawConnection {
    private static let partBytes = 64 << 10

    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(port: Int) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr = in_addr(s_addr: inet_addr("127.0.0.1"))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard descriptor >= 0, code == 0 else { throw Self.failure("connect") }
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    func post(_ path: String, type: String, token: String? = nil, _ body: [UInt8]) throws -> (
        status: Int, body: [UInt8]
    ) {
        let access = token.map { "authorization: Bearer \($0)\r\n" } ?? ""
        let head =
            "POST \(path) HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: \(type)\r\ncontent-length: \(body.count)\r\n\(access)\r\n"
        try write(Array(head.utf8) + body)
        return try answer()
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress! + sent, bytes.count - sent, 0) }
            guard count > 0 else { throw Self.failure("send") }
            sent += count
        }
    }

    private func answer() throws -> (status: Int, body: [UInt8]) {
        var end: Int?
        while true {
            end = Self.endOfHead(buffer)
            if end != nil { break }
            try read()
        }
        let head = String(decoding: buffer[..<(end ?? 0)], as: UTF8.self)
        let lines = head.split(separator: "\r\n")
        guard let end, let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
            let field = lines.first(where: { $0.lowercased().hasPrefix("content-length:") }),
            let length = Int(field.split(separator: ":")[1].trimmingCharacters(in: .whitespaces))
        else { throw ChildProcess.Failure(description: "no answer that was expected: \(head)") }
        while buffer.count < end + length { try read() }
        let body = Array(buffer[end..<(end + length)])
        buffer.removeFirst(end + length)
        return (status, body)
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        var index = 3
        while index < bytes.count {
            if bytes[index] == lf, bytes[index - 1] == cr, bytes[index - 2] == lf, bytes[index - 3] == cr {
                return index + 1
            }
            index += 1
        }
        return nil
    }

    private func read() throws {
        var part = [UInt8](repeating: 0, count: Self.partBytes)
        let count = recv(descriptor, &part, part.count, 0)
        guard count > 0 else { throw Self.failure("recv") }
        buffer += part[..<count]
    }

    private static func failure(_ call: String) -> ChildProcess.Failure {
        ChildProcess.Failure(description: "\(call): \(String(cString: strerror(errno)))")
    }
}
