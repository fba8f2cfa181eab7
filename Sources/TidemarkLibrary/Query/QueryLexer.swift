/// Cuts a query into tokens.
struct QueryLexer {
    private let query: String
    private let characters: [Character]
    private var position = 0

    init(_ query: String) {
        self.query = query
        characters = Array(query)
    }

    mutating func tokens() throws(QueryError) -> [QueryToken] {
        var tokens: [QueryToken] = []
        while true {
            let token = try next()
            tokens.append(token)
            if token.kind == .end { return tokens }
        }
    }

    private var current: Character? { position < characters.count ? characters[position] : nil }

    private mutating func next() throws(QueryError) -> QueryToken {
        while let character = current, character.isWhitespace { position += 1 }
        let start = position
        func token(_ kind: QueryToken.Kind) -> QueryToken {
            QueryToken(kind: kind, place: start..<position, textPlace: start..<position)
        }
        switch current {
        case nil: return token(.end)
        case "(":
            position += 1
            return token(.open)
        case ")":
            position += 1
            return token(.close)
        case "-" where position + 1 < characters.count && !characters[position + 1].isWhitespace:
            position += 1
            return token(.minus)
        default: return try term()
        }
    }

    private mutating func term() throws(QueryError) -> QueryToken {
        let start = position
        let field = readField()
        let textStart = position
        let isQuoted = current == "\""
        var text = isQuoted ? try quoted() : bare()
        var isPrefix = false
        if isQuoted {
            if current == "*" {
                isPrefix = true
                position += 1
            }
        } else if text.hasSuffix("*") {
            isPrefix = true
            text.removeLast()
        }
        return QueryToken(
            kind: .term(field: field, text: text, isQuoted: isQuoted, isPrefix: isPrefix), place: start..<position,
            textPlace: textStart..<max(position, textStart))
    }

    /// The letters in front of a colon, which go with it. The colon of an address is none.
    private mutating func readField() -> String? {
        var end = position
        while end < characters.count, characters[end].isLetter { end += 1 }
        guard end > position, end < characters.count, characters[end] == ":" else { return nil }
        if end + 2 < characters.count, characters[end + 1] == "/", characters[end + 2] == "/" { return nil }
        defer { position = end + 1 }
        return String(characters[position..<end]).lowercased()
    }

    /// Up to a blank, or to a parenthesis that was not opened inside.
    private mutating func bare() -> String {
        let start = position
        var depth = 0
        while let character = current, !character.isWhitespace {
            if character == "(" { depth += 1 }
            if character == ")" {
                if depth == 0 { break }
                depth -= 1
            }
            position += 1
        }
        return String(characters[start..<position])
    }

    /// A backslash takes the meaning from a quote or a backslash behind it.
    private mutating func quoted() throws(QueryError) -> String {
        let start = position
        var text = ""
        position += 1
        while let character = current {
            position += 1
            if character == "\"" { return text }
            if character == "\\", let escaped = current, escaped == "\"" || escaped == "\\" {
                text.append(escaped)
                position += 1
            } else {
                text.append(character)
            }
        }
        throw QueryError("This quote is never closed.", in: query, at: start..<(start + 1))
    }
}
