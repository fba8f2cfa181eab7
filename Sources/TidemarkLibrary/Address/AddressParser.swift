/// Version 1 of the address rules, at work on one address. The numbers in the comments are those of
/// `AddressNormalizer`.
struct AddressParser {
    /// The address after rule 1.
    private let input: [UInt8]
    /// The next byte to read.
    private var position = 0
    private var output: [UInt8] = []

    init(_ url: String) {
        var bytes = Array(url.utf8)
        if bytes.contains(where: { $0 == 9 || $0 == 10 || $0 == 13 }) {
            bytes.removeAll { $0 == 9 || $0 == 10 || $0 == 13 }
        }
        var end = bytes.count
        while end > 0, bytes[end - 1] <= 0x20 { end -= 1 }
        bytes.removeLast(bytes.count - end)
        let start = bytes.firstIndex { $0 > 0x20 } ?? 0
        bytes.removeFirst(start)
        input = bytes
    }

    mutating func key() throws(AddressRefusal) -> String {
        guard !input.isEmpty else { throw .empty }
        guard input.count <= AddressNormalizer.maximumBytes else { throw .tooLong(bytes: input.count) }
        output.reserveCapacity(input.count + 16)
        switch try readScheme() {
        case .other:
            output.append(contentsOf: input[position...])
        case .web(let defaultPort):
            output.append(contentsOf: [.slash, .slash])
            try readAuthority(defaultPort: defaultPort)
            readPath()
            readQuery()
            readFragment()
        }
        return String(decoding: output, as: UTF8.self)
    }

    // MARK: Scheme (rules 2 and 3)

    private enum Kind {
        case web(defaultPort: Int)
        case other
    }

    private static let refusedSchemes: Set<String> = ["javascript", "vbscript", "data", "about", "place", "blob"]

    /// Writes the scheme with its colon.
    private mutating func readScheme() throws(AddressRefusal) -> Kind {
        guard let first = input.first, first.isASCIILetter,
            let colon = input.firstIndex(where: { !$0.isSchemeByte }), input[colon] == .colon
        else { throw .relative }
        let name = String(decoding: input[..<colon].map(\.asciiLowercased), as: UTF8.self)
        if Self.refusedSchemes.contains(name) { throw .unsupportedScheme(name) }
        if name == "localhost" || name.utf8.contains(.dot) {
            let after = input[(colon + 1)...]
            let digits = after.prefix { $0.isASCIIDigit }
            if !digits.isEmpty {
                guard let next = after.dropFirst(digits.count).first, ![.slash, .question, .hash].contains(next) else {
                    throw .relative
                }
            }
        }
        output.append(contentsOf: name.utf8)
        output.append(.colon)
        position = colon + 1
        return switch name {
        case "http": .web(defaultPort: 80)
        case "https": .web(defaultPort: 443)
        default: .other
        }
    }

    // MARK: Authority (rules 5 to 8)

    private mutating func readAuthority(defaultPort: Int) throws(AddressRefusal) {
        while position < input.count, input[position].isSlash { position += 1 }
        let end = input[position...].firstIndex { $0.isSlash || $0 == .question || $0 == .hash } ?? input.count
        var authority = input[position..<end]
        position = end
        if let at = authority.lastIndex(of: .at) {
            let user = authority[..<at]
            if !user.isEmpty {
                PercentCoding.normalize(user, into: &output)
                output.append(.at)
            }
            authority = authority[(at + 1)...]
        }
        let hostEnd: Int
        if authority.first == .openBracket {
            guard let close = authority.firstIndex(of: .closeBracket) else { throw .invalidHost }
            hostEnd = close + 1
            let inner = authority[(authority.startIndex + 1)..<close]
            guard inner.contains(.colon), inner.allSatisfy({ $0.isASCIIHexDigit || $0 == .colon || $0 == .dot }) else {
                throw .invalidHost
            }
            output.append(contentsOf: authority[..<hostEnd].map(\.asciiLowercased))
        } else {
            hostEnd = authority.firstIndex(of: .colon) ?? authority.endIndex
            try HostName.normalize(authority[..<hostEnd], into: &output)
        }
        try readPort(authority[hostEnd...], defaultPort: defaultPort)
    }

    /// `text` is empty or begins with the colon.
    private mutating func readPort(_ text: ArraySlice<UInt8>, defaultPort: Int) throws(AddressRefusal) {
        guard let first = text.first else { return }
        guard first == .colon else { throw .invalidHost }
        var port = 0
        for byte in text.dropFirst() {
            guard byte.isASCIIDigit else { throw .invalidPort }
            port = port * 10 + Int(byte - .digitZero)
            guard port <= 65_535 else { throw .invalidPort }
        }
        guard text.count > 1, port != defaultPort else { return }
        output.append(.colon)
        output.append(contentsOf: String(port).utf8)
    }

    // MARK: Path, query, fragment (rules 9 to 12)

    private mutating func readPath() {
        let end = input[position...].firstIndex { $0 == .question || $0 == .hash } ?? input.count
        let raw = input[position..<end]
        position = end
        let start = output.count
        if raw.contains(.backslash) {
            PercentCoding.normalize(raw.map { $0 == .backslash ? .slash : $0 }[...], into: &output)
        } else {
            PercentCoding.normalize(raw, into: &output)
        }
        DotSegments.remove(from: start, of: &output)
        if output.count == start { output.append(.slash) }
    }

    private mutating func readQuery() {
        guard position < input.count, input[position] == .question else { return }
        let end = input[position...].firstIndex(of: .hash) ?? input.count
        let raw = input[(position + 1)..<end]
        position = end
        let start = output.count
        output.append(.question)
        var isFirst = true
        for parameter in raw.split(separator: .ampersand, omittingEmptySubsequences: false) {
            let mark = output.count
            if !isFirst { output.append(.ampersand) }
            let nameStart = output.count
            PercentCoding.normalize(parameter, into: &output)
            let name = output[nameStart...].prefix { $0 != .equals }
            if TrackingParameters.contains(name) {
                output.removeLast(output.count - mark)
            } else {
                isFirst = false
            }
        }
        if output.count == start + 1 { output.removeLast() }
    }

    private mutating func readFragment() {
        guard position + 1 < input.count else { return }
        let raw = input[(position + 1)...]
        guard raw.first == .exclamation || raw.first == .slash else { return }
        output.append(.hash)
        PercentCoding.normalize(raw, into: &output)
    }
}
