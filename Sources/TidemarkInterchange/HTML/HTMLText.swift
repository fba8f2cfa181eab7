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

    /// `<p>` for each paragraph, `<ul>` for each list.
    static func paragraphs(_ text: String) -> String {
        ProseBlock.blocks(of: text).map { block in
            switch block {
            case .paragraph(let text): "<p>\(escape(text))</p>"
            case .list(let items): "<ul>\(items.map { "<li>\(escape($0))</li>" }.joined())</ul>"
            }
        }.joined()
    }

    /// An address that may stand in a link: the web's only.
    static func link(_ address: String) -> String? {
        let lower = address.lowercased()
        return lower.hasPrefix("https://") || lower.hasPrefix("http://") ? escape(address) : nil
    }
}
