/// One row of the table that compares facts and verdicts.
package struct DecisionRow: Sendable, Hashable {
    /// In the order of the rows.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case panelVerdict
        case community
        case pricing
        case bestFor
        case category

        package var displayName: String {
            switch self {
            case .panelVerdict: "Panel verdict"
            case .community: "Community"
            case .pricing: "Pricing"
            case .bestFor: "Best for"
            case .category: "Category"
            }
        }
    }

    package let kind: Kind
    /// One per column, in their order; empty where the catalogue says nothing.
    package let values: [String]

    init(_ kind: Kind, columns: [ComparisonColumn]) {
        self.kind = kind
        values = columns.map { column in
            switch kind {
            case .panelVerdict: column.panel.verdictLabel
            case .community: column.community.label
            case .pricing: column.pricing
            case .bestFor: column.bestFor
            case .category: column.category
            }
        }
    }
}
