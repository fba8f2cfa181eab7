import TidemarkCore

/// Taking back what a deed did, as ops like any others, where nobody has changed it since.
extension Edit {
    /// - Parameter own: ops that are not in the way: the deed's, and those of deeds that are taken back themselves.
    /// - Returns: the rows changed, and what was left as it is.
    func undo(
        _ effects: [DeedEffect], own: [WriterID: [ClosedRange<UInt64>]]
    ) throws -> (changed: Int, kept: [UndoReport.Kept]) {
        var undo = UndoPass(edit: self, own: own)
        return try undo.run(effects)
    }
}
