/// Sizes as people read them.
enum FileSize {
    /// "512 bytes", "1.5 MB": powers of 1000, as file managers count.
    static func text(_ bytes: Int) -> String {
        var size = Double(bytes)
        if size < 1000 { return "\(bytes) bytes" }
        for unit in ["kB", "MB", "GB"] {
            size /= 1000
            if size < 999.95 { return "\((size * 10).rounded() / 10) \(unit)" }
        }
        return "\((size / 100).rounded() / 10) TB"
    }
}
