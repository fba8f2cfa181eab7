/// The one function that decides whether two addresses are the same item: capture, import, search, share and
/// dedupe all call it. The key stands beside the address as given, which is always kept.
///
/// The version is fixed per space. A shipped version never changes, because keys name rows; a later version may
/// only group rows in views. The rules of version 1 (words of RFC 3986):
///
/// 1. Control characters and spaces (U+0000 to U+0020) are trimmed from both ends; tabs, line feeds and carriage
///    returns inside are removed. The rest may have at most 65,536 bytes of UTF-8 and must not be empty.
/// 2. The scheme is lower-cased. `javascript`, `vbscript`, `data`, `about`, `place` and `blob` are refused. An
///    address without a scheme is refused as relative, and so is `host:port`, where "localhost" or a name with a
///    dot stands in front of a colon and digits.
/// 3. A scheme other than `http` and `https` is followed by the rest as it is: what may be changed there, only
///    its own rules know. Rules 4 to 12 are for `http` and `https`.
/// 4. `http` and `https` stay different, and so do a host with and without `www.`: two items can be shown as one
///    at any time, but items merged under one key cannot be taken apart again.
/// 5. Before the query, a backslash counts as a slash. All slashes between scheme and authority count as two.
/// 6. The user information, up to the last "@", is kept; an empty one goes with its "@".
/// 7. The host is percent-decoded. U+3002, U+FF0E and U+FF61 are dots. Each label is lower-cased, scalar by
///    scalar and with the full mappings of Unicode; a label that is not ASCII becomes `xn--` with its Punycode
///    (RFC 3492). Labels are not composed (NFC). A host that is empty, not UTF-8, or holds a forbidden host code
///    point (URL Standard, 3.5) is refused. What stands in square brackets is lower-cased only.
/// 8. The port loses leading zeros; it is dropped if empty, or 80 for `http`, or 443 for `https`.
/// 9. In user information, path, query and kept fragment, `%` with two hexadecimal digits is decoded for an
///    unreserved character and otherwise written in upper case; a `%` without them becomes `%25`; controls,
///    space, `"`, `<`, `>`, `\`, `^`, `` ` ``, `{`, `|`, `}` and bytes from 0x80 are percent-encoded. All else,
///    with `+`, stays as it is.
/// 10. Dot segments leave the path (5.2.4), after rule 9. An empty path becomes "/". Other slashes stay: a path
///     with and one without a slash at its end are different.
/// 11. Query parameters that only track are dropped, those of `TrackingParameters`, names compared after rule 9
///     in lower case. The others keep order, repeats and spelling. A query that is empty goes with its "?".
/// 12. The fragment is dropped, unless it begins with "!" or "/": those are routes of an application.
///
/// The function is idempotent: the key of a key is that key.
package enum AddressNormalizer {
    /// The version that new spaces use.
    package static let currentVersion = 1

    /// Longer than what servers and browsers accept as a page's address; what exceeds it is data in disguise.
    package static let maximumBytes = 65_536

    /// The key of `url` under the rules of `version`. Linear in the length of `url`.
    package static func key(of url: String, version: Int = currentVersion) throws(AddressRefusal) -> String {
        guard version == 1 else { throw .unknownVersion(version) }
        var address = AddressParser(url)
        return try address.key()
    }
}
