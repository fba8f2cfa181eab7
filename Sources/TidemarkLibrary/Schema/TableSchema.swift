package import TidemarkCore

/// One replicated table: what its rows are named by and which fields they have.
///
/// Fields are only ever added. A replica that meets a field or a kind that it does not know keeps and forwards the ops.
package final class TableSchema: Sendable {
    package let kind: Kind
    /// The SQLite table.
    package let name: String
    /// Columns of the rows that stand in the natural key, in its order.
    package let keyRows: [(column: String, kind: Kind)]
    package let fields: [Field]
    /// The version that knows it like this.
    package let version: SchemaVersion

    init(
        kind: Kind, name: String, keyRows: [(column: String, kind: Kind)], fields: [Field],
        version: SchemaVersion = .current
    ) {
        self.kind = kind
        self.name = name
        self.keyRows = keyRows
        self.fields = fields
        self.version = version
    }

    package func field(_ id: FieldID) -> Field? { fields.first { $0.id == id } }

    package func field(named name: String) -> Field? { fields.first { $0.name == name } }

    package func isContent(_ id: FieldID) -> Bool { field(id)?.isContent ?? false }

    package static func of(_ kind: Kind) -> TableSchema {
        switch kind {
        case .item: item
        case .placement: placement
        case .folder: folder
        case .highlight: highlight
        case .catalogue: catalogue
        case .tool: tool
        case .release: release
        case .tier: tier
        case .reviewer: reviewer
        case .take: take
        case .vote: vote
        case .ownVerdict: ownVerdict
        case .weightProfile: weightProfile
        case .readMark: readMark
        case .acknowledgement: acknowledgement
        case .revision: revision
        case .prediction: prediction
        }
    }

    /// Key text: the normalised URL.
    package static let item = TableSchema(
        kind: .item, name: "item", keyRows: [],
        fields: [
            Field(2, "url"), Field(3, "title"), Field(4, "note", .text), Field(5, "tags", .set),
            Field(6, "added_at", .minimum, isInteger: true, isContent: false),
            Field(7, "unread", isInteger: true, isContent: false),
            Field(8, "favourite", isInteger: true, isContent: false),
            Field(9, "archived", isInteger: true, isContent: false),
            Field(10, "private", isInteger: true, isContent: false),
            Field(60, "origins", .set, isContent: false), Field(61, "progress", isInteger: true, isContent: false),
            // 1: the trash was emptied of it. Says nothing of what is not in the trash.
            Field(70, "erased", isInteger: true, isContent: false),
            Field(71, "opens", .counter, isInteger: true, isContent: false),
        ])

    /// An item in a folder. Key: the item and the folder that it was first put into.
    package static let placement = TableSchema(
        kind: .placement, name: "placement", keyRows: [("item", .item), ("first_folder", .folder)],
        fields: [Field(11, "place", .place), Field(12, "rekey", .rekey, isContent: false)])

    /// Key: the parent at its creation and the name. Where it is now, the folder tree says.
    package static let folder = TableSchema(
        kind: .folder, name: "folder", keyRows: [("first_parent", .folder)],
        fields: [
            Field(3, "title"), Field(4, "note", .text),
            Field(6, "added_at", .minimum, isInteger: true, isContent: false),
            Field(12, "rekey", .rekey, isContent: false), Field(70, "erased", isInteger: true, isContent: false),
        ])

    /// A marked passage of an item. Key: the item, and a hash of the words and where they stand.
    package static let highlight = TableSchema(
        kind: .highlight, name: "highlight", keyRows: [("item", .item)],
        fields: [
            Field(62, "quote"), Field(4, "note", .text), Field(63, "passage"), Field(64, "colour"),
            Field(6, "added_at", .minimum, isInteger: true, isContent: false),
        ])

    /// The settings of a catalogue: one row, key text empty.
    package static let catalogue = TableSchema(
        kind: .catalogue, name: "catalogue", keyRows: [],
        fields: [Field(3, "name"), Field(37, "threshold", isInteger: true)])

    /// Key text: the slug.
    package static let tool = TableSchema(
        kind: .tool, name: "tool", keyRows: [],
        fields: [
            Field(3, "name"), Field(20, "category"), Field(21, "tagline"), Field(22, "summary"), Field(23, "best_for"),
            Field(24, "website"),
        ])

    /// What verdicts belong to. Key: the tool and a slug.
    package static let release = TableSchema(
        kind: .release, name: "release", keyRows: [("tool", .tool)],
        fields: [Field(3, "name"), Field(25, "number"), Field(26, "released_on"), Field(27, "pricing")])

    /// A price of a release. Key: the release and the tier's place in its list.
    package static let tier = TableSchema(
        kind: .tier, name: "tier", keyRows: [("release", .release)],
        fields: [
            Field(3, "label"), Field(28, "position", isInteger: true), Field(29, "amount", isInteger: true),
            Field(30, "currency"), Field(31, "period"),
            Field(32, "unit"), Field(33, "verbatim"),
        ])

    /// A member of the panel. Key text: the slug of the name.
    package static let reviewer = TableSchema(
        kind: .reviewer, name: "reviewer", keyRows: [], fields: [Field(3, "name")])

    /// What one reviewer says of one release in one role. Key: release, reviewer, and the role as text.
    package static let take = TableSchema(
        kind: .take, name: "take", keyRows: [("release", .release), ("reviewer", .reviewer)],
        fields: [Field(34, "score", isInteger: true), Field(35, "stance"), Field(36, "rationale", .text)])

    /// One person's vote on one release. Key: the release, and the person in hexadecimal.
    package static let vote = TableSchema(
        kind: .vote, name: "vote", keyRows: [("release", .release)], fields: [Field(35, "stance")])
}

extension TableSchema {
    /// What a device holds, as it says itself from time to time. Key text: the writer in hexadecimal, "/", and the number of the
    /// period (`Acknowledgements`).
    package static let acknowledgement = TableSchema(
        kind: .acknowledgement, name: "acknowledgement", keyRows: [],
        fields: [
            Field(71, "vector", .vector, isContent: false),
            // What the writer knew that every active device holds.
            Field(72, "horizon", .vector, isContent: false),
        ])

    /// Whether a writer may write this row: it acknowledges for nobody but itself.
    package static func permits(_ writer: WriterID, acknowledgement key: NaturalKey) -> Bool {
        key.text.hasPrefix(writer.description + "/")
    }

    /// Whether `person` may write this row: a vote belongs to the person in its key, for every replica alike.
    package static func permits(_ person: PersonID?, kind: Kind, key: NaturalKey?) -> Bool {
        guard kind == .vote, let key else { return true }
        return person.map { key.text == $0.description } ?? false
    }
}
