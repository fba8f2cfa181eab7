import TidemarkLibrary

/// A comparison as Markdown: tables (GitHub Flavored Markdown, 4.10) for what fits a cell, paragraphs for takes.
package enum ComparisonMarkdown {
    /// Ends in a line feed. The same page gives the same bytes.
    package static func render(_ page: ComparisonPage) -> String {
        let sheet = ComparisonSheet(page, includesRationale: true)
        var output = "# \(MarkdownText.inline(sheet.title))\n"
        if let subtitle = sheet.subtitle { output += "\n\(MarkdownText.inline(subtitle))\n" }
        for section in sheet.sections {
            if let title = section.title { output += "\n## \(title)\n" }
            for remark in section.remarks { output += "\n\(MarkdownText.paragraphs(remark))\n" }
            if section.rows.isEmpty {
                if let label = section.emptyLabel { output += "\n\(label)\n" }
                continue
            }
            output += "\n" + table(section.rows, names: sheet.names.count > 2 ? sheet.handles : sheet.names)
            output += prose(section.rows, names: sheet.handles)
        }
        return output
    }

    private static func table(_ rows: [TableRow], names: [String]) -> String {
        var lines = [
            "| | " + names.map(MarkdownText.inline).joined(separator: " | ") + " |",
            "|---|" + names.map { _ in "---|" }.joined(),
        ]
        for row in rows where !row.label.isEmpty {
            let cells = row.cells.map { parts in
                parts.filter { !$0.isProse }.map { MarkdownText.inline($0.text) }.filter { !$0.isEmpty }
                    .joined(separator: "<br>")
            }
            lines.append("| **\(MarkdownText.inline(row.label))** | " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func prose(_ rows: [TableRow], names: [String]) -> String {
        var output = ""
        for row in rows {
            for (name, cell) in zip(names, row.cells) {
                let texts = cell.filter(\.isProse)
                guard !texts.isEmpty else { continue }
                output += "\n### \(MarkdownText.inline(row.label)) on \(MarkdownText.inline(name))\n"
                for text in texts { output += "\n\(MarkdownText.paragraphs(text.text))\n" }
            }
        }
        return output
    }
}
