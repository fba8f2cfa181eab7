/// A text from elsewhere made safe for a terminal.
enum TerminalText {
    /// `text` without control characters but line feeds, so that it cannot move the cursor or change colours, and
    /// without the controls that reorder text in both directions, which would reach into other columns.
    static func clean(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: output.append(scalar)
            case 0x09: output.append(" ")
            case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: continue
            default: output.append(scalar)
            }
        }
        return String(output)
    }
}
