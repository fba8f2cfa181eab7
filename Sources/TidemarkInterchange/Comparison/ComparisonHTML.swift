import TidemarkLibrary

/// A comparison as one HTML file: nothing is loaded from anywhere, it follows the reader's light or dark setting, and it prints.
package enum ComparisonHTML {
    /// The same page gives the same bytes.
    package static func render(_ page: ComparisonPage) -> String {
        let sheet = ComparisonSheet(page)
        let title = HTMLText.escape(sheet.title)
        var output = HTMLPage.head(title: sheet.title)
        output += """
            <body\(sheet.names.count > 3 ? " class=\"many\"" : "")>
            <header><h1>\(title)</h1>

            """
        if let subtitle = sheet.subtitle { output += "<p class=\"dim\">\(HTMLText.escape(subtitle))</p>\n" }
        output += "</header>\n<main>\n" + cards(page.comparison.columns)
        for section in sheet.sections { output += self.section(section, sheet) }
        return output + "</main>\n</body>\n</html>\n"
    }

    private static func cards(_ columns: [ComparisonColumn]) -> String {
        let cards = columns.map { column in
            let name = HTMLText.escape(column.releaseName)
            let link = column.website.flatMap(HTMLText.link)
            let verdict = column.panel.verdict
            return """
                <article class="card">
                <div class="tile \(TableStyle(verdict).name)" aria-hidden="true">\(HTMLText.escape(column.monogram))</div>
                <div><p class="dim">\(HTMLText.escape(column.category))</p>
                <h2>\(link.map { "<a href=\"\($0)\" rel=\"noreferrer\">\(name)</a>" } ?? name)</h2>
                <p>\(HTMLText.escape(column.tagline))</p>
                <p><span class="badge \(TableStyle(verdict).name)">\(verdict.displayName)</span>
                <span>\(HTMLText.escape(column.panel.shareLabel))</span> · <span>\(HTMLText.escape(column.entry))</span></p>
                </div></article>

                """
        }
        return "<div class=\"cards\">\n\(cards.joined())</div>\n"
    }

    private static func section(_ section: ComparisonSheet.Section, _ sheet: ComparisonSheet) -> String {
        let rows = section.rows.filter { !$0.label.isEmpty }
        var output = "<section>\n"
        if let title = section.title { output += "<h2>\(HTMLText.escape(title))</h2>\n" }
        for remark in section.remarks { output += HTMLText.paragraphs(remark) + "\n" }
        if rows.isEmpty, let label = section.emptyLabel { output += "<p class=\"dim\">\(label)</p>\n" }
        if !rows.isEmpty {
            let heads = (sheet.names.count > 2 ? sheet.handles : sheet.names).map(HTMLText.escape)
            output += "<div class=\"scroll\"><table>\n<thead><tr><td></td>"
            output += heads.map { "<th scope=\"col\">\($0)</th>" }.joined()
            output += "</tr></thead>\n<tbody>\n"
            for row in rows {
                output += "<tr><th scope=\"row\">\(HTMLText.escape(row.label))</th>"
                // On a narrow screen cells stand below each other and name their columns.
                output += zip(sheet.handles, row.cells).map { handle, cell in
                    "<td data-name=\"\(HTMLText.escape(handle))\">\(cell.map(part).joined())</td>"
                }.joined()
                output += "</tr>\n"
            }
            output += "</tbody></table></div>\n"
        }
        return output + "</section>\n"
    }

    private static func part(_ part: TableRow.Part) -> String {
        if part.text.isEmpty { return "" }
        let name = part.style.name
        if part.isProse {
            return "<div class=\"prose\(name.isEmpty ? "" : " \(name)")\">\(HTMLText.paragraphs(part.text))</div>"
        }
        return "<div\(name.isEmpty ? "" : " class=\"\(name)\"")>\(HTMLText.escape(part.text))</div>"
    }
}
