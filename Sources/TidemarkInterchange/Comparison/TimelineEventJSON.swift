package import TidemarkLibrary

/// Something that happened to a release as JSON.
package struct TimelineEventJSON: Codable, Sendable, Equatable {
    package var kind: String
    /// RFC 3339.
    package var at: String
    package var reference: String
    package var release: String
    package var title: String
    package var detail: String

    package init(_ event: TimelineEvent) {
        kind = event.kind.rawValue
        at = Moment.text(event.at)
        reference = event.reference
        release = event.releaseName
        title = event.title
        detail = event.detail
    }
}
