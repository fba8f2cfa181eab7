import Foundation
import TidemarkInterchange

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a command writes: data to stdout, talk to stderr. One per process; not shared between tasks.
final class Console {
    /// What is written at once: a pipe's usual capacity.
    private static let bufferBytes = 1 << 16

    let isJSON: Bool
    let isQuiet: Bool
    let usesColour: Bool
    let assumesYes: Bool
    private var buffer: [UInt8] = []

    init(_ options: GlobalOptions) {
        isJSON = options.json
        isQuiet = options.quiet
        assumesYes = options.yes
        let environment = ProcessInfo.processInfo.environment
        let isForbidden = options.noColor || !(environment["NO_COLOR"] ?? "").isEmpty
        switch Settings.current?[.color] {
        case "always": usesColour = !isForbidden
        case "never": usesColour = false
        default: usesColour = !isForbidden && environment["TERM"] != "dumb" && Terminal.isTerminal(STDOUT_FILENO)
        }
    }

    // MARK: Data

    func print(_ line: String) throws { try write(Array((line + "\n").utf8)) }

    func write(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// An object with a "schema".
    func print(json value: some Encodable) throws { try write(Array(Self.encode(value).utf8)) }

    /// The same on one line, for output that goes on (JSON Lines).
    func print(jsonLine value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try write([UInt8](encoder.encode(value)) + [UInt8(ascii: "\n")])
    }

    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    /// Writes what is buffered. A reader that has gone (`| head`) has what it wanted: that ends the program in peace.
    func flush() throws {
        var rest = buffer[...]
        buffer = []
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glue.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EPIPE {
                exit(0)
            } else if errno != EINTR {
                throw CommandFailure(.failed, "The output cannot be written: \(String(cString: strerror(errno))).")
            }
        }
    }

    // MARK: Talk

    /// A line for people, unless they want quiet.
    func say(_ line: String) {
        if !isQuiet { complain(CellText.clean(line) + "\n") }
    }

    /// What people hear even if they want quiet.
    func complain(_ text: String) { Self.complain(text) }

    static func complain(_ text: String) {
        // Nothing is left to tell anybody when stderr is gone.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    var showsProgress: Bool { !isQuiet && Terminal.isTerminal(STDERR_FILENO) }

    func bold(_ text: String) -> String { styled(text, "1") }
    func dim(_ text: String) -> String { styled(text, "2") }

    /// - Parameter style: the parameter of the control sequence SGR (ECMA-48, 8.3.117).
    func styled(_ text: String, _ style: String) -> String {
        usesColour && !text.isEmpty ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
    }

    /// `write` of the C library, whose name is taken in this class.
    private enum Glue {
        static func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
            #if canImport(Glibc)
                Glibc.write(descriptor, bytes, count)
            #elseif canImport(Musl)
                Musl.write(descriptor, bytes, count)
            #else
                Darwin.write(descriptor, bytes, count)
            #endif
        }
    }
}
