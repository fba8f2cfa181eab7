import CZlib
import Foundation

/// Makes small ZIP archives for tests, honest ones and others.
struct ZipMaker {
    private var body = Data()
    private var directory = Data()
    private var count: UInt16 = 0

    init() {}

    /// - Parameters:
    ///   - claimedSize: what the directory says instead of the truth.
    ///   - checksum: the same.
    mutating func add(
        _ name: String, _ content: [UInt8], deflated: Bool, claimedSize: Int? = nil, checksum: UInt32? = nil
    ) {
        let packed = deflated ? Self.deflate(content) : content
        let sum = checksum ?? UInt32(crc32(0, content, uInt(content.count)))
        let offset = UInt32(body.count)
        var common: [UInt8] = []
        common += Self.short(deflated ? 8 : 0)
        common += Self.word(0)
        common += Self.word(sum)
        common += Self.word(UInt32(packed.count))
        common += Self.word(UInt32(claimedSize ?? content.count))
        common += Self.short(UInt16(name.utf8.count))
        common += Self.short(0)
        body += Self.word(0x0403_4B50)
        for number: UInt16 in [20, 0] { body += Self.short(number) }
        body += common
        body += Array(name.utf8)
        body += packed
        directory += Self.word(0x0201_4B50)
        for number: UInt16 in [20, 20, 0] { directory += Self.short(number) }
        directory += common
        for number: UInt16 in [0, 0, 0] { directory += Self.short(number) }
        directory += Self.word(0)
        directory += Self.word(offset)
        directory += Array(name.utf8)
        count += 1
    }

    mutating func add(_ name: String, _ text: String, deflated: Bool = true) {
        add(name, Array(text.utf8), deflated: deflated)
    }

    var data: Data {
        var data = body
        data += directory
        data += Self.word(0x0605_4B50)
        for number in [0, 0, count, count] { data += Self.short(number) }
        data += Self.word(UInt32(directory.count))
        data += Self.word(UInt32(body.count))
        data += Self.short(0)
        return data
    }

    private static func short(_ number: UInt16) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }

    private static func word(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }

    /// Raw deflate: a zlib stream without its two bytes in front and its four behind.
    private static func deflate(_ bytes: [UInt8]) -> [UInt8] {
        var size = compressBound(uLong(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&output, &size, bytes, uLong(bytes.count), 9) == Z_OK else { return [] }
        return Array(output[2..<(Int(size) - 4)])
    }
}
