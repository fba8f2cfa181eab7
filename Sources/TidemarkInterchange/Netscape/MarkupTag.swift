/// A start or end tag as `MarkupTokenizer` finds it.
struct MarkupTag {
    struct Attribute {
        /// Lower-cased.
        var name: String
        /// As written: neither decoded nor unescaped. Cut to `MarkupTokenizer.maximumValue` bytes.
        var value: [UInt8]
        /// Bytes of the value before it was cut.
        var length: Int
    }

    /// Lower-cased.
    var name: String
    var isClosing: Bool
    /// Only those that the tokenizer was asked for; of repeated ones, the first.
    var attributes: [Attribute]
    /// The tag as written, if it is short: an unknown tag may be text that was never escaped.
    var source: [UInt8]?
    /// The line on which it begins, from 1.
    var line: Int

    func attribute(_ name: String) -> Attribute? {
        attributes.first { $0.name == name }
    }
}
