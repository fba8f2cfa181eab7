/// Bounds on everything that is read from outside. A relay announces its own in `/v1/capabilities`; these are the format's.
package enum Limits {
    /// A sealed batch: small enough that a lost upload costs little, large enough that padding and signature vanish.
    package static let sealedBatchBytes = 1 << 20
    /// What one batch may inflate to (2^24): 16 times the sealed size, above what text reaches under deflate.
    package static let inflatedBucket: UInt32 = 24
    /// Ops in one batch: bounds the arrays that a decoder allocates.
    package static let batchOps = 1 << 17
    /// Text or bytes of one value.
    package static let valueBytes = 1 << 20
    /// The state of a text in a snapshot: that of the largest value, edited by many at once.
    package static let textStateBytes = 8 << 20
    /// Writers that one batch or vector may name.
    package static let writers = 1 << 16
    /// A membership entry: a few keys and a device name.
    package static let membershipEntryBytes = 4096
    /// Entries of one space's membership log.
    package static let membershipEntries = 1 << 14
    /// One sync request: eight full batches.
    package static let requestBytes = 8 << 20
    /// How far ahead of a relay's clock a stamp may be, in milliseconds.
    package static let clockAheadMilliseconds: Int64 = 5 * 60 * 1000
    /// Packs of one snapshot: a hundred million rows.
    package static let snapshotPacks = 1 << 13
}
