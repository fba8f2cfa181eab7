package import TidemarkLibrary

/// Reads a bookmark file while it arrives, in memory that does not grow with it.
package protocol RecordReader {
    /// Takes the next bytes of the file and returns the records that they complete, in the order of the file.
    mutating func feed(_ bytes: some Collection<UInt8>) -> [ImportRecord]

    /// Ends the file and returns the records that were still open.
    mutating func finish() -> [ImportRecord]
}

extension RecordReader {
    /// The records of a whole file.
    mutating func records(of bytes: some Collection<UInt8>) -> [ImportRecord] {
        let records = feed(bytes)
        return records + finish()
    }
}
