/// Who is in whom, by number: parents, and the children of each as a list through them.
///
/// Whether a move closes a cycle is asked from both sides at once: upwards from the new parent, downwards from the node. Most
/// nodes have few below them and some places are deep, so the shorter of the two searches decides; neither allocates.
///
/// Invariant: every node but the root is in the list of its parent once, and reaches the root.
struct FolderLinks: Sendable {
    static let root: Int32 = 0
    private static let none: Int32 = -1
    /// A step downwards costs about as much as this many upwards: the processor foresees less of it.
    private static let stepsUp = 16

    /// The lists of children; parents lie by themselves, so that most of them stay in the processor's nearest cache.
    private struct Node {
        var firstChild = FolderLinks.none
        var next = FolderLinks.none
        /// The sibling before it; `none` for the first child.
        var previous = FolderLinks.none
    }

    private var parents = [root]
    private var nodes = [Node()]

    func parent(of node: Int32) -> Int32 { parents[Int(node)] }

    /// A new node, below the root.
    mutating func append() {
        let node = Int32(nodes.count)
        nodes.append(Node())
        parents.append(Self.root)
        inPlace { $0.attach(node, to: Self.root) }
    }

    /// Puts a node below another one; false, and nothing done, where the other one is in it, as everything is in the root.
    mutating func move(_ node: Int32, to parent: Int32) -> Bool {
        inPlace { links in
            guard !links.isInside(parent, node) else { return false }
            links.put(node, below: parent)
            return true
        }
    }

    /// Puts a node where it was before, which makes no cycle.
    mutating func moveBack(_ node: Int32, to parent: Int32) { inPlace { $0.put(node, below: parent) } }

    private mutating func inPlace<Result>(_ body: (Pointers) -> Result) -> Result {
        parents.withUnsafeMutableBufferPointer { parents in
            nodes.withUnsafeMutableBufferPointer { body(Pointers(parents: parents, nodes: $0)) }
        }
    }

    /// Both arrays, checked for being shared once for each move.
    private struct Pointers {
        let parents: UnsafeMutableBufferPointer<Int32>
        let nodes: UnsafeMutableBufferPointer<Node>

        /// Whether `inner` is `outer` or below it.
        func isInside(_ inner: Int32, _ outer: Int32) -> Bool {
            var above = inner
            var below = outer
            while true {
                for _ in 0..<stepsUp {
                    if above == outer { return true }
                    if above == root { return false }
                    above = parents[Int(above)]
                }
                if below == inner { return true }
                // The node behind `below` when the subtree is walked parents first.
                var next = nodes[Int(below)].firstChild
                while next == none {
                    if below == outer { return false }
                    next = nodes[Int(below)].next
                    if next == none { below = parents[Int(below)] }
                }
                below = next
            }
        }

        func put(_ node: Int32, below parent: Int32) {
            let oldParent = parents[Int(node)]
            guard oldParent != parent else { return }
            let old = nodes[Int(node)]
            if old.previous == none {
                nodes[Int(oldParent)].firstChild = old.next
            } else {
                nodes[Int(old.previous)].next = old.next
            }
            if old.next != none { nodes[Int(old.next)].previous = old.previous }
            attach(node, to: parent)
        }

        func attach(_ node: Int32, to parent: Int32) {
            let first = nodes[Int(parent)].firstChild
            parents[Int(node)] = parent
            nodes[Int(node)].next = first
            nodes[Int(node)].previous = none
            if first != none { nodes[Int(first)].previous = node }
            nodes[Int(parent)].firstChild = node
        }
    }

    func invariantCheck() {
        for node in nodes.indices.dropFirst() {
            var (above, steps) = (Int32(node), 0)
            while above != Self.root {
                above = parents[Int(above)]
                steps += 1
                precondition(steps < nodes.count, "folder below itself")
            }
        }
        var listed = 0
        for (parent, node) in nodes.enumerated() {
            var (child, previous) = (node.firstChild, Self.none)
            while child != Self.none {
                precondition(parents[Int(child)] == Int32(parent) && nodes[Int(child)].previous == previous)
                (previous, child) = (child, nodes[Int(child)].next)
                listed += 1
            }
        }
        precondition(listed == nodes.count - 1, "a folder in no list, or in two")
    }
}
