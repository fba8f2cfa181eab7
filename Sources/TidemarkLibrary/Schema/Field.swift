package import TidemarkCore

/// How the operations of a field merge and where its value stands in SQLite.
package struct Field: Sendable {
    package enum Merge: Sendable {
        /// Last writer wins; the losers of concurrent writes are kept as shadows.
        case register
        /// The smallest integer wins.
        case minimum
        /// The sum of what each writer has counted.
        case counter
        /// A text in which concurrent edits are merged character by character.
        case text
        /// Add-wins set of texts; the column holds the members joined by line feeds.
        case set
        /// A parent folder and an order key, last writer wins; two columns.
        case place
        /// A new order key for a given move; no column of its own.
        case rekey
        /// Everything that a device held, last writer wins; no column of its own.
        case vector
    }

    package let id: FieldID
    /// The SQLite column, and the name that users see.
    package let name: String
    package let merge: Merge
    /// Whether the column is an INTEGER; else it is TEXT.
    package let isInteger: Bool
    /// Whether a concurrent change of this field brings a row back from the trash.
    package let isContent: Bool

    init(
        _ number: UInt32, _ name: String, _ merge: Merge = .register, isInteger: Bool = false, isContent: Bool = true
    ) {
        id = FieldID(rawValue: number)
        self.name = name
        self.merge = merge
        self.isInteger = isInteger
        self.isContent = isContent
    }
}

extension FieldID {
    package static let url = FieldID(rawValue: 2)
    package static let title = FieldID(rawValue: 3)
    package static let note = FieldID(rawValue: 4)
    package static let tags = FieldID(rawValue: 5)
    package static let addedAt = FieldID(rawValue: 6)
    package static let unread = FieldID(rawValue: 7)
    package static let favourite = FieldID(rawValue: 8)
    package static let archived = FieldID(rawValue: 9)
    package static let isPrivate = FieldID(rawValue: 10)
    package static let place = FieldID(rawValue: 11)
    package static let rekey = FieldID(rawValue: 12)

    package static let origins = FieldID(rawValue: 60)
    package static let progress = FieldID(rawValue: 61)
    package static let erased = FieldID(rawValue: 70)
    package static let opens = FieldID(rawValue: 71)
    package static let quote = FieldID(rawValue: 62)
    package static let passage = FieldID(rawValue: 63)
    package static let colour = FieldID(rawValue: 64)

    package static let vector = FieldID(rawValue: 71)
    package static let horizon = FieldID(rawValue: 72)

    package static let name = FieldID(rawValue: 3)
    package static let category = FieldID(rawValue: 20)
    package static let tagline = FieldID(rawValue: 21)
    package static let summary = FieldID(rawValue: 22)
    package static let bestFor = FieldID(rawValue: 23)
    package static let website = FieldID(rawValue: 24)
    package static let number = FieldID(rawValue: 25)
    package static let releasedOn = FieldID(rawValue: 26)
    package static let pricing = FieldID(rawValue: 27)
    package static let position = FieldID(rawValue: 28)
    package static let amount = FieldID(rawValue: 29)
    package static let currency = FieldID(rawValue: 30)
    package static let period = FieldID(rawValue: 31)
    package static let unit = FieldID(rawValue: 32)
    package static let verbatim = FieldID(rawValue: 33)
    package static let score = FieldID(rawValue: 34)
    package static let stance = FieldID(rawValue: 35)
    package static let rationale = FieldID(rawValue: 36)
    package static let threshold = FieldID(rawValue: 37)

    package static let subject = FieldID(rawValue: 80)
    package static let chosen = FieldID(rawValue: 81)
    package static let revisit = FieldID(rawValue: 82)
    package static let decided = FieldID(rawValue: 83)
    package static let seen = FieldID(rawValue: 84)
    package static let readAt = FieldID(rawValue: 85)
    package static let publishedAt = FieldID(rawValue: 86)
    package static let content = FieldID(rawValue: 87)
    package static let text = FieldID(rawValue: 88)
    package static let due = FieldID(rawValue: 89)
    package static let madeOn = FieldID(rawValue: 90)
    package static let probability = FieldID(rawValue: 91)
    package static let outcome = FieldID(rawValue: 92)
    package static let resolvedOn = FieldID(rawValue: 93)

    /// What a seat of the panel weighs in a profile.
    package static func weight(of role: Role) -> FieldID {
        switch role {
        case .builder: FieldID(rawValue: 94)
        case .skeptic: FieldID(rawValue: 95)
        case .futurist: FieldID(rawValue: 96)
        case .pm: FieldID(rawValue: 97)
        case .founder: FieldID(rawValue: 98)
        }
    }
}
