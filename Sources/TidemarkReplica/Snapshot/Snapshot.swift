package import TidemarkWire

/// The joined state of a space at a version vector: what a new device needs instead of all that ever happened.
package struct Snapshot: Sendable {
    package let manifest: SnapshotManifest
    /// In the order of the manifest.
    package let packs: [PackBytes]

    package init(manifest: SnapshotManifest, packs: [PackBytes]) {
        self.manifest = manifest
        self.packs = packs
    }
}
