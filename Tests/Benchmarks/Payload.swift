import CZlib
import TidemarkCore

/// How much of a payload is values that no protocol can leave out.
enum Payload {
    /// Size of all texts and numbers of the ops, one after the other, under deflate.
    static func deflatedValues(_ ops: [Op]) throws -> Int {
        var bytes: [UInt8] = []
        for op in ops {
            switch op.change {
            case .create(let key): bytes += key.text.utf8
            case .set(_, .text(let text)), .seed(_, let text), .add(_, let text): bytes += text.utf8
            case .edit(_, let change): for piece in change.pieces { bytes += piece.text.utf8 }
            case .set(_, .integer(let number)), .lower(_, let number), .count(_, _, let number):
                withUnsafeBytes(of: number) { bytes += $0.prefix(6) }
            default: break
            }
        }
        var size = compressBound(uLong(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&output, &size, bytes, uLong(bytes.count), 6) == Z_OK else {
            throw ChildProcess.Failure(description: "zlib")
        }
        return Int(size)
    }
}
