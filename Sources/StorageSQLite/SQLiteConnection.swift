// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import GRDBSQLite
import Storage

/// A transaction on a GRDB connection.
struct SQLiteConnection: StoreConnection {
    private let database: Database

    init(_ database: Database) {
        self.database = database
    }

    var dialect: Dialect { .sqlite }

    func execute(_ statement: SQLText) throws {
        let prepared = try database.cachedStatement(sql: statement.text)
        try bind(statement, to: prepared)
        try prepared.execute()
    }

    func query<Value>(_ statement: SQLText, _ read: (any StoreRow) throws -> Value) throws -> [Value] {
        let prepared = try database.cachedStatement(sql: statement.text)
        try bind(statement, to: prepared)
        let cursor = try RowCursorReader(prepared, in: database)
        return try cursor.readAll(read)
    }

    func insert(
        into table: String, columns: [String], count: Int, bind: (_ index: Int, any StoreBinder) throws -> Void
    ) throws {
        guard count > 0 else { return }
        let places = (1...columns.count).map { "?\($0)" }.joined(separator: ", ")
        let statement = try database.cachedStatement(
            sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))")
        let handle = statement.sqliteStatement
        let binder = SQLiteBinder(handle)
        for index in 0..<count {
            binder.column = 0
            try bind(index, binder)
            let code = sqlite3_step(handle)
            sqlite3_reset(handle)
            guard code == SQLITE_DONE else {
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database.sqliteConnection)), sql: statement.sql)
            }
        }
        sqlite3_clear_bindings(handle)
    }

    private func bind(_ text: SQLText, to statement: Statement) throws {
        statement.setUncheckedArguments(
            StatementArguments(
                text.values.map { value -> (any DatabaseValueConvertible)? in
                    switch value {
                    case .null: nil
                    case .integer(let number): number
                    case .text(let string): string
                    case .blob(let bytes): Data(bytes)
                    }
                }))
    }
}

/// Steps through the rows of a statement without a copy of their values.
private struct RowCursorReader {
    private let cursor: RowCursor

    init(_ statement: Statement, in database: Database) throws {
        cursor = try Row.fetchCursor(statement)
    }

    func readAll<Value>(_ read: (any StoreRow) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        while let row = try cursor.next() { values.append(try read(SQLiteRow(row))) }
        return values
    }
}

/// A row of GRDB by position.
private struct SQLiteRow: StoreRow {
    private let row: Row

    init(_ row: Row) {
        self.row = row
    }

    func integer(_ column: Int) -> Int64 { row[column] ?? 0 }
    func optionalInteger(_ column: Int) -> Int64? { row[column] }
    func text(_ column: Int) -> String { row[column] ?? "" }
    func optionalText(_ column: Int) -> String? { row[column] }

    func withBytes<Value>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value {
        let data: Data = row[column] ?? Data()
        return try data.withUnsafeBytes { try body($0.bindMemory(to: UInt8.self)) }
    }
}

/// Binds borrowed bytes; SQLite copies none of them, because the row is stepped before they go.
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

    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

extension Dialect {
    static let sqlite = Dialect(
        identity: "INTEGER PRIMARY KEY", integer: "INTEGER", text: "TEXT", blob: "BLOB", tableSuffix: " STRICT",
        jsonElements: { "json_each(\($0))" })
}
