/// Plain texts in HTML and XML.
enum HTMLText {
    /// For element contents and attribute values in double quotes. Controls, which XML does not allow, are left out.
    static func escape(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"": output += "&quot;"
            case "'": output += "&#39;"
            case "\n", "\t": output.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
                continue
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    /// `<p>` for each paragraph.
    static func paragraphs(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).split { $0.allSatisfy(\.isWhitespace) }
            .map { "<p>\(escape($0.joined(separator: "\n")))</p>" }.joined()
    }

    /// An address that may stand in a link: the web's only.
    static func link(_ address: String) -> String? {
        let lower = address.lowercased()
        return lower.hasPrefix("https://") || lower.hasPrefix("http://") ? escape(address) : nil
    }
}
