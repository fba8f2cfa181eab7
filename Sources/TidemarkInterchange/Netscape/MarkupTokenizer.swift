import Foundation

/// Splits HTML into tags and text, chunk by chunk, in the manner of the HTML Standard's tokenizer (13.2.5) without
/// its character references.
///
/// Holds at most one tag. Values of attributes that nobody asked for are skipped without being kept, whatever
/// their size. Never fails: what is no tag is text.
struct MarkupTokenizer {
    enum Event {
        /// Text, as a range of the chunk. Text between two tags may arrive in several events.
        case text(Range<Int>)
        /// Text that is not in the chunk, because its beginning was in an earlier one.
        case literal([UInt8])
        case tag(MarkupTag)
    }

    /// More than any address that is accepted (65,536 bytes), so that what is cut is refused.
    static let maximumValue = 65_537
    /// Longer than the names of all elements and attributes that are known here; a longer name is cut.
    static let maximumName = 40
    /// Enough for what people write between angle brackets in a text.
    static let maximumSource = 120

    enum State {
        case text, tagOpen, endTagOpen, tagName, beforeAttribute, attributeName, afterAttributeName, beforeValue
        case quotedValue(UInt8)
        case unquotedValue, declaration, comment, bogus
        /// Inside of the element `rawName`; whether the last byte was "<".
        case raw(Bool)
    }

    let wanted: Set<String>
    var state = State.text
    /// The line of the next byte, from 1.
    private(set) var line = 1
    private var lastWasReturn = false
    var tagLine = 1
    var name: [UInt8] = []
    var isClosing = false
    var attributes: [MarkupTag.Attribute] = []
    var attributeName: [UInt8] = []
    var value: [UInt8] = []
    var valueLength = 0
    /// Whether the attribute at hand is kept.
    var isWanted = false
    var source: [UInt8] = []
    /// How many dashes stand before the next byte of a declaration or comment.
    var dashes = 0
    /// `script` or `style` while inside of one: there, only its end tag is a tag.
    var rawName: String?

    /// - Parameter wanted: lower-cased names of the attributes to keep.
    init(wanted: Set<String>) {
        self.wanted = wanted
    }

    /// What the input so far ends in the middle of.
    var unfinished: String? {
        if let rawName { return rawName }
        switch state {
        case .text, .tagOpen, .endTagOpen: return nil
        case .comment, .declaration, .bogus: return "comment"
        default: return "tag"
        }
    }

    /// The line of the tag or comment that `unfinished` means.
    var unfinishedLine: Int { tagLine }

    /// The next event of `chunk` from `index`, which it advances; `nil` at the end of the chunk.
    mutating func next(in chunk: UnsafeBufferPointer<UInt8>, at index: inout Int) -> Event? {
        while index < chunk.count {
            switch state {
            case .text:
                let start = index
                skip(in: chunk, at: &index, to: 0x3C)
                if index > start { return .text(start..<index) }
                count(0x3C)
                index += 1
                beginTag()
            case .quotedValue(let quote):
                let start = index
                skip(in: chunk, at: &index, to: quote)
                keep(chunk[start..<index])
                remember(chunk[start..<index])
                if index < chunk.count {
                    count(quote)
                    remember(CollectionOfOne(quote))
                    index += 1
                    finishAttribute()
                    state = .beforeAttribute
                }
            default:
                let byte = chunk[index]
                index += 1
                count(byte)
                remember(CollectionOfOne(byte))
                if let event = step(byte) { return event }
            }
        }
        return nil
    }

    /// Moves to the next `end`, or to the end of the chunk. Inline icons make up most of large files: their bytes are
    /// only looked at by the C library's search.
    private mutating func skip(in chunk: UnsafeBufferPointer<UInt8>, at index: inout Int, to end: UInt8) {
        let start = index
        index = Self.find(end, in: chunk, from: start) ?? chunk.count
        guard index > start else { return }
        let part = UnsafeBufferPointer(rebasing: chunk[start..<index])
        if Self.find(0x0A, in: part, from: 0) != nil || Self.find(0x0D, in: part, from: 0) != nil {
            for byte in part { count(byte) }
        } else {
            lastWasReturn = false
        }
    }

    private static func find(_ byte: UInt8, in chunk: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        guard let base = chunk.baseAddress, start < chunk.count else { return nil }
        guard let found = memchr(base + start, Int32(byte), chunk.count - start) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Counts lines that end in LF, CR LF or CR.
    private mutating func count(_ byte: UInt8) {
        if byte > 0x0D {
            lastWasReturn = false
        } else {
            if byte == 0x0D || (byte == 0x0A && !lastWasReturn) { line += 1 }
            lastWasReturn = byte == 0x0D
        }
    }

    private mutating func remember(_ bytes: some Collection<UInt8>) {
        guard source.count < Self.maximumSource else { return }
        source.append(contentsOf: bytes.prefix(Self.maximumSource - source.count))
    }
}
