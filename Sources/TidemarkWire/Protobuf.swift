import SwiftProtobuf

/// Reading and writing Protocol Buffers with this module's errors.
enum Protobuf {
    /// - Throws: `WireError.malformed` for bytes that are no such message.
    static func message<M: SwiftProtobuf.Message>(
        _ type: M.Type, from bytes: [UInt8], named name: String
    ) throws(WireError) -> M {
        var options = BinaryDecodingOptions()
        options.messageDepthLimit = 8  // ours nest three deep
        do {
            return try M(serializedBytes: bytes, options: options)
        } catch {
            throw .malformed(name)
        }
    }

    static func bytes(of message: some SwiftProtobuf.Message) throws(WireError) -> [UInt8] {
        do {
            return try message.serializedBytes()
        } catch {
            throw .tooLarge("message of \(type(of: message))")
        }
    }
}
