/// The site that an address belongs to.
package enum SiteName {
    /// Sites that many projects and people share: being on one says nothing about whose page it is.
    private static let shared: Set<String> = [
        "github.com", "gitlab.com", "codeberg.org", "huggingface.co", "medium.com", "substack.com", "youtube.com",
    ]

    /// The host in the normal form of `AddressNormalizer`, without user information and port; nil for what has none.
    package static func host(of url: String) -> String? {
        (try? AddressNormalizer.key(of: url)).flatMap(parts(ofKey:)).map { String($0.host) }
    }

    /// Whether an address is on a host or on one below it.
    package static func isOn(_ site: String, url: String) -> Bool {
        guard let host = host(of: url), host.utf8.count >= site.utf8.count, host.hasSuffix(site) else { return false }
        return host.utf8.count == site.utf8.count || host.dropLast(site.count).last == "."
    }

    /// What tells one project's site from others: the host without "www."; on a site that many share with the first two parts
    /// of the path, which name an owner and a project. Nil for what has none of these.
    package static func project(of url: String) -> String? {
        (try? AddressNormalizer.key(of: url)).flatMap(project(ofKey:))
    }

    /// The same for an address that is in normal form already.
    package static func project(ofKey key: String) -> String? {
        guard let (authority, path) = parts(ofKey: key) else { return nil }
        let host = authority.hasPrefix("www.") ? authority.dropFirst(4) : authority
        guard shared.contains(String(host)) else { return host.isEmpty ? nil : String(host) }
        let names = path.split(separator: "/")
        return names.count < 2 ? nil : "\(host)/\(names[0])/\(names[1])".lowercased()
    }

    /// The value of a project's site itself, or of the nearest domain above it: "docs.example.org" is on "example.org".
    package static func owner(of project: String, among owners: [String: String]) -> String? {
        var rest = project[...]
        while true {
            if let owner = owners[String(rest)] { return owner }
            guard let dot = rest.firstIndex(of: ".") else { return nil }
            rest = rest[rest.index(after: dot)...]
        }
    }

    private static func parts(ofKey key: String) -> (host: Substring, path: Substring)? {
        guard let start = key.firstRange(of: "://")?.upperBound else { return nil }
        var host = key[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let path = key[host.endIndex...].prefix { $0 != "?" && $0 != "#" }
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        if host.first != "[", let colon = host.lastIndex(of: ":") { host = host[..<colon] }
        return host.isEmpty ? nil : (host, path)
    }
}
