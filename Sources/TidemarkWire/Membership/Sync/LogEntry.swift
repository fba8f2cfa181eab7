import Foundation

/// One place of a space's log.
package enum LogEntry: Hashable, Sendable {
    /// A sealed batch.
    case batch([UInt8])
    /// A batch that the client holds: it stood in the request, or the request's vector covers it.
    case held(Hash)

    var message: PBLogEntry {
        var message = PBLogEntry()
        switch self {
        case .batch(let bytes): message.batch = Data(bytes)
        case .held(let hash): message.hash = Data(hash.bytes)
        }
        return message
    }

    init(message: PBLogEntry) throws(WireError) {
        guard message.batch.isEmpty else {
            self = .batch([UInt8](message.batch))
            return
        }
        guard let hash = Hash(bytes: message.hash) else { throw .malformed("log entry") }
        self = .held(hash)
    }
}
