import Yams

/// A mapping of a YAML file that hands out its values by key and remembers which keys were asked for, so that the
/// unknown ones can be told. Scalars are taken as written: `0.50` stays "0.50".
struct YAMLMap {
    private let entries: [(key: String, line: Int?, value: Node)]
    private let file: String
    let line: Int?
    private var asked: Set<String> = []
    private(set) var problems: [CatalogueProblem] = []

    /// `nil` if `node` is no mapping.
    init?(_ node: Node, file: String) {
        guard case .mapping(let mapping) = node else { return nil }
        self.file = file
        line = node.mark?.line
        entries = mapping.map { (YAMLMap.text($0.key) ?? "", $0.key.mark?.line, $0.value) }
    }

    /// The text of a scalar; `nil` for null and for everything else.
    static func text(_ node: Node) -> String? {
        guard case .scalar(let scalar) = node else { return nil }
        if scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return nil }
        return scalar.string
    }

    /// The value of `key` with its line.
    mutating func node(_ key: String) -> (node: Node, line: Int?)? {
        asked.insert(key)
        return entries.first { $0.key == key }.map { ($0.value, $0.line) }
    }

    /// The text of `key` without white space at its ends; `nil` if there is none.
    mutating func string(_ key: String) -> String? {
        guard let (node, line) = node(key) else { return nil }
        guard case .scalar = node else {
            add(.error, line, "\"\(key)\" is to be a text, not a list or a mapping; it is left out.")
            return nil
        }
        guard var text = Self.text(node)?[...] else { return nil }
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text.isEmpty ? nil : String(text)
    }

    /// The whole number of `key`, if it lies in `range`.
    mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = string(key) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            add(
                .error, self.node(key)?.line,
                "\"\(key)\" is to be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"; "
                    + "it is left out.")
            return nil
        }
        return number
    }

    /// The elements of the list of `key`; empty if there is none.
    mutating func list(_ key: String) -> [Node] {
        guard let (node, line) = node(key) else { return [] }
        switch node {
        case .sequence(let sequence): return Array(sequence)
        case _ where Self.isNull(node): return []
        default:
            add(.error, line, "\"\(key)\" is to be a list, each entry beginning with \"- \"; it is left out.")
            return []
        }
    }

    private static func isNull(_ node: Node) -> Bool {
        if case .scalar = node { text(node) == nil } else { false }
    }

    mutating func add(_ severity: CatalogueProblem.Severity, _ line: Int?, _ message: String) {
        problems.append(CatalogueProblem(severity, file: file, line: line, message))
    }

    /// Warns of keys that nobody asked for.
    mutating func finish(what: String) {
        for entry in entries where !asked.contains(entry.key) {
            let known = asked.sorted().joined(separator: ", ")
            add(.warning, entry.line, "\"\(entry.key)\" is no key of \(what) and is ignored; known are: \(known).")
        }
    }
}
