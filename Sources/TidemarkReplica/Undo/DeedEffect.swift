import TidemarkCore

/// What a deed did to one cell of a row, with the value that stood there before: enough to take it back, and to see whether
/// what stands there now is still its own.
struct DeedEffect: Equatable {
    enum Change: Equatable {
        /// The row was not there.
        case made
        /// The row was in the trash.
        case restored
        case trashed
        /// An item that was hidden with its folders was given a place outside of the trash.
        case surfaced
        case register(FieldID, before: Value, after: Value)
        case text(FieldID, before: String, after: String)
        case tag(FieldID, String, wasThere: Bool, isThere: Bool)
        /// A folder was put elsewhere; nil for its first place.
        case moved(before: Place?, after: Place)
        /// A smaller number was written into a min-register: that cannot be taken back.
        case lowered(FieldID)
        case counted(FieldID, Int64)
    }

    struct Place: Equatable {
        let parent: RowID
        let key: OrderKey
    }

    /// What several changes of one cell are merged under.
    struct Cell: Hashable {
        let row: RowID
        let field: FieldID
        let element: String?
        /// Existence, and what is in no field.
        let aspect: UInt8
    }

    let kind: KindID
    let row: RowID
    var change: Change

    var cell: Cell {
        switch change {
        case .made, .restored, .trashed: Cell(row: row, field: .existence, element: nil, aspect: 0)
        case .register(let field, _, _), .text(let field, _, _), .lowered(let field),
            .counted(let field, _):
            Cell(row: row, field: field, element: nil, aspect: 1)
        case .tag(let field, let tag, _, _): Cell(row: row, field: field, element: tag, aspect: 1)
        case .moved: Cell(row: row, field: .existence, element: nil, aspect: 2)
        case .surfaced: Cell(row: row, field: .existence, element: nil, aspect: 3)
        }
    }

    /// The effect of this one and a later one on the same cell together; nil where they cancel out.
    func followed(by later: DeedEffect) -> DeedEffect? {
        var both = self
        switch (change, later.change) {
        case (.register(let field, let before, _), .register(_, _, let after)):
            both.change = .register(field, before: before, after: after)
        case (.text(let field, let before, _), .text(_, _, let after)):
            both.change = .text(field, before: before, after: after)
        case (.tag(let field, let tag, let wasThere, _), .tag(_, _, _, let isThere)):
            both.change = .tag(field, tag, wasThere: wasThere, isThere: isThere)
        case (.moved(let before, _), .moved(_, let after)): both.change = .moved(before: before, after: after)
        case (.counted(let field, let number), .counted(_, let more)):
            both.change = .counted(field, number.addingSaturated(more))
        case (.restored, .trashed), (.trashed, .restored): return nil
        default: break
        }
        return both
    }
}
