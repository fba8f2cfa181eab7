/// An invite as its host sees it; the code itself is not kept.
package struct Invite: Hashable, Sendable, Codable {
    package enum State: String, Sendable, Codable {
        case open
        case used
        case revoked
        case expired
    }

    /// The first digits of the code's hash: names the invite without giving it away.
    package let id: String
    /// Milliseconds since 1970.
    package let created: Int64
    /// Nil: never.
    package let expires: Int64?
    package let state: State
    package let note: String
}
