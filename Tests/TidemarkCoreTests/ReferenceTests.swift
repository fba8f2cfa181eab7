import TestSupport
import Testing
import TidemarkCore

/// Random scripts of several writers: the engine against the reference model, and the laws of a CRDT on the whole state.
struct ReferenceTests {
    /// Scripts of two to four writers, each seeing the others' ops at random moments.
    private func script(seed: UInt64) -> (ops: [Op], replicas: [CoreReplica], random: SeededGenerator) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 2...4, using: &random)
        var replicas = (0..<count).map { CoreReplica(writer: WriterID(high: 0, low: UInt64($0 + 1))) }
        var now: Int64 = 1_800_000_000_000
        for _ in 0..<Int.random(in: 5...30, using: &random) {
            let at = Int.random(in: 0..<count, using: &random)
            if random.chance(30) {
                let from = Int.random(in: 0..<count, using: &random)
                // A prefix of the other's own ops: batches of a writer come in order, writers in any.
                let known = replicas[from].written.prefix(
                    Int.random(in: 0...replicas[from].written.count, using: &random))
                replicas[at].receive(known)
            } else {
                now += Int64.random(in: 0...3, using: &random)
                // Clocks of devices differ by up to five minutes.
                replicas[at].edit(now: now + Int64(at) * 100_000, using: &random)
            }
            replicas[at].invariantCheck()
        }
        return (replicas.flatMap(\.written), replicas, random)
    }

    @Test func engineAgreesWithTheReferenceModel() {
        for seed in 0..<3000 as Range<UInt64> {
            let (ops, replicas, _) = script(seed: seed)
            let model = ReferenceModel(ops)
            var replica = replicas[0]
            replica.receive(ops)
            for id in 1...4 as ClosedRange<UInt64> {
                let row = RowID(high: 0, low: id)
                let state = replica.rows[row] ?? RowState()
                #expect(state.exists == model.exists(row), "seed \(seed)")
                for field in [FieldID(rawValue: 2), FieldID(rawValue: 3)] {
                    let expected = model.register(row, field)
                    #expect(state[field]?.winner.value == expected?.winner, "seed \(seed)")
                    #expect(state[field]?.shadows.map(\.value) ?? [] == expected?.shadows ?? [], "seed \(seed)")
                }
                let minimum = state[FieldID(rawValue: 6)]?.winner.value
                #expect(minimum == model.minimum(row, FieldID(rawValue: 6)).map(Value.integer), "seed \(seed)")
                #expect(
                    state.sum(of: FieldID(rawValue: 7)) == model.sum(row, FieldID(rawValue: 7)), "seed \(seed)")
                #expect(
                    Set(state.elements(of: FieldID(rawValue: 5))) == model.elements(row, FieldID(rawValue: 5)),
                    "seed \(seed)")
                let note = FieldID(rawValue: 4)
                #expect(state.texts[note]?.text == model.text(row, note), "seed \(seed)")
                let last = state[note]?.candidates.map(\.version.dot) ?? []
                #expect(last == model.lastEdits(row, note), "seed \(seed)")
                let place = replica.tree.place(of: row)
                #expect(place?.parent == model.tree[row]?.parent && place?.key == model.tree[row]?.key, "seed \(seed)")
            }
        }
    }

    @Test func sameOpsInAnyOrderWithRepeatsGiveTheSameState() {
        for seed in 0..<1000 as Range<UInt64> {
            var (ops, replicas, random) = script(seed: seed)
            var inOrder = CoreReplica(writer: WriterID(high: 9, low: 9))
            inOrder.receive(ops)
            // Batches of one writer keep their order; everything else is shuffled, and some of it comes twice.
            var queues = replicas.map(\.written)
            var shuffled = CoreReplica(writer: WriterID(high: 9, low: 9))
            while let at = queues.indices.filter({ !queues[$0].isEmpty }).randomElement(using: &random) {
                let part = queues[at].prefix(Int.random(in: 1...3, using: &random))
                shuffled.receive(part)
                if random.chance(20) { shuffled.receive(part) }
                queues[at].removeFirst(part.count)
            }
            #expect(shuffled.whole == inOrder.whole, "seed \(seed)")
            for index in replicas.indices {
                replicas[index].receive(ops)
                #expect(replicas[index].whole == inOrder.whole, "seed \(seed)")
                #expect(replicas[index].writer == WriterID(high: 0, low: UInt64(index + 1)))
            }
            ops.shuffle(using: &random)
        }
    }

    @Test func whatAWriterSawReplacedStaysReplaced() {
        for seed in 0..<500 as Range<UInt64> {
            let (ops, replicas, _) = script(seed: seed)
            var replica = replicas[0]
            replica.receive(ops)
            let replaced = Set(ops.flatMap(\.seen))
            for state in replica.rows.values {
                for cell in state.cells {
                    for candidate in cell.candidates {
                        #expect(!replaced.contains(candidate.version.dot), "seed \(seed)")
                    }
                }
            }
        }
    }

    @Test func nextStampIsAboveEverythingReplaced() {
        for seed in 0..<500 as Range<UInt64> {
            let (ops, _, _) = script(seed: seed)
            let stamps = Dictionary(uniqueKeysWithValues: ops.map { ($0.dot, $0.stamp) })
            for op in ops {
                for dot in op.seen { #expect(stamps[dot].map { $0 < op.stamp } ?? false, "seed \(seed)") }
            }
        }
    }

    /// No intention gets lost: each write is visible, a shadow, or was replaced by somebody who saw it.
    @Test func everyWriteIsVisibleShadowedOrKnowinglyReplaced() {
        for seed in 0..<1000 as Range<UInt64> {
            let (ops, replicas, _) = script(seed: seed)
            var replica = replicas[0]
            replica.receive(ops)
            let replaced = Set(ops.flatMap(\.seen))
            for op in ops where !replaced.contains(op.dot) {
                switch op.change {
                case .set(let field, _):
                    let dots = replica.rows[op.row]?[field]?.candidates.map(\.version.dot) ?? []
                    #expect(dots.contains(op.dot), "seed \(seed): \(op)")
                case .add(let field, let element):
                    #expect(replica.rows[op.row]?.elements(of: field).contains(element) == true, "seed \(seed)")
                case .seed(let field, _), .edit(let field, _):
                    let last = replica.rows[op.row]?[field]?.candidates.map(\.version.dot) ?? []
                    #expect(last.contains(op.dot), "seed \(seed)")
                default: break
                }
            }
        }
    }
}
