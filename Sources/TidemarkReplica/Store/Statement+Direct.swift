import GRDB
import GRDBSQLite

/// Running a prepared statement row after row without a value object for each argument: merging does little else.
extension Statement {
    /// SQLite copies what is bound.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Runs a statement that returns no rows. The lists of values stand behind each other.
    func run(_ values: [SQLValue]...) throws {
        var bound = 0
        for part in values {
            try bind(part, after: bound)
            bound += part.count
        }
        defer { sqlite3_reset(sqliteStatement) }
        guard sqlite3_step(sqliteStatement) == SQLITE_DONE else { throw failure() }
    }

    /// The first row, as `read` takes it from its columns; nil when there is none.
    func first<T>(_ values: [SQLValue], _ read: (SQLColumns) throws -> T) throws -> T? {
        try bind(values)
        defer { sqlite3_reset(sqliteStatement) }
        switch sqlite3_step(sqliteStatement) {
        case SQLITE_ROW: return try read(SQLColumns(sqliteStatement))
        case SQLITE_DONE: return nil
        default: throw failure()
        }
    }

    /// Every row. The statement must not be run again before the end.
    func all<T>(_ values: [SQLValue], _ read: (SQLColumns) throws -> T) throws -> [T] {
        try bind(values)
        defer { sqlite3_reset(sqliteStatement) }
        var result: [T] = []
        while true {
            switch sqlite3_step(sqliteStatement) {
            case SQLITE_ROW: result.append(try read(SQLColumns(sqliteStatement)))
            case SQLITE_DONE: return result
            default: throw failure()
            }
        }
    }

    /// - Parameter bound: places that are bound already.
    private func bind(_ values: [SQLValue], after bound: Int = 0) throws {
        for (index, value) in values.enumerated() {
            let place = Int32(bound + index + 1)
            let code =
                switch value {
                case .null: sqlite3_bind_null(sqliteStatement, place)
                case .integer(let number): sqlite3_bind_int64(sqliteStatement, place, number)
                case .text(let text): bind(text, at: place)
                case .blob(let bytes):
                    // A null pointer would be NULL, not an empty BLOB.
                    bytes.isEmpty
                        ? sqlite3_bind_zeroblob(sqliteStatement, place, 0)
                        : sqlite3_bind_blob(sqliteStatement, place, bytes, Int32(bytes.count), Self.transient)
                }
            guard code == SQLITE_OK else { throw failure() }
        }
    }

    private func bind(_ text: String, at place: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                // So is an empty text with no storage.
                characters.baseAddress == nil
                    ? sqlite3_bind_text(sqliteStatement, place, "", 0, Self.transient)
                    : sqlite3_bind_text(
                        sqliteStatement, place, characters.baseAddress, Int32(characters.count), Self.transient)
            }
        }
    }

    private func failure() -> DatabaseError {
        let connection = sqlite3_db_handle(sqliteStatement)
        return DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }
}

/// The columns of the row that a statement stands on.
struct SQLColumns {
    private let statement: OpaquePointer

    fileprivate init(_ statement: OpaquePointer) { self.statement = statement }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }

    /// Of tables whose columns have types, so that nothing is converted.
    func value(_ column: Int) -> SQLValue {
        switch sqlite3_column_type(statement, Int32(column)) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, Int32(column)))
        case SQLITE_TEXT: SQLValue(text(column))
        case SQLITE_BLOB: .blob(bytes(column))
        default: .null
        }
    }

    func integer(_ column: Int) -> Int64? {
        isNull(column) ? nil : sqlite3_column_int64(statement, Int32(column))
    }

    /// Of a column that counts from 0; 0 for NULL.
    func number(_ column: Int) -> UInt64 { UInt64(bitPattern: sqlite3_column_int64(statement, Int32(column))) }

    func text(_ column: Int) -> String? {
        guard let start = sqlite3_column_text(statement, Int32(column)) else { return nil }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Empty for NULL.
    func bytes(_ column: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, Int32(column)) else { return [] }
        let count = Int(sqlite3_column_bytes(statement, Int32(column)))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
