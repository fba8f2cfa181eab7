import Foundation
import TidemarkLibrary

/// A digest as a mail that a mail program opens as a draft: text and HTML as alternatives (RFC 5322, RFC 2046, 5.1.4).
/// Nobody's address is in it; whoever sends it puts in the addresses.
package enum DigestMail {
    /// Bytes of base64 on a line (RFC 2045, 6.8).
    private static let lineLength = 76
    /// Bytes of text in an encoded word: with its frame it stays below 75 characters (RFC 2047, 2).
    private static let wordBytes = 42

    /// ASCII with CRLF. The same digest gives the same bytes.
    package static func render(_ feed: DigestFeed) -> String {
        let digest = feed.digest
        let text = DigestText(width: 72).render(digest)
        let id = DigestIdentifier.uuid("mail|\(feed.identity)|\(digest.start)|\(digest.end)|\(digest.summary)")
        // A boundary that cannot occur in base64.
        let boundary = "=_\(id)"
        let subject = CellText.line("\(digest.title), \(digest.periodLabel)")
        var lines = [
            "From: Tidemark <tidemark@localhost.invalid>",
            "To: undisclosed-recipients:;",
            "Subject: \(encoded(subject))",
            "Date: \(date(digest.end))",
            "Message-ID: <\(id)@tidemark.invalid>",
            "X-Unsent: 1",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative;", " boundary=\"\(boundary)\"",
            "",
        ]
        for (type, content) in [("text/plain", text), ("text/html", DigestHTML.render(digest))] {
            lines += [
                "--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64", "",
            ]
            lines += base64Lines(content.replacing("\n", with: "\r\n"))
        }
        lines += ["--\(boundary)--", ""]
        return lines.joined(separator: "\r\n")
    }

    private static func base64Lines(_ text: String) -> [String] {
        let encoded = Array(Data(text.utf8).base64EncodedString())
        return stride(from: 0, to: encoded.count, by: lineLength).map {
            String(encoded[$0..<min($0 + lineLength, encoded.count)])
        }
    }

    /// As it is where it is short and ASCII, else as encoded words, folded (RFC 2047).
    private static func encoded(_ text: String) -> String {
        if text.utf8.count <= 60, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }), !text.contains("=?") {
            return text
        }
        var words: [String] = []
        var word: [UInt8] = []
        for character in text {
            let bytes = Array(String(character).utf8)
            if !word.isEmpty, word.count + bytes.count > wordBytes {
                words.append("=?utf-8?B?\(Data(word).base64EncodedString())?=")
                word = []
            }
            word += bytes
        }
        words.append("=?utf-8?B?\(Data(word).base64EncodedString())?=")
        return words.joined(separator: "\r\n ")
    }

    /// "Wed, 25 Nov 2026 11:12:21 +0000" (RFC 5322, 3.3).
    private static func date(_ milliseconds: Int64) -> String {
        let day = Day(containing: milliseconds)
        let (year, month, number) = day.civil
        // 1970-01-01 was a Thursday.
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekday = names[Int((day.number % 7 + 7) % 7)]
        let clock = Moment.text(milliseconds).split(separator: "T").last?.prefix(8) ?? "00:00:00"
        return "\(weekday), \(number) \(months[Int(month) - 1]) \(year) \(clock) +0000"
    }
}
