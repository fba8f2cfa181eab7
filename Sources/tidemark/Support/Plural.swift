/// Numbers with what they count.
enum Plural {
    static func of(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(ProgressBar.grouped(UInt64(max(count, 0)))) \(noun)s"
    }
}
