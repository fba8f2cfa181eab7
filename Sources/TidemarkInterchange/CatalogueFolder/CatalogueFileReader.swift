import TidemarkLibrary
import Yams

/// Reads the text of one file of a catalogue folder; the format is that of `CatalogueFolderReader`.
struct CatalogueFileReader {
    let file: String
    var problems: [CatalogueProblem] = []

    init(file: String) {
        self.file = file
    }

    // MARK: Files

    /// The tool of a tool file; `nil` if it has none, which is then a problem.
    mutating func tool(_ text: String) -> ToolRecord? {
        guard var map = root(text) else { return nil }
        defer { problems += map.problems }
        guard let name = map.string("name") else {
            map.add(.error, map.line, "The tool has no \"name\": add one. The file is left out.")
            return nil
        }
        var tool = ToolRecord(slug: slug(&map, from: stem, or: name), name: name)
        tool.category = map.string("category") ?? ""
        tool.tagline = map.string("tagline") ?? ""
        tool.description = map.string("description") ?? ""
        tool.bestFor = map.string("bestFor")
        tool.website = website(&map)
        var slugs: Set<String> = []
        for node in map.list("releases") {
            guard let release = release(node, tool: tool) else { continue }
            guard slugs.insert(release.slug).inserted else {
                map.add(
                    .error, node.mark?.line,
                    "The tool has another release with the slug \"\(release.slug)\": give each its own \"version\" or "
                        + "\"slug\". This one is left out.")
                continue
            }
            tool.releases.append(release)
        }
        if tool.releases.isEmpty {
            map.add(.warning, map.line, "The tool has no releases, so nothing can be compared.")
        }
        map.finish(what: "a tool")
        return tool
    }

    /// Title and threshold of `catalogue.yaml`.
    mutating func settings(_ text: String) -> (title: String?, threshold: Int?) {
        guard var map = root(text) else { return (nil, nil) }
        let title = map.string("title")
        let threshold = map.integer("verdictThreshold", in: VerdictThreshold.allowed)
        map.finish(what: "the catalogue")
        problems += map.problems
        return (title, threshold)
    }

    private mutating func root(_ text: String) -> YAMLMap? {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                problems.append(
                    CatalogueProblem(.error, file: file, line: 1, "The file is empty: write a tool or remove it."))
                return nil
            }
            if let map = YAMLMap(node, file: file) { return map }
            problems.append(
                CatalogueProblem(
                    .error, file: file, line: node.mark?.line ?? 1,
                    "The file is to hold keys and values, such as \"name: ...\"."))
        } catch let error as YamlError {
            problems.append(
                CatalogueProblem(.error, file: file, line: error.lineNumber, "This is no valid YAML: \(error.summary)"))
        } catch {
            problems.append(CatalogueProblem(.error, file: file, "The file cannot be read as YAML: \(error)"))
        }
        return nil
    }

    // MARK: Parts

    private var stem: String {
        file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    }

    private func slug(_ map: inout YAMLMap, from source: String, or other: String) -> String {
        let line = map.node("slug")?.line
        guard let given = map.string("slug") else {
            let slug = Slug.make(source)
            return slug.isEmpty ? Slug.make(other) : slug
        }
        let slug = Slug.make(given)
        if slug != given {
            map.add(
                .warning, line,
                "The slug \"\(given)\" is read as \"\(slug)\": write it in lower case, with hyphens for spaces.")
        }
        return slug
    }

    private func website(_ map: inout YAMLMap) -> String? {
        let line = map.node("website")?.line
        guard let website = map.string("website") else { return nil }
        do throws(AddressRefusal) {
            _ = try AddressNormalizer.key(of: website)
            return website
        } catch {
            map.add(.error, line, "The website is left out. \(error)")
            return nil
        }
    }

    private mutating func release(_ node: Node, tool: ToolRecord) -> ReleaseRecord? {
        guard var map = YAMLMap(node, file: file) else {
            problems.append(
                CatalogueProblem(
                    .error, file: file, line: node.mark?.line, "A release is to hold keys and values; it is left out."))
            return nil
        }
        defer { problems += map.problems }
        let version = map.string("version")
        let shown = version.map { "\(tool.name) \($0)" } ?? tool.name
        var release = ReleaseRecord(
            slug: slug(&map, from: version ?? "", or: "current"), name: map.string("name") ?? shown)
        release.version = version
        release.releasedOn = date(&map)
        release.pricingText = map.string("pricing") ?? ""
        release.tiers = PriceText.parse(release.pricingText)
        release.pricedAt = moment(&map, "priced")
        var seats: Set<[String]> = []
        for node in map.list("takes") {
            guard let take = take(node) else { continue }
            guard seats.insert([take.role.rawValue, take.reviewer]).inserted else {
                map.add(
                    .error, node.mark?.line,
                    "\(take.reviewer) has another take as \(take.role.displayName) on this release: name the "
                        + "\"reviewer\" of each. This one is left out.")
                continue
            }
            release.takes.append(take)
        }
        release.earlier = earlier(&map)
        map.finish(what: "a release")
        return release
    }

    private func date(_ map: inout YAMLMap) -> String? {
        let line = map.node("releasedOn")?.line
        guard let text = map.string("releasedOn") else { return nil }
        guard Day(text) != nil else {
            map.add(.error, line, "\"releasedOn\" is to be a date such as 2025-05-31, not \"\(text)\"; it is left out.")
            return nil
        }
        return text
    }

    mutating func take(_ node: Node) -> TakeRecord? {
        guard var map = YAMLMap(node, file: file) else {
            problems.append(
                CatalogueProblem(
                    .error, file: file, line: node.mark?.line, "A take is to hold keys and values; it is left out."))
            return nil
        }
        defer { problems += map.problems }
        let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
        let roleLine = map.node("role")?.line
        guard let role = map.string("role").flatMap(Role.init(name:)) else {
            map.add(.error, roleLine ?? map.line, "A take needs a \"role\", one of \(roles); it is left out.")
            return nil
        }
        var take = TakeRecord(role: role, reviewer: map.string("reviewer") ?? role.displayName)
        take.score = map.integer("score", in: TakeRecord.scores)
        let stanceLine = map.node("stance")?.line
        if let text = map.string("stance") {
            take.stance = Stance(rawValue: text.lowercased())
            if take.stance == nil {
                map.add(
                    .error, stanceLine,
                    "\"stance\" is to be ship or skip, not \"\(text)\"; the take is kept without one.")
            }
        }
        take.rationale = map.string("rationale") ?? ""
        take.publishedAt = moment(&map, "published")
        take.predictions = predictions(&map)
        map.finish(what: "a take")
        return take
    }
}
