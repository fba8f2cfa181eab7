import Yams

extension YamlError {
    /// The line of the error, from 1, where the parser tells it.
    var lineNumber: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }

    /// What is wrong, on one line.
    var summary: String {
        switch self {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
            "\(problem). Check indentation and colons on this line and the one above, and quote texts that hold \": \"."
        case .duplicatedKeysInMapping(let duplicates, _):
            "a key stands twice in one mapping (\(duplicates.joined(separator: ", "))). Remove one."
        default: description.split(whereSeparator: \.isNewline).joined(separator: " ")
        }
    }
}
