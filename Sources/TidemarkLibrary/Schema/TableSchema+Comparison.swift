import TidemarkCore

/// What readers keep beside a catalogue, and what a catalogue has published.
extension TableSchema {
    /// A reader's verdict. Key text: the ids of the releases that it is about, sorted, joined by "+".
    package static let ownVerdict = TableSchema(
        kind: .ownVerdict, name: "own_verdict", keyRows: [],
        fields: [
            Field(80, "subject"), Field(35, "stance"), Field(81, "chosen"), Field(4, "note", .text),
            Field(82, "revisit"),
            Field(83, "decided"),
        ])

    /// How much each seat of the panel counts. Key text: the slug of the profile's name.
    package static let weightProfile = TableSchema(
        kind: .weightProfile, name: "weight_profile", keyRows: [],
        fields: [Field(3, "name")]
            + Role.allCases.map { Field(FieldID.weight(of: $0).rawValue, $0.rawValue, isInteger: true) })

    /// What a reader has seen of a release. Key text: the release's id.
    package static let readMark = TableSchema(
        kind: .readMark, name: "read_mark", keyRows: [],
        fields: [Field(84, "seen"), Field(85, "read_at", isInteger: true)])

    /// What was published at some time; never changed. Key text: the subject and a hash of the content; the number counts
    /// how often the subject came back to that content, so that two devices which publish the same make one row.
    package static let revision = TableSchema(
        kind: .revision, name: "revision", keyRows: [],
        fields: [Field(80, "subject"), Field(86, "published_at", .minimum, isInteger: true), Field(87, "content")])

    /// What a reviewer expects. Key: release, reviewer, and role and slug as text.
    package static let prediction = TableSchema(
        kind: .prediction, name: "prediction", keyRows: [("release", .release), ("reviewer", .reviewer)],
        fields: [
            Field(88, "text"), Field(89, "due"), Field(90, "made_on"), Field(91, "probability", isInteger: true),
            Field(92, "outcome"), Field(93, "resolved_on"),
        ])
}
