/// What each field takes.
extension QueryParser {
    private static let fields = [
        "tag", "folder", "site", "url", "title", "note", "is", "before", "after", "on",
    ]

    func words(
        _ text: String, in column: QueryText.Column?, isPrefix: Bool, _ token: QueryToken
    ) throws(QueryError) -> Query {
        guard text.contains(where: { $0.isLetter || $0.isNumber }) else {
            throw error("There is no letter and no digit to look for here.", at: token.textPlace)
        }
        return .text(QueryText(text, in: column, isPrefix: isPrefix))
    }

    func condition(
        _ field: String, _ text: String, isPrefix: Bool, _ token: QueryToken
    ) throws(QueryError) -> Query {
        switch field {
        case "tag": return .tag(text, isPrefix: isPrefix)
        case "folder", "in":
            return .folder(QueryFolder(names: try folderNames(text, token), place: token.textPlace))
        case "site": return .site(try host(text, token))
        case "url": return try words(text, in: .url, isPrefix: isPrefix, token)
        case "title": return try words(text, in: .title, isPrefix: isPrefix, token)
        case "note": return try words(text, in: .note, isPrefix: isPrefix, token)
        case "is": return .state(try state(text, token))
        default:
            if let relation = QueryDate.Relation(rawValue: field) {
                guard let date = QueryDate(text) else {
                    throw error(
                        "\"\(text)\" is no date: write 2024, 2024-05, 2024-05-31, today, yesterday, or a time ago "
                            + "such as 12h, 7d, 2w, 3m, 1y.", at: token.textPlace)
                }
                return .date(date, relation)
            }
            throw error(
                "There is no field \"\(field)\": use \(Self.fields.joined(separator: ", ")), "
                    + "or put the words in quotes.", at: token.place)
        }
    }

    private func state(_ text: String, _ token: QueryToken) throws(QueryError) -> QueryState {
        let word = text.lowercased()
        if word == "favorite" { return .favourite }
        guard let state = QueryState(rawValue: word) else {
            let known = QueryState.allCases.map(\.rawValue).joined(separator: ", ")
            throw error("A bookmark cannot be \"\(text)\", only \(known).", at: token.textPlace)
        }
        return state
    }

    private func host(_ text: String, _ token: QueryToken) throws(QueryError) -> String {
        let url = text.contains("://") ? text : "https://" + text
        guard let host = SiteName.host(of: url) else {
            throw error("\"\(text)\" is no host, such as example.org.", at: token.textPlace)
        }
        return host
    }

    private func folderNames(_ text: String, _ token: QueryToken) throws(QueryError) -> [String] {
        let names = FolderPathText.names(text)
        guard names.allSatisfy({ !$0.isEmpty }) else {
            throw error("A folder's name is missing between two slashes.", at: token.textPlace)
        }
        return names
    }
}
