/// The ASCII characters that have a meaning in an address, by name.
extension UInt8 {
    static var exclamation: UInt8 { 0x21 }
    static var hash: UInt8 { 0x23 }
    static var percent: UInt8 { 0x25 }
    static var ampersand: UInt8 { 0x26 }
    static var dot: UInt8 { 0x2E }
    static var slash: UInt8 { 0x2F }
    static var digitZero: UInt8 { 0x30 }
    static var colon: UInt8 { 0x3A }
    static var equals: UInt8 { 0x3D }
    static var question: UInt8 { 0x3F }
    static var at: UInt8 { 0x40 }
    static var openBracket: UInt8 { 0x5B }
    static var backslash: UInt8 { 0x5C }
    static var closeBracket: UInt8 { 0x5D }

    var isSlash: Bool { self == .slash || self == .backslash }
    var isASCIIDigit: Bool { self &- 0x30 < 10 }
    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isASCIIHexDigit: Bool { hexValue != nil }
    /// A byte of a scheme (RFC 3986, 3.1).
    var isSchemeByte: Bool { isASCIILetter || isASCIIDigit || self == 0x2B || self == 0x2D || self == .dot }
    /// An unreserved character (RFC 3986, 2.3).
    var isUnreserved: Bool {
        isASCIILetter || isASCIIDigit || self == 0x2D || self == .dot || self == 0x5F || self == 0x7E
    }

    var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// The value of a hexadecimal digit.
    var hexValue: UInt8? {
        if isASCIIDigit { return self - 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }
}
