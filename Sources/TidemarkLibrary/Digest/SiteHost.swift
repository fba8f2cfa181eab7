/// Which site an address is on.
enum SiteHost {
    /// Sites that many tools and people share: being on one says nothing.
    private static let shared: Set<String> = [
        "github.com", "gitlab.com", "codeberg.org", "huggingface.co", "medium.com", "substack.com", "youtube.com",
    ]

    /// The host in normal form without "www."; on a shared site with the first two parts of the path, which name an owner
    /// and a project. Nil for what has none of these.
    static func of(_ address: String) -> String? {
        guard let key = try? AddressNormalizer.key(of: address), let slashes = key.firstRange(of: "//") else {
            return nil
        }
        let rest = key[slashes.upperBound...]
        var host = rest.prefix { !"/?#".contains($0) }
        let path = rest[host.endIndex...].prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        if let colon = host.lastIndex(of: ":"), host.last != "]" { host = host[..<colon] }
        if host.hasPrefix("www.") { host = host.dropFirst(4) }
        guard shared.contains(String(host)) else { return host.isEmpty ? nil : String(host) }
        return path.count < 2 ? nil : "\(host)/\(path[0])/\(path[1])".lowercased()
    }

    /// The value of the host itself, or of the nearest domain above it: "docs.example.org" is on "example.org".
    static func owner(of host: String, among hosts: [String: String]) -> String? {
        var rest = host[...]
        while true {
            if let owner = hosts[String(rest)] { return owner }
            guard let dot = rest.firstIndex(of: ".") else { return nil }
            rest = rest[rest.index(after: dot)...]
        }
    }
}
