import Foundation
import GRDB

extension Row {
    /// A BLOB column; empty for NULL.
    func bytes(_ column: String) -> [UInt8] { (self[column] as Data?).map { [UInt8]($0) } ?? [] }

    func bytes(_ index: Int) -> [UInt8] { (self[index] as Data?).map { [UInt8]($0) } ?? [] }
}

extension [UInt8] {
    /// As a BLOB argument.
    var blob: Data { Data(self) }
}
