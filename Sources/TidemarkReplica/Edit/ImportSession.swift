import TidemarkCore

/// What an import did with one element of its source.
package enum ImportOutcome: String, Sendable, Codable {
    case imported
    /// The item was there; empty fields or another folder were added.
    case merged
    /// The item was there, with all of it.
    case unchanged
    /// Left alone, for the reason given.
    case skipped
    case refused
}

/// One line of an import's report.
package struct ImportNote: Sendable, Codable, Equatable {
    package let line: Int
    package let outcome: ImportOutcome
    package let url: String
    package let reason: String?
}

/// One import from its first record to its last, over several transactions; one action, so that it can be undone as one.
package struct ImportSession: Sendable {
    package private(set) var counts: [ImportOutcome: Int] = [:]
    package private(set) var foldersMade = 0
    /// What needs a person's eye: skipped and refused elements.
    package private(set) var notes: [ImportNote] = []
    /// Whether every element goes into `notes`.
    private let isVerbose: Bool
    /// What lists of deeds call it.
    let label: String
    var action: UInt64?
    var deed: Int64?
    /// Items that this import made: their tags are united, where those of others are left alone.
    private(set) var made: Set<RowID> = []
    /// What was made since the last transaction ended.
    private(set) var madeLately: [RowID] = []
    /// What tells this run's source from others; nil where a stopped run is not taken up again.
    private(set) var source: [UInt8]?
    var keys: [RowID: (base: OrderKey, count: Int)] = [:]
    var folders: [[String]: RowID] = [:]

    package init(verbose: Bool = false, label: String = "import") {
        isVerbose = verbose
        self.label = label
    }

    mutating func note(_ outcome: ImportOutcome, line: Int, url: String, reason: String? = nil) {
        counts[outcome, default: 0] += 1
        if isVerbose || outcome == .skipped || outcome == .refused {
            notes.append(ImportNote(line: line, outcome: outcome, url: url, reason: reason))
        }
    }

    mutating func madeFolder() { foldersMade += 1 }

    mutating func noteMade(_ row: RowID) {
        made.insert(row)
        madeLately.append(row)
    }

    /// Goes on with a run that was stopped.
    mutating func resume(source: [UInt8], action: UInt64?, deed: Int64?, made: some Sequence<RowID>) {
        self.source = source
        self.action = action
        self.deed = deed
        self.made.formUnion(made)
    }

    mutating func endTransaction() { madeLately.removeAll(keepingCapacity: true) }
}
