/// What a published revision is a revision of, by slugs: the same on every device and in every export.
package enum RevisionSubject: Sendable, Hashable {
    /// The catalogue's settings.
    case catalogue
    case tool(String)
    case release(tool: String, release: String)
    case pricing(tool: String, release: String)
    case take(tool: String, release: String, role: Role, reviewer: String)

    /// Slugs hold no slash, so that the parts can be told apart again.
    package var text: String {
        switch self {
        case .catalogue: "catalogue"
        case .tool(let tool): "tool/\(tool)"
        case .release(let tool, let release): "release/\(tool)/\(release)"
        case .pricing(let tool, let release): "pricing/\(tool)/\(release)"
        case .take(let tool, let release, let role, let reviewer):
            "take/\(tool)/\(release)/\(role.rawValue)/\(reviewer)"
        }
    }

    package init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("catalogue", 1): self = .catalogue
        case ("tool", 2): self = .tool(parts[1])
        case ("release", 3): self = .release(tool: parts[1], release: parts[2])
        case ("pricing", 3): self = .pricing(tool: parts[1], release: parts[2])
        case ("take", 5):
            guard let role = Role(rawValue: parts[3]) else { return nil }
            self = .take(tool: parts[1], release: parts[2], role: role, reviewer: parts[4])
        default: return nil
        }
    }

    /// The release that it belongs to, as commands name it.
    package var reference: String? {
        switch self {
        case .catalogue, .tool: nil
        case .release(let tool, let release), .pricing(let tool, let release), .take(let tool, let release, _, _):
            "\(tool)/\(release)"
        }
    }

    package var tool: String? {
        switch self {
        case .catalogue: nil
        case .tool(let tool), .release(let tool, _), .pricing(let tool, _), .take(let tool, _, _, _): tool
        }
    }
}
