/// Percent-encoding (RFC 3986, 2.1) brought to one form: rule 9 of `AddressNormalizer`.
enum PercentCoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Appends `bytes` in normal form.
    static func normalize(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == .percent {
                guard let decoded = decodedByte(at: index, of: bytes) else {
                    encode(byte, into: &output)
                    index += 1
                    continue
                }
                if decoded.isUnreserved {
                    output.append(decoded)
                } else {
                    encode(decoded, into: &output)
                }
                index += 3
            } else {
                if mustBeEncoded(byte) {
                    encode(byte, into: &output)
                } else {
                    output.append(byte)
                }
                index += 1
            }
        }
    }

    /// `bytes` with every escape decoded.
    static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == .percent, let decoded = decodedByte(at: index, of: bytes) {
                output.append(decoded)
                index += 3
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return output
    }

    /// The byte that the escape at `index` stands for; `nil` if two hexadecimal digits do not follow.
    private static func decodedByte(at index: Int, of bytes: ArraySlice<UInt8>) -> UInt8? {
        guard index + 2 < bytes.endIndex, let high = bytes[index + 1].hexValue, let low = bytes[index + 2].hexValue
        else { return nil }
        return high << 4 | low
    }

    private static func mustBeEncoded(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D, 0x7F...0xFF: true
        default: false
        }
    }

    private static func encode(_ byte: UInt8, into output: inout [UInt8]) {
        output.append(.percent)
        output.append(digits[Int(byte >> 4)])
        output.append(digits[Int(byte & 15)])
    }
}
