/// A catalogue, or a part of one, as an importer reads it.
package struct CatalogueDocument: Sendable, Hashable {
    package var title: String?
    /// The catalogue's setting for `VerdictThreshold`, in percent; `nil` where the source leaves it alone.
    package var verdictThresholdPercent: Int?
    package var tools: [ToolRecord]

    package init(title: String? = nil, verdictThresholdPercent: Int? = nil, tools: [ToolRecord] = []) {
        self.title = title
        self.verdictThresholdPercent = verdictThresholdPercent
        self.tools = tools
    }
}
