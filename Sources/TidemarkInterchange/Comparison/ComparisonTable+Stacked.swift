import TidemarkLibrary

/// The layout of narrow terminals.
extension ComparisonTable {
    /// "No panel take" needs no more than three lines of it.
    private static let minimumGlance = 8
    /// Where less is left beside the names, texts stand below them.
    private static let minimumText = 24

    func putStacked(_ sheet: ComparisonSheet, into output: inout String) {
        let hasGlance = putGlance(sheet, into: &output)
        for section in sheet.sections {
            let rows = hasGlance ? section.rows.filter { !$0.isAtAGlance } : section.rows
            if rows.isEmpty, !section.rows.isEmpty, section.remarks.isEmpty { continue }
            putHead(of: section, into: &output)
            for row in rows {
                if row.label.isEmpty {
                    putNames(row, into: &output)
                } else {
                    putStacked(row, handles: sheet.handles, into: &output)
                }
            }
        }
    }

    /// The figures, side by side under short names; whether there is room for them.
    private func putGlance(_ sheet: ComparisonSheet, into output: inout String) -> Bool {
        let label = sheet.glance.map { DisplayWidth.of($0.label) }.max() ?? 0
        let column = (width - label) / sheet.handles.count - 1
        guard column >= Self.minimumGlance else { return false }
        output += "\n"
        let head = TableRow(label: "", cells: sheet.handles.map { [.init($0, .bold)] })
        for row in [head] + sheet.glance { put(row, label: label, column: column, gap: 1, into: &output) }
        return true
    }

    private func putNames(_ row: TableRow, into output: inout String) {
        for cell in row.cells {
            for (index, part) in cell.enumerated() where !part.text.isEmpty {
                let indent = index == 0 ? 0 : 4
                put(part.lines(width: width - indent), part.style, indent: indent, into: &output)
            }
        }
    }

    /// Texts behind the names of their columns, or below them where that leaves too little room.
    private func putStacked(_ row: TableRow, handles: [String], into output: inout String) {
        put(TextWrap.lines(row.label, width: width), .bold, into: &output)
        let handles = handles.map(CellText.line)
        // A name may take a quarter of the line, as long as it can still be told apart by its beginning.
        let handleWidth = min(handles.map { DisplayWidth.of($0) }.max() ?? 0, max(width / 4, 8))
        let beside = 2 + handleWidth + Self.gap
        let areTold = Set(handles.map { CellText.fitted($0, to: handleWidth) }).count == handles.count
        let isBelow = width - beside < Self.minimumText || !areTold
        let indent = isBelow ? 4 : beside
        for (handle, cell) in zip(handles, row.cells) {
            var lines = lines(of: cell, width: width - indent, isJoined: row.isJoined)
            if isBelow {
                put([CellText.fitted(handle, to: width - 2, fills: false)], indent: 2, into: &output)
            } else {
                let first = lines.isEmpty ? "" : lines.removeFirst()
                let gap = String(repeating: " ", count: first.isEmpty ? 0 : Self.gap)
                output += "  " + CellText.fitted(handle, to: handleWidth, fills: !first.isEmpty) + gap + first + "\n"
            }
            for line in lines { output += (line.isEmpty ? "" : String(repeating: " ", count: indent)) + line + "\n" }
        }
    }

    /// The lines of a cell, styled.
    private func lines(of cell: [TableRow.Part], width: Int, isJoined: Bool) -> [String] {
        let joined = cell.map(\.text).joined(separator: " · ")
        if isJoined, DisplayWidth.of(joined) <= width, !joined.contains(where: \.isNewline) {
            return [cell.map { styled(($0.text, $0.style)) }.joined(separator: " · ")]
        }
        return cell.flatMap { part in part.lines(width: width).map { styled(($0, part.style)) } }
    }
}
