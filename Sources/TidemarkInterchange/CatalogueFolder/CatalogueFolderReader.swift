import Foundation
import TidemarkLibrary

/// Reads a catalogue from a folder of YAML files, one a tool; `catalogue.yaml` holds the catalogue's own settings
/// and may be missing. All keys but `name` and `role` may be missing too.
///
/// ```yaml
/// # catalogue.yaml
/// title: Tools we looked at
/// verdictThreshold: 50      # percent of "ship" that a release has to exceed
/// ```
/// ```yaml
/// # cursor.yaml
/// name: Cursor
/// slug: cursor              # default: the file's name
/// category: Developer Tools
/// tagline: One line
/// description: A paragraph
/// bestFor: One line         # default: the tagline
/// website: https://example.com/
/// releases:                 # oldest first
///   - version: "0.50"
///     slug: "0.50"          # default: the version, else "current"
///     name: Cursor v0.50    # default: the tool's name and the version
///     releasedOn: 2025-05-15
///     pricing: Free tier / $20/mo Pro
///     priced: 2025-05-15    # when this price was published; default: the release's date
///     takes:
///       - role: builder     # builder, skeptic, futurist, pm, founder
///         reviewer: Builder # default: the role
///         score: 88         # 0 to 100
///         stance: ship      # ship or skip
///         rationale: |
///           Paragraphs.
///         published: 2025-05-16T08:00:00Z   # or a day; default: when it is taken in
///         predictions:
///           - text: What is to happen
///             slug: what        # default: the first words of the text
///             due: 2026-05-15
///             made: 2025-05-16
///             probability: 70   # 1 to 99
///             outcome: right    # right, wrong or unclear; none while it is open
///             resolved: 2026-05-15
///     earlier:              # what was published and replaced, each with "on" and one of the three
///       - on: 2025-04-01
///         pricing: $10/mo
///       - on: 2025-04-02
///         take: {role: builder, score: 70, stance: skip, rationale: Not yet.}
///       - on: 2025-04-03
///         withdrawn: {role: founder}   # with its predictions, if it had any
/// ```
///
/// A file that cannot be read never stops the others: what is wrong with it, where, and what to do is in the
/// problems. Unknown keys are warnings.
package enum CatalogueFolderReader {
    /// Tools are written by hand; a larger file is something else.
    package static let maximumFileSize = 4 << 20
    /// Bounds the work on a folder that is no catalogue.
    package static let maximumFiles = 10_000
    static let settingsFile = "catalogue.yaml"

    /// Reads the files `*.yaml` and `*.yml` of the folder at `path` in the order of their names, not its subfolders.
    package static func read(folder path: String) -> CatalogueReading {
        let folder = URL(filePath: path, directoryHint: .isDirectory)
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            return CatalogueReading(problems: [
                CatalogueProblem(.error, "The folder \(path) cannot be read: check that it exists and may be opened.")
            ])
        }
        let names = entries.filter { isCatalogueFile($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var reading = CatalogueReading()
        if names.isEmpty {
            reading.problems.append(
                CatalogueProblem(.error, "The folder \(path) holds no file that ends in .yaml or .yml."))
        }
        if names.count > maximumFiles {
            reading.problems.append(
                CatalogueProblem(
                    .error, "The folder \(path) holds more than \(maximumFiles) files: the rest is not read."))
        }
        var slugs: [String: String] = [:]
        for name in names.prefix(maximumFiles) {
            guard let text = text(of: folder.appending(path: name), name: name, into: &reading.problems) else {
                continue
            }
            add(text, file: name, to: &reading, &slugs)
        }
        return reading
    }

    /// Reads files that are in memory, as names with texts, in the order given.
    static func read(files: [(name: String, text: String)]) -> CatalogueReading {
        var reading = CatalogueReading()
        var slugs: [String: String] = [:]
        for file in files { add(file.text, file: file.name, to: &reading, &slugs) }
        return reading
    }

    private static func isCatalogueFile(_ name: String) -> Bool {
        let lower = name.lowercased()
        return !name.hasPrefix(".") && (lower.hasSuffix(".yaml") || lower.hasSuffix(".yml"))
    }

    private static func text(of url: URL, name: String, into problems: inout [CatalogueProblem]) -> String? {
        guard let data = try? Data(contentsOf: url) else {
            problems.append(
                CatalogueProblem(.error, file: name, "The file cannot be read: check that it may be opened."))
            return nil
        }
        guard data.count <= maximumFileSize else {
            problems.append(
                CatalogueProblem(
                    .error, file: name, "The file has \(data.count) bytes, more than \(maximumFileSize): split it."))
            return nil
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            problems.append(CatalogueProblem(.error, file: name, "The file is not UTF-8 text: save it as UTF-8."))
            return nil
        }
        return text
    }

    /// - Parameter slugs: the file of each slug.
    private static func add(
        _ text: String, file: String, to reading: inout CatalogueReading, _ slugs: inout [String: String]
    ) {
        var reader = CatalogueFileReader(file: file)
        defer { reading.problems += reader.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) } }
        if file == settingsFile {
            (reading.document.title, reading.document.verdictThresholdPercent) = reader.settings(text)
            return
        }
        guard let tool = reader.tool(text) else { return }
        if let other = slugs.updateValue(file, forKey: tool.slug) {
            slugs[tool.slug] = other
            reading.problems.append(
                CatalogueProblem(
                    .error, file: file, line: 1,
                    "The slug \"\(tool.slug)\" is that of \(other): give this tool another \"slug\". The file is left out."
                ))
            return
        }
        reading.document.tools.append(tool)
    }
}
