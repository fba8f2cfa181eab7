import Foundation
import TidemarkLibrary

/// An export that is one JSON text, and what kind it is.
struct JSONDocument {
    /// Contents of pages and pictures inside of exports, which are passed over unread.
    private static let contents: Set<String> = ["textContent", "htmlContent", "iconUri", "favicon"]

    let format: ImportFormat
    let value: JSONValue

    /// - Parameter format: what it is said to be; by default its content tells.
    /// - Throws: `ImportSourceError.malformed`.
    static func parse(_ data: Data, as format: ImportFormat?) throws(ImportSourceError) -> JSONDocument {
        let value = try parse(data, as: format ?? .tidemark)
        guard let known = format ?? recognise(value) else {
            throw .malformed(
                .tidemark, reason: "it is a JSON text of a kind that is not known here")
        }
        return JSONDocument(format: known, value: value)
    }

    static func parse(_ data: Data, as format: ImportFormat) throws(ImportSourceError) -> JSONValue {
        let result = data.withUnsafeBytes { bytes -> Result<JSONValue, JSONParser.Failure> in
            do throws(JSONParser.Failure) {
                return .success(try JSONParser.parse(bytes.bindMemory(to: UInt8.self), skipping: contents))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let failure):
            throw .malformed(format, reason: "line \(failure.line) of the JSON text is damaged, \(failure.reason)")
        }
    }

    /// Told by the members of the document and of its first elements, never by a file's name.
    private static func recognise(_ value: JSONValue) -> ImportFormat? {
        if value["schema"].string.hasPrefix("tidemark.") { return .tidemark }
        if value["roots"].object != nil { return .chromium }
        if value["typeCode"].integer != nil || value["type"].string.hasPrefix("text/x-moz-place") { return .firefox }
        if value["collections"].isArray { return .linkwarden }
        if value["bookmarks"].isArray { return .karakeep }
        let first = value.isArray ? value.array.first : value["results"].array.first
        guard let first else { return value["results"].isArray ? .linkding : value.isArray ? .pinboard : nil }
        if first["tag_names"].isArray { return .linkding }
        if case .string = first["href"] { return .pinboard }
        if case .string = first["slug"] { return .omnivore }
        return nil
    }

    func records() -> [ImportRecord] {
        switch format {
        case .firefox: FirefoxReader.records(of: value)
        case .chromium: ChromiumReader.records(of: value)
        case .linkding: LinkdingReader.records(of: value)
        case .karakeep: KarakeepReader.records(of: value)
        case .linkwarden: LinkwardenReader.records(of: value)
        case .omnivore: OmnivoreReader.records(of: value, highlights: [:])
        case .pinboard: PinboardReader.records(of: value)
        default: TidemarkReader.records(of: value)
        }
    }
}
