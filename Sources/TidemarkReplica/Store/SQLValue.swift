/// A value that goes to a place of a prepared statement.
enum SQLValue: Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    init(_ text: String?) { self = text.map(Self.text) ?? .null }
    init(_ number: Int64?) { self = number.map(Self.integer) ?? .null }
    init(_ bytes: [UInt8]?) { self = bytes.map(Self.blob) ?? .null }
}
