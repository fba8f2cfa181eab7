import Foundation

/// Says on a terminal how far an import has come.
final class ImportProgress {
    private let console: Console
    private let size: Int?
    /// Guarded by its owner: one command, one task.
    private var records = 0

    /// - Parameter size: bytes of the source; nil where nobody knows.
    init(_ console: Console, size: Int?) {
        self.console = console
        self.size = size
    }

    func show(_ count: Int, bytes: Int) {
        records += count
        guard console.showsProgress else { return }
        let part = size.map { $0 > 0 ? " (\(min(bytes * 100 / $0, 100)) %)" : "" } ?? ""
        console.complain("\r\(records) records\(part)\u{1B}[K")
    }

    func end() {
        if console.showsProgress, records > 0 { console.complain("\r\u{1B}[K") }
    }
}
