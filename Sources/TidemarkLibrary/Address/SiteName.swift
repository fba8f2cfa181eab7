/// The site that an address belongs to.
package enum SiteName {
    /// The host in the normal form of `AddressNormalizer`, without user information and port; nil for what has none.
    package static func host(of url: String) -> String? {
        guard let key = try? AddressNormalizer.key(of: url), let start = key.firstRange(of: "://")?.upperBound else {
            return nil
        }
        var authority = key[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        if authority.first != "[", let colon = authority.lastIndex(of: ":") { authority = authority[..<colon] }
        return authority.isEmpty ? nil : String(authority)
    }

    /// Whether an address is on a host or on one below it.
    package static func isOn(_ site: String, url: String) -> Bool {
        guard let host = host(of: url), host.utf8.count >= site.utf8.count, host.hasSuffix(site) else { return false }
        return host.utf8.count == site.utf8.count || host.dropLast(site.count).last == "."
    }
}
