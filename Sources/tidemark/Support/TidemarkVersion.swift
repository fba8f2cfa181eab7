/// The version of this program. Formats are format 0 until the first release.
enum TidemarkVersion {
    static let text = "0.1.0"
}
