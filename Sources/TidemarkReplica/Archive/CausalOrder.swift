import TidemarkCore

/// Puts the operations of several writers into one order that every library comes to: a writer's operations in its own
/// order, an operation behind all that it replaces or says to have seen, and else the writer with the smaller id first, so
/// that equal stamps are told apart as before.
///
/// Runs of one writer stay together, so that what a trash mark covers is few ranges.
struct CausalOrder {
    private let operations: [WriterID: [Op]]
    /// How many operations of each writer are placed.
    private var placed: [WriterID: Int] = [:]
    private(set) var ordered: [Op] = []

    /// Cost: the number of operations, and for each trash mark the number of writers.
    static func of(_ operations: [Op]) -> [Op] {
        var order = CausalOrder(operations)
        for writer in order.operations.keys.sorted() { order.place(upTo: .max, of: writer) }
        return order.ordered
    }

    private init(_ operations: [Op]) {
        self.operations = Dictionary(grouping: operations, by: \.dot.writer).mapValues { ops in
            ops.sorted { $0.dot.number < $1.dot.number }
        }
        ordered.reserveCapacity(operations.count)
    }

    /// Places a writer's operations up to a number, what they need from others first. A stack instead of calls: a chain
    /// through many writers may be long.
    private mutating func place(upTo number: UInt64, of writer: WriterID) {
        var pending: [(writer: WriterID, number: UInt64)] = [(writer, number)]
        // A writer that is being placed further down is not waited for: contexts of damaged input could go in circles.
        while let next = pending.last {
            let index = placed[next.writer] ?? 0
            guard let own = operations[next.writer], index < own.count, own[index].dot.number <= next.number else {
                pending.removeLast()
                continue
            }
            if let need = need(of: own[index]), !pending.contains(where: { $0.writer == need.writer }) {
                pending.append(need)
            } else {
                ordered.append(own[index])
                placed[next.writer] = index + 1
            }
        }
    }

    /// Something of another writer that the operation needs and that is not placed yet.
    private func need(of operation: Op) -> (writer: WriterID, number: UInt64)? {
        for dot in operation.seen where dot.writer != operation.dot.writer && isMissing(dot) {
            return (dot.writer, dot.number)
        }
        guard case .trash(let context) = operation.change else { return nil }
        for (writer, held) in context.writers.sorted(by: { $0.key < $1.key })
        where writer != operation.dot.writer && isMissing(Dot(writer, held.last)) {
            return (writer, held.last)
        }
        return nil
    }

    /// Whether an operation up to this one waits.
    private func isMissing(_ dot: Dot) -> Bool {
        guard let own = operations[dot.writer] else { return false }
        let index = placed[dot.writer] ?? 0
        return index < own.count && own[index].dot.number <= dot.number
    }
}
