/// Removal of dot segments (RFC 3986, 5.2.4).
enum DotSegments {
    /// Rewrites the path that fills `bytes` from `start`, which is empty or begins with a slash, in place.
    static func remove(from start: Int, of bytes: inout [UInt8]) {
        guard hasDotSegment(bytes[start...]) else { return }
        let path = Array(bytes[start...])
        bytes.removeLast(bytes.count - start)
        var index = 0
        while index < path.count {
            // `index` stands on a slash.
            let end = path[(index + 1)...].firstIndex(of: .slash) ?? path.count
            let segment = path[(index + 1)..<end]
            let isLast = end == path.count
            if segment.elementsEqual([.dot]) {
                if isLast { bytes.append(.slash) }
            } else if segment.elementsEqual([.dot, .dot]) {
                if let slash = bytes[start...].lastIndex(of: .slash) { bytes.removeLast(bytes.count - slash) }
                if isLast { bytes.append(.slash) }
            } else {
                bytes.append(contentsOf: path[index..<end])
            }
            index = end
        }
    }

    /// False for nearly all paths, which are then left as they are.
    private static func hasDotSegment(_ path: ArraySlice<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for byte in path {
            if byte == .dot, previous == .slash { return true }
            previous = byte
        }
        return false
    }
}
