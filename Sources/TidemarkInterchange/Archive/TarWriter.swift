/// Headers of a tar archive in the format of POSIX.1-2017 ("ustar Interchange Format"), without anything that would differ
/// from run to run: no owner, no time.
enum TarWriter {
    static let blockBytes = 512

    /// - Parameter name: ASCII, at most 100 bytes.
    static func header(name: String, size: Int) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: blockBytes)
        func put(_ bytes: some Sequence<UInt8>, at offset: Int) {
            for (index, byte) in bytes.enumerated() { block[offset + index] = byte }
        }
        func octal(_ number: Int, _ digits: Int) -> [UInt8] {
            let text = String(number, radix: 8)
            return Array(String(repeating: "0", count: max(digits - text.count, 0)).utf8) + Array(text.utf8)
        }
        put(name.utf8.prefix(100), at: 0)
        put(octal(0o644, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        put(octal(size, 11), at: 124)
        put(octal(0, 11), at: 136)
        put([0x30], at: 156)
        put("ustar\u{0}00".utf8, at: 257)
        // The sum is taken with spaces in its own place.
        put(repeatElement(0x20, count: 8), at: 148)
        put(octal(block.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20], at: 148)
        return block
    }

    /// What fills the last block of a file.
    static func padding(size: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (blockBytes - size % blockBytes) % blockBytes)
    }

    static var end: [UInt8] { [UInt8](repeating: 0, count: 2 * blockBytes) }
}
