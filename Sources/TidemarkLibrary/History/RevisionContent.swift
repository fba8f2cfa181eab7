/// What was published: the value of a subject at one time.
///
/// The text form is part of a row's natural id: equal contents must give equal bytes on all devices.
package enum RevisionContent: Sendable, Hashable {
    /// In percent.
    case threshold(Int)
    /// Without releases.
    case tool(ToolRecord)
    /// Name, version and date alone.
    case release(ReleaseRecord)
    /// The price as written; tiers follow from it.
    case pricing(String)
    /// Without dates and predictions.
    case take(TakeRecord)
    /// A take that its reviewer took back: role and reviewer alone.
    case withdrawn(TakeRecord)

    package var text: String {
        switch self {
        case .threshold(let percent): return Self.lines([("threshold", String(percent))])
        case .tool(let tool):
            return Self.lines([
                ("name", tool.name), ("category", tool.category), ("tagline", tool.tagline),
                ("description", tool.description), ("bestFor", tool.bestFor), ("website", tool.website),
            ])
        case .release(let release):
            return Self.lines([
                ("name", release.name), ("version", release.version), ("releasedOn", release.releasedOn),
            ])
        case .pricing(let text): return Self.lines([("pricing", text)])
        case .take(let take):
            return Self.lines([
                ("reviewer", take.reviewer), ("score", take.score.map { String($0) }),
                ("stance", take.stance?.rawValue), ("rationale", take.rationale),
            ])
        case .withdrawn(let take): return Self.lines([("reviewer", take.reviewer), ("withdrawn", "yes")])
        }
    }

    /// Nil where `text` is no content of that subject, such as one of a later version.
    package init?(text: String, subject: RevisionSubject) {
        let values = Self.values(text)
        switch subject {
        case .catalogue:
            guard let percent = values["threshold"].flatMap({ Int($0) }) else { return nil }
            self = .threshold(percent)
        case .tool(let slug):
            guard let name = values["name"] else { return nil }
            self = .tool(
                ToolRecord(
                    slug: slug, name: name, category: values["category"] ?? "", tagline: values["tagline"] ?? "",
                    description: values["description"] ?? "", bestFor: values["bestFor"], website: values["website"]))
        case .release(_, let slug):
            guard let name = values["name"] else { return nil }
            self = .release(
                ReleaseRecord(slug: slug, name: name, version: values["version"], releasedOn: values["releasedOn"]))
        case .pricing: self = .pricing(values["pricing"] ?? "")
        case .take(_, _, let role, let reviewer):
            if values["withdrawn"] != nil {
                self = .withdrawn(TakeRecord(role: role, reviewer: values["reviewer"] ?? reviewer))
                return
            }
            self = .take(
                TakeRecord(
                    role: role, reviewer: values["reviewer"] ?? reviewer, score: values["score"].flatMap { Int($0) },
                    stance: values["stance"].flatMap(Stance.init(rawValue:)), rationale: values["rationale"] ?? ""))
        }
    }

    // MARK: Coding

    /// One "name=value" a line, what is empty left out; line feeds and backslashes escaped.
    private static func lines(_ values: [(name: String, value: String?)]) -> String {
        values.compactMap { name, value in
            guard let value, !value.isEmpty else { return nil }
            var line = name + "="
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\\": line += "\\\\"
                case "\n": line += "\\n"
                case "\r": line += "\\r"
                default: line.unicodeScalars.append(scalar)
                }
            }
            return line
        }.joined(separator: "\n")
    }

    private static func values(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.unicodeScalars.split(separator: "\n") {
            guard let sign = line.firstIndex(of: "=") else { continue }
            var value = String.UnicodeScalarView()
            var isEscaped = false
            for scalar in line[line.index(after: sign)...] {
                if isEscaped {
                    value.append(scalar == "n" ? "\n" : scalar == "r" ? "\r" : scalar)
                    isEscaped = false
                } else if scalar == "\\" {
                    isEscaped = true
                } else {
                    value.append(scalar)
                }
            }
            values[String(line[..<sign])] = String(value)
        }
        return values
    }
}
