extension RowState {
    /// The operations of which the state consists: merged into an empty row, in any order, they give it again. What others have
    /// replaced is not among them, and neither is what a text or a counter has left behind.
    ///
    /// What is awaited stands in a removal of nothing (`Op.standIn`), and so does a key of which no creation is left.
    package func operations(row: RowID, kind: KindID) -> [Op] {
        var result: [Op] = []
        func add(_ version: Version, _ change: Op.Change, seen: [Dot] = []) {
            result.append(
                Op(
                    dot: version.dot, stamp: version.stamp, action: version.dot.number, kind: kind, row: row,
                    change: change, seen: seen))
        }
        for cell in cells {
            for candidate in cell.candidates {
                if let change = change(of: candidate, cell.key) { add(candidate.version, change) }
            }
        }
        for text in texts {
            switch text.value {
            // One stands for each of the ops that wrote it, where there are any.
            case .seed where self[text.key] != nil: break
            case .seed(let words):
                add(Version(Stamp(rawValue: 0), Op.standIn), .text(text.key, TextSequence(seed: words)))
            case .sequence(let sequence):
                add(Version(Stamp(rawValue: 0), Op.standIn), .text(text.key, sequence))
            }
        }
        if !awaited.isEmpty || result.isEmpty {
            add(Version(Stamp(rawValue: 0), Op.standIn), .remove(.existence, ""), seen: awaited.sorted())
        }
        return result
    }

    private func change(of candidate: Candidate, _ key: CellKey) -> Op.Change? {
        switch (key.field, key.element, candidate.value) {
        case (.existence, nil, _): self.key.map { .create($0) }
        case (.trash, nil, .context(let context)): .trash(context)
        case (let field, nil, let value):
            if value == .null, case .seed(let text)? = texts[field] { .seed(field, text) } else { .set(field, value) }
        case (let field, .some, .integer(let part)): .count(field, by: 0, to: part)
        case (let field, let element?, _): .add(field, element)
        }
    }

    /// The state that `operations` stand for.
    ///
    /// - Parameter held: what the replica that they come from has merged.
    package init(_ operations: [Op], key: NaturalKey?, held: VersionVector) {
        self.init()
        self.key = key
        for operation in operations { apply(operation, held: held) }
    }
}

extension Op {
    /// No operation of anybody: stands where a dot must stand.
    package static let standIn = Dot(WriterID(high: 0, low: 0), 0)
}
