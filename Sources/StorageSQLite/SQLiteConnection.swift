// Exitgate
// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Storage

/// A transaction on a GRDB connection.
struct SQLiteConnection: StoreConnection {
    private let database: Database
    /// Whether statements that write are refused.
    private let isReading: Bool

    init(_ database: Database, isReading: Bool = false) {
        self.database = database
        self.isReading = isReading
    }

    var dialect: Dialect { .sqlite }

    func execute(_ statement: SQLText) throws {
        try each(statement) { _ in }
    }

    func each(_ statement: SQLText, _ take: (any StoreRow) throws -> Void) throws {
        let prepared = try prepared(statement.text)
        let handle = prepared.sqliteStatement
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        bind(statement, to: handle)
        let row = SQLiteRow(handle)
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try take(row)
            case SQLITE_DONE: return
            case let code: throw fault(code, prepared.sql)
            }
        }
    }

    func find(
        in table: String, by column: String, count: Int, bind: (_ index: Int, any StoreBinder) -> Void,
        found: (_ index: Int, _ id: Int64) -> Void
    ) throws {
        guard count > 0 else { return }
        let statement = try prepared("SELECT id FROM \(table) WHERE \(column) = ?1")
        let handle = statement.sqliteStatement
        let binder = SQLiteBinder(handle)
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        for index in 0..<count {
            binder.column = 0
            bind(index, binder)
            let code = sqlite3_step(handle)
            if code == SQLITE_ROW { found(index, sqlite3_column_int64(handle, 0)) }
            sqlite3_reset(handle)
            guard code == SQLITE_ROW || code == SQLITE_DONE else { throw fault(code, statement.sql) }
        }
    }

    func run(
        _ statement: String, count: Int, bind: (_ index: Int, any StoreBinder) throws -> Void,
        _ take: (_ index: Int, any StoreRow) throws -> Void
    ) throws {
        guard count > 0 else { return }
        let prepared = try prepared(statement)
        let handle = prepared.sqliteStatement
        let binder = SQLiteBinder(handle)
        let row = SQLiteRow(handle)
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        for index in 0..<count {
            binder.column = 0
            try bind(index, binder)
            var code = sqlite3_step(handle)
            while code == SQLITE_ROW {
                try take(index, row)
                code = sqlite3_step(handle)
            }
            guard code == SQLITE_DONE else { throw fault(code, prepared.sql) }
            sqlite3_reset(handle)
        }
    }

    private func prepared(_ sql: String) throws -> Statement {
        let statement = try database.cachedStatement(sql: sql)
        guard !isReading || statement.isReadonly else {
            throw DatabaseError(resultCode: .SQLITE_READONLY, message: "a reader writes", sql: sql)
        }
        return statement
    }

    private func fault(_ code: CInt, _ sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database.sqliteConnection)),
            sql: sql)
    }

    func insert(
        into table: String, columns: [String], count: Int, bind: (_ index: Int, any StoreBinder) throws -> Void
    ) throws {
        guard count > 0 else { return }
        let places = (1...columns.count).map { "?\($0)" }.joined(separator: ", ")
        let statement = try prepared("INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))")
        let handle = statement.sqliteStatement
        let binder = SQLiteBinder(handle)
        for index in 0..<count {
            binder.column = 0
            try bind(index, binder)
            let code = sqlite3_step(handle)
            sqlite3_reset(handle)
            guard code == SQLITE_DONE else {
                throw fault(code, statement.sql)
            }
        }
        sqlite3_clear_bindings(handle)
    }

    /// SQLite takes `$1` for a name, so the places are in the order of the text.
    private func bind(_ text: SQLText, to handle: OpaquePointer) {
        for (index, value) in text.values.enumerated() {
            let place = CInt(index + 1)
            switch value {
            case .null: sqlite3_bind_null(handle, place)
            case .integer(let number): sqlite3_bind_int64(handle, place, number)
            case .text(let string): sqlite3_bind_text(handle, place, string, -1, SQLiteBinder.transient)
            case .blob(let bytes): sqlite3_bind_blob(handle, place, bytes, CInt(bytes.count), SQLiteBinder.transient)
            }
        }
    }
}

/// The row at which a statement stands; its columns are read in place.
private struct SQLiteRow: StoreRow {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, CInt(column)) }

    func optionalInteger(_ column: Int) -> Int64? {
        sqlite3_column_type(handle, CInt(column)) == SQLITE_NULL ? nil : integer(column)
    }

    func text(_ column: Int) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }

    func optionalText(_ column: Int) -> String? {
        sqlite3_column_type(handle, CInt(column)) == SQLITE_NULL ? nil : text(column)
    }

    func withBytes<Value>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value {
        guard let start = sqlite3_column_blob(handle, CInt(column)) else {
            return try body(UnsafeBufferPointer(start: nil, count: 0))
        }
        let count = Int(sqlite3_column_bytes(handle, CInt(column)))
        return try body(UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count))
    }
}

/// Binds the values of one row.
private final class SQLiteBinder: StoreBinder {
    private let statement: OpaquePointer
    var column: CInt = 0

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    func integer(_ value: Int64) {
        column += 1
        sqlite3_bind_int64(statement, column, value)
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        column += 1
        guard let base = bytes.baseAddress else {
            sqlite3_bind_text(statement, column, "", 0, Self.transient)
            return
        }
        base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            _ = sqlite3_bind_text(statement, column, $0, CInt(bytes.count), Self.transient)
        }
    }

    func blob(_ bytes: UnsafeBufferPointer<UInt8>) {
        column += 1
        sqlite3_bind_blob(statement, column, bytes.baseAddress, CInt(bytes.count), Self.transient)
    }

    func null() {
        column += 1
        sqlite3_bind_null(statement, column)
    }

    /// Tells SQLite to copy what it is given.
    static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
