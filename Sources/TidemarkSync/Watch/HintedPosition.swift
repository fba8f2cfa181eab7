import Foundation

/// How far a relay's log goes, as its hints say.
struct HintedPosition: Decodable {
    let position: UInt64

    /// Nil for what is no such object.
    init?(json: [UInt8]) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(json)) else { return nil }
        self = read
    }
}
