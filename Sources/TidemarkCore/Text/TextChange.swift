/// What one op does to a text: pieces that it inserts and scalars that it deletes.
///
/// The scalars of all pieces are numbered through, from 0, as the offsets of their ids. A piece may stand next to a scalar of an
/// earlier piece of the same change.
package struct TextChange: Hashable, Sendable {
    /// Where a piece stands in the tree of "The Art of the Fugue" (Weidner, Gentle and Kleppmann, 2023), section 4.
    package enum Place: Hashable, Sendable {
        /// A right child; nil is the start of the text.
        case after(CharacterID?)
        /// A left child.
        case before(CharacterID)

        package var parent: CharacterID? {
            switch self {
            case .after(let parent): parent
            case .before(let parent): parent
            }
        }
    }

    package struct Piece: Hashable, Sendable {
        package let place: Place
        /// What stood to the right when the piece was written; nil is the end of the text. It orders the right children of one
        /// scalar; for a left child it is the parent and carries nothing new.
        package let right: CharacterID?
        /// Not empty.
        package let text: String

        package init(place: Place, right: CharacterID?, text: String) {
            self.place = place
            self.right = if case .before(let parent) = place { parent } else { right }
            self.text = text
        }
    }

    /// Scalars that one change can insert: what the offset of an id has room for.
    package static let maximumScalars = 1 << TextID.offsetBits - 1
    /// Op numbers above this do not fit an id: a writer that makes a thousand ops a second needs 278 years.
    package static let maximumNumber: UInt64 = 1 << (63 - TextID.offsetBits) - 1

    package let pieces: [Piece]
    package let deletions: [CharacterRun]

    package init(pieces: [Piece] = [], deletions: [CharacterRun] = []) {
        self.pieces = pieces
        self.deletions = deletions
    }

    /// The first text of a field, with the line feed that parts it from others: see `FieldText`. Its dot is that of no op but
    /// `Dot.seed(of: text)`.
    package static func seed(_ text: String) -> TextChange {
        TextChange(pieces: text.isEmpty ? [] : [Piece(place: .after(nil), right: nil, text: text + "\n")])
    }

    package var isEmpty: Bool { pieces.isEmpty && deletions.isEmpty }

    package var scalarCount: Int { pieces.reduce(0) { $0 + $1.text.unicodeScalars.count } }

    /// - Throws: `tooLarge` for numbers that ids have no room for, `damaged` for pieces and runs of nothing.
    func check(_ dot: Dot) throws(TextError) {
        if dot.number > Self.maximumNumber || scalarCount > Self.maximumScalars { throw .tooLarge }
        for piece in pieces where piece.text.isEmpty { throw .damaged("an empty piece") }
        for run in deletions {
            if run.count == 0 { throw .damaged("an empty run") }
            let (number, count) = (run.first.dot.number, UInt64(run.count))
            if number > Self.maximumNumber || UInt64(run.first.offset) + count > Self.maximumScalars + 1 {
                if run.step == .offset || number > Self.maximumNumber { throw .tooLarge }
            }
            if run.step == .number && (run.first.offset != 0 || number + count > Self.maximumNumber) {
                throw .damaged("a run of numbers")
            }
        }
    }
}
