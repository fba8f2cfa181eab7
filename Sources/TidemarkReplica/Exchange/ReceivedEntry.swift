import TidemarkCore
import TidemarkWire

/// A place of a relay's log, as far as it can be read without the library.
enum ReceivedEntry: Sendable {
    case batch(ReceivedBatch)
    case held(Hash)

    init(_ entry: LogEntry, keys: [EpochKey]) {
        switch entry {
        case .batch(let bytes): self = .batch(ReceivedBatch(bytes, keys: keys))
        case .held(let hash): self = .held(hash)
        }
    }
}

/// A batch that came from elsewhere, with what is wrong with it. That it may be merged, its members and its chain say.
struct ReceivedBatch: Sendable {
    let bytes: [UInt8]
    let sealed: Result<SealedBatch, WireError>
    let body: Result<BatchBody, WireError>

    init(_ bytes: [UInt8], keys: [EpochKey]) {
        self.bytes = bytes
        let sealed = Result { () throws(WireError) in try SealedBatch(bytes: bytes) }
        self.sealed = sealed
        body = Result { () throws(WireError) in try sealed.get().open(keys: keys) }
    }
}
