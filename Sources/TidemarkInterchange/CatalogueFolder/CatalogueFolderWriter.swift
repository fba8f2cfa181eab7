package import TidemarkLibrary

/// Writes a catalogue as the files of a folder that `CatalogueFolderReader` reads again: the same document, as long
/// as its texts have no white space at their ends, its price tiers follow from the price texts, and its slugs are
/// in the form of `Slug`. The same document gives the same bytes.
package struct CatalogueFolderWriter {
    /// A file of the folder.
    package struct File: Sendable, Hashable {
        package let name: String
        package let text: String
    }

    private var text = ""

    private init() {}

    /// The files of `document`: its settings, then one for each tool.
    package static func files(of document: CatalogueDocument) -> [File] {
        var settings = CatalogueFolderWriter()
        settings.put("title", document.title, indent: 0)
        settings.put("verdictThreshold", document.verdictThresholdPercent, indent: 0)
        var files: [File] = []
        if !settings.text.isEmpty { files.append(File(name: CatalogueFolderReader.settingsFile, text: settings.text)) }
        for tool in document.tools {
            var writer = CatalogueFolderWriter()
            writer.put(tool)
            // The settings' name is taken; the slug stands inside of the file too.
            let name = tool.slug == "catalogue" ? "catalogue-tool.yaml" : "\(tool.slug).yaml"
            files.append(File(name: name, text: writer.text))
        }
        return files
    }

    private mutating func put(_ tool: ToolRecord) {
        put("name", tool.name, indent: 0)
        put("slug", tool.slug, indent: 0)
        put("category", tool.category, indent: 0)
        put("tagline", tool.tagline, indent: 0)
        put("description", tool.description, indent: 0)
        put("bestFor", tool.bestFor, indent: 0)
        put("website", tool.website, indent: 0)
        guard !tool.releases.isEmpty else { return }
        text += "releases:\n"
        for release in tool.releases {
            text += "  - slug: \(Self.scalar(release.slug, indent: 6))\n"
            put("version", release.version, indent: 4)
            put("name", release.name, indent: 4)
            put("releasedOn", release.releasedOn, indent: 4)
            put("pricing", release.pricingText, indent: 4)
            put("priced", release.pricedAt.map(Moment.shortText), indent: 4)
            if !release.takes.isEmpty { text += "    takes:\n" }
            for take in release.takes { putTake(take, first: "      - ", indent: 8) }
            if !release.earlier.isEmpty { text += "    earlier:\n" }
            for revision in release.earlier { put(revision) }
        }
    }

    /// - Parameters:
    ///   - first: what stands before the first key.
    ///   - indent: spaces before the others.
    private mutating func putTake(_ take: TakeRecord, first: String, indent: Int) {
        text += "\(first)role: \(take.role.rawValue)\n"
        if take.reviewer != take.role.displayName { put("reviewer", take.reviewer, indent: indent) }
        put("score", take.score, indent: indent)
        put("stance", take.stance?.rawValue, indent: indent)
        put("rationale", take.rationale, indent: indent)
        put("published", take.publishedAt.map(Moment.shortText), indent: indent)
        guard !take.predictions.isEmpty else { return }
        let margin = String(repeating: " ", count: indent)
        text += "\(margin)predictions:\n"
        for prediction in take.predictions {
            text += "\(margin)  - text: \(Self.scalar(prediction.text, indent: indent + 6))\n"
            if prediction.slug != PredictionRecord.slug(of: prediction.text) {
                put("slug", prediction.slug, indent: indent + 4)
            }
            put("due", prediction.due.description, indent: indent + 4)
            put("made", prediction.madeOn?.description, indent: indent + 4)
            put("probability", prediction.probability, indent: indent + 4)
            put("outcome", prediction.outcome?.rawValue, indent: indent + 4)
            put("resolved", prediction.resolvedOn?.description, indent: indent + 4)
        }
    }

    private mutating func put(_ revision: PublishedRevision) {
        text += "      - on: \(Self.scalar(Moment.shortText(revision.publishedAt), indent: 10))\n"
        switch revision.content {
        case .pricing(let price): text += "        pricing: \(Self.scalar(price, indent: 10))\n"
        case .take(let take):
            text += "        take:\n"
            putTake(take, first: "          ", indent: 10)
        case .withdrawn(let take):
            text += "        withdrawn:\n"
            putTake(take, first: "          ", indent: 10)
        case .threshold, .tool, .release: break
        }
    }

    private mutating func put(_ key: String, _ value: String?, indent: Int) {
        guard let value, !value.isEmpty else { return }
        text += String(repeating: " ", count: indent) + "\(key): \(Self.scalar(value, indent: indent + 2))\n"
    }

    private mutating func put(_ key: String, _ value: Int?, indent: Int) {
        guard let value else { return }
        text += String(repeating: " ", count: indent) + "\(key): \(value)\n"
    }

    // MARK: Scalars (YAML 1.2.2, chapters 7 and 8)

    /// `value` as a block where it has several lines, plain where that cannot be taken for anything else, and in
    /// double quotes otherwise.
    private static func scalar(_ value: String, indent: Int) -> String {
        let lines = value.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        let isBlock = lines.count > 1 && lines.allSatisfy { isPrintable($0) && $0.last != " " } && lines[0].first != " "
        if isBlock, lines.first != "", lines.last != "" {
            let margin = String(repeating: " ", count: indent)
            return "|-\n" + lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
        }
        return isPlain(value) ? value : quoted(value)
    }

    private static func isPrintable(_ line: String) -> Bool {
        line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F || $0.value >= 0xA0 && $0.value < 0x2000 }
    }

    private static func isPlain(_ value: String) -> Bool {
        let scalars = value.unicodeScalars
        guard let first = scalars.first, first.isASCII, first.properties.isAlphabetic, scalars.last != " " else {
            return false
        }
        return value.lowercased() != "null"
            && scalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || " 0123456789.,;/()+-_'$%&".unicodeScalars.contains($0))
            }
    }

    private static func quoted(_ value: String) -> String {
        var output = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\t": output += "\\t"
            case _
            where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0xFEFF
                || scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value & 0xFFFE == 0xFFFE:
                let digits = String(scalar.value, radix: 16)
                output += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output + "\""
    }
}
