/// The letter on a tool's tile.
package enum Monogram {
    /// The first grapheme of `name` that is no white space, in upper case where that is one grapheme too ("ß"
    /// stays); "?" for an empty name.
    package static func of(_ name: String) -> String {
        guard let first = name.first(where: { !$0.isWhitespace }) else { return "?" }
        let upper = first.uppercased()
        return upper.count == 1 ? upper : String(first)
    }
}
