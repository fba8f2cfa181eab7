package import TidemarkWire

/// A sync response, and how full its space is.
package struct SyncAnswer: Hashable, Sendable {
    package let response: SyncResponse
    /// Bytes of batches in the space.
    package let spaceBytes: Int64
    /// Batches in the space's log.
    package let position: UInt64
}
