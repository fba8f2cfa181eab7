/// Reads the query language, by recursive descent:
///
///     query   = and { "or" and }
///     and     = operand { [ "and" ] operand }
///     operand = ( "not" | "-" ) operand | "(" query ")" | term
///     term    = [ field ":" ] ( word | quoted ) [ "*" ]
///
/// Words of operators may be in any case; in quotes they are words to look for.
package struct QueryParser {
    /// Longer than anybody types.
    package static let maximumCharacters = 4096
    /// SQLite's own limit on the depth of an expression is 1000; each level here takes a few.
    private static let maximumDepth = 64
    private static let maximumTerms = 256

    /// Beginnings are indexed from this length on; shorter ones fit half of everything.
    private static let completedCharacters = 2

    let query: String
    private var tokens: [QueryToken] = []
    private var position = 0
    private var depth = 0
    private var terms = 0

    /// - Parameter completing: whether the last word, as long as it is being typed, may be a beginning.
    package static func parse(_ query: String, completing: Bool = false) throws(QueryError) -> Query {
        var parser = QueryParser(query: query)
        return try parser.parse(completing: completing)
    }

    private init(query: String) { self.query = query }

    private mutating func parse(completing: Bool) throws(QueryError) -> Query {
        guard query.count <= Self.maximumCharacters else {
            throw QueryError(
                "A query has at most \(Self.maximumCharacters) characters.", in: String(query.prefix(60)), at: 59..<60)
        }
        var lexer = QueryLexer(query)
        tokens = try lexer.tokens()
        if completing { completeLastWord() }
        if tokens.count == 1 { return .everything }
        let result = try parseAny()
        if token.kind == .close {
            throw error("There is nothing that this parenthesis closes.", at: token.place)
        }
        return result
    }

    private mutating func completeLastWord() {
        guard let index = tokens.indices.dropLast().last, tokens[index].keyword == nil,
            case .term(nil, let text, false, _) = tokens[index].kind, query.last?.isWhitespace == false,
            text.count >= Self.completedCharacters
        else { return }
        tokens[index] = QueryToken(
            kind: .term(field: nil, text: text, isQuoted: false, isPrefix: true), place: tokens[index].place,
            textPlace: tokens[index].textPlace)
    }

    private var token: QueryToken { tokens[position] }

    private mutating func advance() { if position < tokens.count - 1 { position += 1 } }

    func error(_ message: String, at place: Range<Int>) -> QueryError { QueryError(message, in: query, at: place) }

    // MARK: Grammar

    private mutating func parseAny() throws(QueryError) -> Query {
        var parts = [try parseAll()]
        while token.keyword == "or" {
            advance()
            parts.append(try parseAll())
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func parseAll() throws(QueryError) -> Query {
        var parts = [try parseOperand()]
        while true {
            if token.keyword == "and" {
                advance()
            } else if token.kind == .end || token.kind == .close || token.keyword == "or" {
                return parts.count == 1 ? parts[0] : .all(parts)
            }
            parts.append(try parseOperand())
        }
    }

    private mutating func parseOperand() throws(QueryError) -> Query {
        depth += 1
        defer { depth -= 1 }
        let start = token
        guard depth <= Self.maximumDepth else { throw error("This is nested too deeply.", at: start.place) }
        switch start.kind {
        case .minus:
            advance()
            return .not(try parseOperand())
        case .open:
            advance()
            let inner = try parseAny()
            guard token.kind == .close else { throw error("This parenthesis is never closed.", at: start.place) }
            advance()
            return inner
        case .close: throw error("Something to look for is missing in front of this.", at: start.place)
        case .end: throw error("Something to look for is missing at the end.", at: start.place)
        case .term(let field, let text, let isQuoted, let isPrefix):
            if start.keyword == "not" {
                advance()
                return .not(try parseOperand())
            }
            if let word = start.keyword {
                throw error(
                    "Something to look for is missing in front of \"\(word)\"; the word itself is written in quotes.",
                    at: start.place)
            }
            terms += 1
            guard terms <= Self.maximumTerms else {
                throw error("More than \(Self.maximumTerms) conditions are too many.", at: start.place)
            }
            advance()
            guard let field else { return try words(text, in: nil, isPrefix: isPrefix, start) }
            guard !text.isEmpty || (isQuoted && field == "folder") else {
                throw error("Say what follows \"\(field):\".", at: start.place)
            }
            return try condition(field, text, isPrefix: isPrefix, start)
        }
    }
}
