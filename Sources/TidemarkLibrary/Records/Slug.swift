/// Short names for tools and releases, fit for a command line, a file name and a link.
package enum Slug {
    /// Letters and digits of any script in lower case, everything else as one hyphen; a dot stays between two
    /// digits ("0.50"). Empty where `text` holds neither letter nor digit.
    package static func make(_ text: String) -> String {
        let characters = Array(text.lowercased())
        var slug = ""
        var gap = false
        for (index, character) in characters.enumerated() {
            if character.isLetter || character.isNumber {
                if gap, !slug.isEmpty { slug.append("-") }
                gap = false
                slug.append(character)
            } else if character == ".", !gap, index > 0, characters[index - 1].isNumber,
                index + 1 < characters.count, characters[index + 1].isNumber
            {
                slug.append(character)
            } else {
                gap = true
            }
        }
        return slug
    }

    /// `slug`, or `slug-2`, `slug-3` ... where it is taken.
    package static func unique(_ slug: String, among taken: Set<String>) -> String {
        guard taken.contains(slug) else { return slug }
        var number = 2
        while taken.contains("\(slug)-\(number)") { number += 1 }
        return "\(slug)-\(number)"
    }
}
