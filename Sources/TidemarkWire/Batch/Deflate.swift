import CZlib

/// zlib streams (RFC 1950), whole buffers at a time.
enum Deflate {
    /// Of 1 to 9. The columns of a million ops take a third of the time of level 6, zlib's default, and 8 % more room.
    private static let level: Int32 = 4

    static func compress(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
        var size = compressBound(uLong(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&output, &size, bytes, uLong(bytes.count), level) == Z_OK else {
            throw .tooLarge("body to compress")
        }
        return Array(output.prefix(Int(size)))
    }

    /// - Parameter size: the exact inflated size; anything else is malformed, and so is what stands behind
    ///   the stream.
    static func inflate(_ bytes: [UInt8], size: Int) throws(WireError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: max(size, 1))
        var written = uLong(size)
        var read = uLong(bytes.count)
        guard uncompress2(&output, &written, bytes, &read) == Z_OK, Int(written) == size, Int(read) == bytes.count
        else {
            throw .malformed("compressed body")
        }
        output.removeLast(output.count - size)
        return output
    }
}
