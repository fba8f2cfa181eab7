import Foundation

/// The columns of a body as plain arrays: appending to a field of a generated message copies the whole field each time.
struct BatchColumns {
    var members: UInt64 = 0
    var writers: [Data] = []
    var rowKind: [UInt32] = []
    var rowForm: [UInt32] = []
    var rowIds: [UInt8] = []
    var rowKeyRowCount: [UInt32] = []
    var rowKeyRows: [UInt32] = []
    var rowKeyLength: [UInt32] = []
    var rowKeys: [UInt8] = []
    var opNumber: [UInt64] = []
    var opAction: [Int64] = []
    var opStamp: [Int64] = []
    var opKind: [UInt32] = []
    var opField: [UInt32] = []
    var opRow: [Int32] = []
    var opSeenCount: [UInt32] = []
    var seenWriter: [UInt32] = []
    var seenNumber: [Int64] = []
    var valueType: [UInt32] = []
    var valueLength: [UInt32] = []
    var valueInteger: [Int64] = []
    var valueRow: [UInt32] = []
    var values: [UInt8] = []
    var opWriter: [UInt32] = []
    var opDot: [Int64] = []

    init() {}

    init(message: PBBatchBody) {
        members = message.members
        writers = message.writers
        rowKind = message.rowKind
        rowForm = message.rowForm
        rowIds = [UInt8](message.rowIds)
        rowKeyRowCount = message.rowKeyRowCount
        rowKeyRows = message.rowKeyRows
        rowKeyLength = message.rowKeyLength
        rowKeys = [UInt8](message.rowKeys)
        opNumber = message.opNumber
        opAction = message.opAction
        opStamp = message.opStamp
        opKind = message.opKind
        opField = message.opField
        opRow = message.opRow
        opSeenCount = message.opSeenCount
        seenWriter = message.seenWriter
        seenNumber = message.seenNumber
        valueType = message.valueType
        valueLength = message.valueLength
        valueInteger = message.valueInteger
        valueRow = message.valueRow
        values = [UInt8](message.values)
        opWriter = message.opWriter
        opDot = message.opDot
    }

    var message: PBBatchBody {
        var message = PBBatchBody()
        message.members = members
        message.writers = writers
        message.rowKind = rowKind
        message.rowForm = rowForm
        message.rowIds = Data(rowIds)
        message.rowKeyRowCount = rowKeyRowCount
        message.rowKeyRows = rowKeyRows
        message.rowKeyLength = rowKeyLength
        message.rowKeys = Data(rowKeys)
        message.opNumber = opNumber
        message.opAction = opAction
        message.opStamp = opStamp
        message.opKind = opKind
        message.opField = opField
        message.opRow = opRow
        message.opSeenCount = opSeenCount
        message.seenWriter = seenWriter
        message.seenNumber = seenNumber
        message.valueType = valueType
        message.valueLength = valueLength
        message.valueInteger = valueInteger
        message.valueRow = valueRow
        message.values = Data(values)
        message.opWriter = opWriter
        message.opDot = opDot
        return message
    }
}
