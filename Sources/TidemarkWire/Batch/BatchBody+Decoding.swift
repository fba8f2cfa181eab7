import Foundation
package import TidemarkCore

extension BatchBody {
    /// Reads a body. Every length is checked against what is there before anything is allocated for it.
    ///
    /// - Throws: `WireError.malformed`; `unsupportedFormat` for op kinds or value types of a later version.
    package init(
        serialized bytes: [UInt8], space: SpaceID, writer: WriterID, range: ClosedRange<UInt64>
    ) throws(WireError) {
        let message = try Protobuf.message(PBBatchBody.self, from: bytes, named: "batch body")
        var decoder = try BatchBodyDecoder(
            columns: BatchColumns(message: message), space: space, origin: (writer, range))
        self.init(
            space: space, writer: writer, range: range, members: message.members, operations: try decoder.operations())
    }
}
