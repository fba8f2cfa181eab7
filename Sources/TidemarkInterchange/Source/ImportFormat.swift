/// What bookmarks are imported from.
package enum ImportFormat: String, Sendable, CaseIterable {
    case netscape
    /// A backup of Firefox's bookmarks, as JSON.
    case firefox
    /// Firefox's own database.
    case places
    /// The file in which Chromium and its relatives keep bookmarks.
    case chromium
    /// Bookmarks.plist.
    case safari
    case pocket
    case raindrop
    case instapaper
    case readwise
    case matter
    /// What linkding's REST interface answers; its export is `netscape`.
    case linkding
    case karakeep
    case linkwarden
    case omnivore
    case pinboard
    /// Any table with a column of addresses, ours included.
    case csv
    /// Our own `export --format json`.
    case tidemark
    case list
}
