/// A piece of a query, with its place in it.
struct QueryToken {
    enum Kind: Equatable {
        case open
        case close
        /// A minus in front of something.
        case minus
        /// A word or a quoted phrase; `field` is what stands in front of a colon.
        case term(field: String?, text: String, isQuoted: Bool, isPrefix: Bool)
        case end
    }

    let kind: Kind
    let place: Range<Int>
    /// Where the text of a term stands, without its field.
    var textPlace: Range<Int>

    /// The operator that a bare word is.
    var keyword: String? {
        guard case .term(nil, let text, false, false) = kind else { return nil }
        let word = text.lowercased()
        return ["and", "or", "not"].contains(word) ? word : nil
    }
}
