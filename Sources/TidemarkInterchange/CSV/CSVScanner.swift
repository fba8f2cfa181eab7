/// Splits comma-separated values (RFC 4180) into rows while they arrive: quoted line ends, doubled quotes, any line end,
/// a byte order mark; the separator may be a comma, a semicolon or a tab, whichever the first line has most of.
///
/// Holds one row. Never fails: a quote inside of an unquoted field is a character.
struct CSVScanner {
    struct Row {
        /// The line on which it begins, from 1.
        let line: Int
        let fields: [[UInt8]]
        /// Whether a field was longer than is kept.
        let isCut: Bool
    }

    /// A longer field is cut.
    static let maximumField = NetscapeReader.maximumNote
    /// More columns than any export has; what follows in the row is dropped.
    static let maximumFields = 1024
    /// How far the end of the first line is looked for.
    private static let maximumHeader = 1 << 16

    private enum State {
        case start, plain, quoted, quoteInQuoted
    }

    private var state = State.start
    private var separator: UInt8?
    private var head: [UInt8] = []
    private var fields: [[UInt8]] = []
    private var field: [UInt8] = []
    private var isCut = false
    private var line = 1
    private var rowLine = 1
    private var wasReturn = false
    private var rows: [Row] = []

    /// The line of the quote that the text so far has not closed.
    var openQuoteLine: Int? { state == .quoted ? rowLine : nil }

    mutating func feed(_ bytes: some Collection<UInt8>) -> [Row] {
        if separator == nil {
            head += bytes
            guard head.count > Self.maximumHeader || head.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
                return []
            }
            begin()
        } else {
            for byte in bytes { step(byte) }
        }
        return takeRows()
    }

    mutating func finish() -> [Row] {
        if separator == nil { begin() }
        if !fields.isEmpty || !field.isEmpty || state != .start { endRow() }
        return takeRows()
    }

    private mutating func takeRows() -> [Row] {
        defer { rows.removeAll(keepingCapacity: true) }
        return rows
    }

    /// Chooses the separator and reads what was held back for that.
    private mutating func begin() {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in head {
            if byte == 0x22 { isQuoted.toggle() }
            if !isQuoted, byte == 0x0A || byte == 0x0D { break }
            if !isQuoted { counts[byte, default: 0] += 1 }
        }
        let candidates: [UInt8] = [0x2C, 0x3B, 0x09]
        // The first of equals: a comma where there is nothing to tell.
        separator = candidates.reduce(0x2C) { (counts[$1] ?? 0) > (counts[$0] ?? 0) ? $1 : $0 }
        let start = head
        head = []
        for byte in start { step(byte) }
    }

    private mutating func step(_ byte: UInt8) {
        defer { wasReturn = byte == 0x0D }
        // The second half of a line end, inside of quotes too.
        if byte == 0x0A, wasReturn { return }
        let isLineEnd = byte == 0x0A || byte == 0x0D
        if isLineEnd { line += 1 }
        switch state {
        case .quoted:
            if byte == 0x22 { state = .quoteInQuoted } else { keep(isLineEnd ? 0x0A : byte) }
        case .quoteInQuoted where byte == 0x22:
            keep(byte)
            state = .quoted
        case .start where byte == 0x22: state = .quoted
        case _ where byte == separator: endField()
        case _ where isLineEnd: endRow()
        default:
            keep(byte)
            state = .plain
        }
    }

    private mutating func keep(_ byte: UInt8) {
        if field.count < Self.maximumField { field.append(byte) } else { isCut = true }
    }

    private mutating func endField() {
        if isCut { MarkupText.cut(&field, to: Self.maximumField - 1) }
        if fields.count < Self.maximumFields { fields.append(field) }
        field.removeAll(keepingCapacity: field.capacity <= NetscapeReader.maximumTitle)
        state = .start
    }

    private mutating func endRow() {
        endField()
        // An empty line is no row.
        if fields.count > 1 || fields.first?.isEmpty == false {
            rows.append(Row(line: rowLine, fields: fields, isCut: isCut))
        }
        fields.removeAll(keepingCapacity: true)
        isCut = false
        rowLine = line
    }
}
