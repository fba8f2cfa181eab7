import TidemarkLibrary

/// Reads the text of a saved "Ship or Skip" comparison page: the names of two or more tools, a block for each
/// (monogram, category, name, tagline, figures, description), the decision table and the reviewers' scorecard.
///
/// Sections may come in any order, and any of them but the names may be missing. Verdicts and percentages are not
/// taken over, since they follow from the takes; where the page states another verdict than its takes give, that
/// is a warning. Votes belong to the visitors of the page and cannot be taken over; they are mentioned. A reviewer
/// is named by the role, since the page names nobody.
package enum ComparePageReader {
    /// More than any page has; bounds the work on a file that is something else.
    private static let maximumCharacters = 4_000_000

    package static func read(_ text: String) throws(ComparePageError) -> CatalogueReading {
        guard text.utf8.count <= maximumCharacters else {
            throw ComparePageError(line: 1, reason: "The file is too large for a comparison page.")
        }
        let lines = PageLine.lines(of: text)
        guard lines.contains(where: { PageHeading($0.text) == .decision || PageHeading($0.text) == .scorecard }) else {
            throw ComparePageError(
                line: 1, reason: "Neither \"Decision\" nor \"Reviewer scorecard\" stands on a line of its own.")
        }
        let names = try toolNames(lines)
        var page = ComparePage(names: names, lines: lines)
        page.read()
        return page.reading()
    }

    /// Whether a file that begins with `prefix` looks like such a page.
    package static func recognises(_ prefix: some Collection<UInt8>) -> Bool {
        let start = String(decoding: prefix.prefix(4096), as: UTF8.self)
        return start.contains(" vs ")
            && (start.contains("AI tool comparison") || start.contains("Panel ship")
                || PageLine.lines(of: start).contains { PageHeading($0.text) == .scorecard })
    }

    /// The names in the decision table; without one, the parts of a "vs" line that have a block of their own.
    private static func toolNames(_ lines: [PageLine]) throws(ComparePageError) -> [String] {
        if let start = lines.firstIndex(where: { PageHeading($0.text) == .decision }) {
            let names = lines[(start + 1)...].prefix { PageHeading($0.text) == nil }.map(\.text)
            guard names.count >= 2 else {
                throw ComparePageError(
                    line: lines[start].number, reason: "The decision table names \(names.count) tools, not two or more."
                )
            }
            return names
        }
        for line in lines {
            let names = line.text.components(separatedBy: " vs ").map {
                $0.hasPrefix("Compare/") ? String($0.dropFirst(8)) : $0
            }
            if names.count >= 2, names.allSatisfy({ name in lines.contains { $0.text == name } }) { return names }
        }
        throw ComparePageError(line: 1, reason: "No line names the compared tools (\"A vs B\").")
    }
}

extension String {
    /// The parts between occurrences of `separator`, empty ones included.
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
