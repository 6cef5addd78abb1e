// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
import TestPhase

/// All rows of a table, for what moves or compares whole stores.
package struct TableRows {
    /// Rows that are held at once.
    private static let chunk = 5_000

    private let table: String
    private let columns: [StoreTables.Column]
    private let connection: any StoreConnection

    package init(_ table: String, _ columns: [StoreTables.Column], _ connection: any StoreConnection) {
        self.table = table
        self.columns = columns
        self.connection = connection
    }

    /// Visits the rows in an order that every engine agrees on; answers how many there are.
    ///
    /// - Parameter digest: Takes every value of every row.
    package func visit(_ digest: inout RowsDigest, _ body: ([[SQLValue]]) throws -> Void) throws -> Int {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let order = columns.contains { $0.name == "id" } ? "id" : names
        digest.begin(table, columns)
        var count = 0
        var rows: [[SQLValue]] = []
        try connection.each("SELECT \(raw: names) FROM \(raw: "\"\(table)\"") ORDER BY \(raw: order)") { row in
            rows.append(columns.indices.map { value(row, $0) })
            digest.add(rows[rows.count - 1])
            count += 1
            guard rows.count == Self.chunk else { return }
            try body(rows)
            rows.removeAll(keepingCapacity: true)
        }
        if !rows.isEmpty { try body(rows) }
        return count
    }

    private func value(_ row: any StoreRow, _ column: Int) -> SQLValue {
        guard row.optionalText(column) != nil else { return .null }
        switch columns[column].kind {
        case .integer: return .integer(row.integer(column))
        case .text: return .text(row.text(column))
        case .blob: return .blob(row.withBytes(column) { Array($0) })
        }
    }

    package func insert(_ rows: [[SQLValue]]) throws {
        try connection.insert(into: table, columns: columns.map(\.name), count: rows.count) { index, binder in
            for value in rows[index] {
                switch value {
                case .null: binder.null()
                case .integer(let number): binder.integer(number)
                case .text(let text): binder.text(text)
                case .blob(let bytes): binder.blob(bytes)
                }
            }
        }
    }

    package func delete() throws {
        try connection.execute("DELETE FROM \(raw: "\"\(table)\"")")
    }

    /// Has the table go on with its numbers behind the largest that it holds.
    package func numberOn() throws {
        guard columns.contains(where: { $0.name == "id" }), let query = connection.dialect.numberOn(table, "id") else {
            return
        }
        try connection.each("\(raw: query)") { _ in }
    }
}

/// SHA-256 over rows, in which no two different lists of values look alike.
package struct RowsDigest {
    private var hash = SHA256()

    package init() {}

    fileprivate mutating func begin(_ table: String, _ columns: [StoreTables.Column]) {
        update(Array("\(table)(\(columns.map(\.name).joined(separator: ",")))\n".utf8))
    }

    fileprivate mutating func add(_ row: [SQLValue]) {
        var bytes: [UInt8] = []
        for value in row {
            switch value {
            case .null: bytes.append(UInt8(ascii: "n"))
            case .integer(let number): bytes += Array("i\(number) ".utf8)
            case .text(let text): bytes += Array("t\(text.utf8.count) \(text)".utf8)
            case .blob(let blob): bytes += Array("b\(blob.count) ".utf8) + blob
            }
        }
        bytes.append(UInt8(ascii: "\n"))
        update(bytes)
    }

    private mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    /// 64 hexadecimal digits.
    package func text() -> String { Hexadecimal.text(hash.finalize()) }
}
