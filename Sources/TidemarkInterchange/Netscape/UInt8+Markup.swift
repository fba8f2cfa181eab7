/// Classes of bytes in HTML.
extension UInt8 {
    var isMarkupLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    /// ASCII whitespace of the HTML Standard: tab, LF, FF, CR, space.
    var isMarkupSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 || self == 0x0C }
    var markupLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
