/// The normal form of a registered name: rule 7 of `AddressNormalizer`.
enum HostName {
    /// Appends the normal form of `host`.
    static func normalize(_ host: ArraySlice<UInt8>, into output: inout [UInt8]) throws(AddressRefusal) {
        guard !host.isEmpty else { throw .missingHost }
        let bytes = host.contains(.percent) ? PercentCoding.decode(host) : Array(host)
        if bytes.allSatisfy({ $0 < 0x80 }) {
            for byte in bytes {
                guard !isForbidden(byte) else { throw .invalidHost }
                output.append(byte.asciiLowercased)
            }
            return
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidHost }
        var label: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case ".", "\u{3002}", "\u{FF0E}", "\u{FF61}":
                try append(label, to: &output)
                output.append(.dot)
                label.removeAll(keepingCapacity: true)
            default:
                label.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            }
        }
        try append(label, to: &output)
    }

    private static func append(_ label: [Unicode.Scalar], to output: inout [UInt8]) throws(AddressRefusal) {
        if label.allSatisfy(\.isASCII) {
            for scalar in label {
                let byte = UInt8(scalar.value)
                guard !isForbidden(byte) else { throw .invalidHost }
                output.append(byte)
            }
        } else {
            guard label.allSatisfy({ !$0.isASCII || !isForbidden(UInt8($0.value)) }),
                let encoded = Punycode.encode(label)
            else { throw .invalidHost }
            output.append(contentsOf: "xn--".utf8)
            output.append(contentsOf: encoded)
        }
    }

    /// The forbidden host code points of the URL Standard (3.5), and controls. `%` is one of them, so that a
    /// decoded host cannot be decoded again.
    private static func isForbidden(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, .hash, .percent, .slash, .colon, 0x3C, 0x3E, .question, .at, .openBracket, .backslash,
            .closeBracket, 0x5E, 0x7C, 0x7F:
            true
        default: false
        }
    }
}
