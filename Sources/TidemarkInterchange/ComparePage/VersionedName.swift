/// A release's shown name, taken apart: "Cursor v0.50 – Background Agent" is the tool "Cursor" in version "0.50".
struct VersionedName {
    let tool: String
    let version: String?

    /// The version is the first word that begins with a digit behind a "v" ("v2", "V0.50"), or that is digits with
    /// dots between them ("3.1"), and is not the first word. Without one, the whole name is the tool's.
    init(_ name: String) {
        let words = name.split(separator: " ")
        guard let index = words.indices.dropFirst().first(where: { Self.isVersion(words[$0]) }) else {
            tool = name
            version = nil
            return
        }
        tool = words[..<index].joined(separator: " ")
        let word = words[index]
        version = String(word.first == "v" || word.first == "V" ? word.dropFirst() : word)
    }

    private static func isVersion(_ word: Substring) -> Bool {
        let isMarked = word.first == "v" || word.first == "V"
        let number = isMarked ? word.dropFirst() : word
        guard let first = number.first, first.isASCII, first.isNumber, number.last?.isPunctuation == false else {
            return false
        }
        return isMarked || (number.contains(".") && number.allSatisfy { $0 == "." || ($0.isASCII && $0.isNumber) })
    }
}
