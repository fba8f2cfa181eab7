package import TidemarkCore

/// What a set of text changes means: one node for each scalar, and the tree of "The Art of the Fugue" walked from the root.
///
/// Slow on purpose: no spans, no index, nothing shared with the engine but the types of changes.
package struct ReferenceText {
    private struct Node {
        let right: CharacterID?
        let scalar: Unicode.Scalar
        var isDeleted = false
        var leftChildren: [CharacterID] = []
        var rightChildren: [CharacterID] = []
    }

    private var nodes: [CharacterID: Node] = [:]
    private var topChildren: [CharacterID] = []
    /// All scalars, deleted ones too, as the tree orders them.
    package private(set) var order: [CharacterID] = []
    /// What refers to something that is not there.
    package private(set) var waiting: Set<Dot> = []

    /// - Parameter changes: all there are, by the ops that make them.
    package init(_ changes: [Dot: TextChange]) {
        waiting = Set(changes.keys)
        while let dot = waiting.sorted().first(where: { isComplete(changes[$0], $0) }), let change = changes[dot] {
            waiting.remove(dot)
            var offset: UInt32 = 0
            for piece in change.pieces {
                var place = piece.place
                var right = piece.right
                for scalar in piece.text.unicodeScalars {
                    let id = CharacterID(dot, offset)
                    insert(id, Node(right: right, scalar: scalar), at: place)
                    if case .before(let parent) = place { right = parent }
                    place = .after(id)
                    offset += 1
                }
            }
            for id in change.deletions.flatMap(Self.scalars) { nodes[id]?.isDeleted = true }
        }
    }

    package var text: String {
        var view = String.UnicodeScalarView()
        for id in order { if let node = nodes[id], !node.isDeleted { view.append(node.scalar) } }
        return String(view)
    }

    /// How many visible scalars stand before one.
    package func offset(of id: CharacterID) -> Int? {
        order.firstIndex(of: id).map { order[..<$0].filter { nodes[$0]?.isDeleted == false }.count }
    }

    package func isVisible(_ id: CharacterID) -> Bool { nodes[id]?.isDeleted == false }

    private static func scalars(of run: CharacterRun) -> [CharacterID] {
        (0..<run.count).map { index in
            switch run.step {
            case .offset: CharacterID(run.first.dot, run.first.offset + index)
            case .number: CharacterID(Dot(run.first.dot.writer, run.first.dot.number + UInt64(index)))
            }
        }
    }

    private func isComplete(_ change: TextChange?, _ dot: Dot) -> Bool {
        guard let change else { return false }
        var known: UInt32 = 0
        for piece in change.pieces {
            for id in [piece.place.parent, piece.right].compactMap(\.self) {
                if nodes[id] == nil && !(id.dot == dot && id.offset < known) { return false }
            }
            known += UInt32(piece.text.unicodeScalars.count)
        }
        return change.deletions.flatMap(Self.scalars).allSatisfy { nodes[$0] != nil }
    }

    private mutating func insert(_ id: CharacterID, _ node: Node, at place: TextChange.Place) {
        guard nodes[id] == nil else { return }
        nodes[id] = node
        switch place {
        case .before(let parent):
            nodes[parent]?.leftChildren.append(id)
            nodes[parent]?.leftChildren.sort(by: Self.ascend)
        case .after(let parent):
            var siblings = parent.map { nodes[$0]?.rightChildren ?? [] } ?? topChildren
            let place = siblings.firstIndex { isRightBefore(id, $0) } ?? siblings.count
            siblings.insert(id, at: place)
            if let parent { nodes[parent]?.rightChildren = siblings } else { topChildren = siblings }
        }
        order = []
        walk(topChildren)
    }

    private static func ascend(_ a: CharacterID, _ b: CharacterID) -> Bool {
        a.dot != b.dot ? a.dot < b.dot : a.offset < b.offset
    }

    /// Right children: the one whose right neighbour is farther comes first.
    private func isRightBefore(_ a: CharacterID, _ b: CharacterID) -> Bool {
        let places = [a, b].map { id in nodes[id]?.right.flatMap { order.firstIndex(of: $0) } ?? order.count }
        return places[0] != places[1] ? places[0] > places[1] : Self.ascend(a, b)
    }

    private mutating func walk(_ children: [CharacterID]) {
        for id in children {
            guard let node = nodes[id] else { continue }
            walk(node.leftChildren)
            order.append(id)
            walk(node.rightChildren)
        }
    }
}
