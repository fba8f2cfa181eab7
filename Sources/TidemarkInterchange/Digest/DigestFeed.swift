package import TidemarkLibrary

/// What all feeds of a digest need to know.
package struct DigestFeed: Sendable {
    package let digest: Digest
    /// Names the feed for ever: the catalogue's id.
    package let identity: String

    package init(_ digest: Digest, identity: String) {
        self.digest = digest
        self.identity = identity
    }

    var id: String { DigestIdentifier.urn("feed|\(identity)") }

    func id(of event: TimelineEvent) -> String { DigestIdentifier.urn("\(identity)|\(event.key)") }

    func title(of event: TimelineEvent) -> String { CellText.line("\(event.releaseName): \(event.title)") }

    /// The newest first, as feed readers expect it.
    var events: [TimelineEvent] { digest.events.reversed() }
}
