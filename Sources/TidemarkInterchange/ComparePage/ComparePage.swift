import TidemarkLibrary

/// A comparison page while it is read, line by line.
struct ComparePage {
    /// What the page says about one tool.
    struct Entry {
        var category = ""
        var tagline = ""
        var description: [String] = []
        var entryPrice = ""
        var takes: [TakeRecord] = []
        var decisions: [DecisionRow.Kind: String] = [:]
    }

    let names: [String]
    let lines: [PageLine]
    var entries: [Entry]
    var problems: [CatalogueProblem] = []

    init(names: [String], lines: [PageLine]) {
        self.names = names
        self.lines = lines
        entries = names.map { _ in Entry() }
    }

    mutating func read() {
        var index = 0
        while index < lines.count {
            if let heading = PageHeading(lines[index].text) {
                index += 1
                switch heading {
                case .decision: index += names.count
                case .decisionRow(let kind): readDecisionRow(kind, &index)
                case .scorecard: readScorecard(&index)
                case .foreign: skipForeign(&index)
                }
            } else if let tool = blockStart(at: index) {
                readBlock(tool, &index)
            } else {
                index += 1
            }
        }
        for (name, entry) in zip(names, entries) where entry.takes.isEmpty {
            problems.append(CatalogueProblem(.warning, "The page has no take on \(name)."))
        }
    }

    /// Past a section that is no part of the comparison: up to the next heading or block.
    private func skipForeign(_ index: inout Int) {
        while index < lines.count, PageHeading(lines[index].text) == nil, blockStart(at: index) == nil { index += 1 }
    }

    // MARK: Blocks

    /// The tool whose block begins at `index`: its monogram, then its name, with or without a category between.
    private func blockStart(at index: Int) -> Int? {
        let monogram = lines[index].text
        guard monogram.count == 1 else { return nil }
        return names.indices.first { tool in
            Monogram.of(names[tool]) == monogram
                && (1...2).contains { index + $0 < lines.count && lines[index + $0].text == names[tool] }
        }
    }

    private mutating func readBlock(_ tool: Int, _ index: inout Int) {
        index += 1
        if lines[index].text != names[tool] {
            entries[tool].category = lines[index].text
            index += 1
        }
        index += 1
        var body: [String] = []
        while index < lines.count, blockStart(at: index) == nil {
            let text = lines[index].text
            // "Community" stands in a block too, as the name of a figure.
            if let heading = PageHeading(text), heading != .decisionRow(.community) { break }
            body.append(text)
            index += 1
        }
        let verdicts = Set(Verdict.allCases.map(\.displayName))
        for (position, text) in body.enumerated() {
            let next = position + 1 < body.count ? body[position + 1] : ""
            if next == "Entry" {
                entries[tool].entryPrice = text
            } else if ["Panel ship", DecisionRow.Kind.community.displayName, "Entry"].contains(text)
                || verdicts.contains(text)
                || isFigure(text)
            {
                continue
            } else if position == 0 {
                entries[tool].tagline = text
            } else {
                entries[tool].description.append(text)
            }
        }
    }

    /// "75%", or a count.
    private func isFigure(_ text: String) -> Bool {
        let digits = text.last == "%" ? text.dropLast() : text[...]
        return !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    // MARK: Decision table

    private mutating func readDecisionRow(_ kind: DecisionRow.Kind, _ index: inout Int) {
        let line = lines[index - 1].number
        var values: [String] = []
        while index < lines.count, values.count < names.count, PageHeading(lines[index].text) == nil {
            values.append(lines[index].text)
            index += 1
        }
        guard values.count == names.count else {
            problems.append(
                CatalogueProblem(
                    .error, line: line,
                    "The row \"\(kind.displayName)\" has \(values.count) of \(names.count) values and is left out: "
                        + "add them by hand."))
            return
        }
        for (tool, value) in values.enumerated() { entries[tool].decisions[kind] = value }
    }

    // MARK: Scorecard

    /// Reads rows until a line that belongs to none.
    private mutating func readScorecard(_ index: inout Int) {
        while index < lines.count {
            let text = lines[index].text
            if let role = Role(name: text), role.displayName == text {
                index += 1
                readRow(role, line: lines[index - 1].number, &index)
            } else if opensRow(at: index) {
                problems.append(
                    CatalogueProblem(
                        .error, line: lines[index].number,
                        "The panel has no seat called \"\(text)\"; its takes are left out."))
                index += 1
                var ignored: [[TakeRecord]] = []
                readCells(nil, into: &ignored, &index)
            } else {
                return
            }
        }
    }

    private mutating func readRow(_ role: Role, line: Int, _ index: inout Int) {
        var cells: [[TakeRecord]] = []
        readCells(role, into: &cells, &index)
        if cells.count != names.count {
            problems.append(
                CatalogueProblem(
                    .error, line: line,
                    "The row \"\(role.displayName)\" has \(cells.count) cells for \(names.count) tools; they are given "
                        + "to the tools from the left: check them."))
        }
        for (tool, takes) in cells.enumerated() where tool < entries.count { entries[tool].takes += takes }
    }

    /// Reads cells up to the next row, section or block. Without a role the takes are only passed over.
    private mutating func readCells(_ role: Role?, into cells: inout [[TakeRecord]], _ index: inout Int) {
        while index < lines.count, let opening = PageTake(lines[index].text) {
            index += 1
            var paragraphs: [String] = []
            while index < lines.count, PageTake(lines[index].text) == nil, !endsCell(at: index) {
                paragraphs.append(lines[index].text)
                index += 1
            }
            switch opening {
            case .none: cells.append([])
            case .take(let score, let stance):
                let role = role ?? .builder
                let rationale = paragraphs.joined(separator: "\n\n")
                cells.append([
                    TakeRecord(
                        role: role, reviewer: role.displayName, score: score, stance: stance, rationale: rationale)
                ])
            }
        }
    }

    private func endsCell(at index: Int) -> Bool {
        let text = lines[index].text
        if let heading = PageHeading(text), heading != .decisionRow(.community), heading != .decisionRow(.category) {
            return true
        }
        return opensRow(at: index) || blockStart(at: index) != nil || isFooter(text)
    }

    /// Whether the line is the name of a row: a cell follows it, and it is too short for a paragraph.
    private func opensRow(at index: Int) -> Bool {
        let text = lines[index].text
        // Three words: longer than any seat's name, shorter than a sentence.
        guard text.split(separator: " ").count <= 3, !text.hasSuffix("."), index + 1 < lines.count else { return false }
        return PageTake(text) == nil && PageTake(lines[index + 1].text) != nil
    }

    /// The page's title, repeated at its end.
    private func isFooter(_ text: String) -> Bool {
        text.contains(" vs ") && names.allSatisfy { text.contains($0) }
    }
}
