// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
package import Storage
import TestPhase

/// Moves a whole store into an empty one, of any engine, and proves that both hold the same.
package struct CopyStore {
    /// Rows that are held at once.
    private static let chunk = 5_000

    package struct Outcome: Sendable, Equatable {
        package var rows = 0
        package var tables = 0
        /// SHA-256 over every value of every row of every table, 64 hexadecimal digits.
        package var digest = ""
    }

    private let source: any StoreDriver
    private let target: any StoreDriver

    /// - Parameters:
    ///   - source: Is only read.
    ///   - target: Must hold no run and no decision.
    package init(from source: any StoreDriver, to target: any StoreDriver) {
        self.source = source
        self.target = target
    }

    /// Copies in one transaction of each, reads the copy again, and compares.
    ///
    /// - Throws: `Refusal` where the target is not empty, `StorageError` where both differ; nothing is kept then.
    /// - Complexity: O(rows), twice; memory for some thousand rows.
    package func perform(progress: (_ table: String, _ rows: Int) -> Void = { _, _ in }) throws -> Outcome {
        try source.read { from in
            try target.write { to in
                try Self.checkEmpty(to, target.location)
                var outcome = Outcome()
                var digests = (SHA256(), SHA256())
                let tables = try StoreTables(from).names()
                if let unknown = Set(tables).symmetricDifference(StoreTables.all).min() {
                    throw StorageError(.unexpected, "the table \(unknown) is not known in both stores")
                }
                try to.execute("DELETE FROM store_info")
                for table in StoreTables.all {
                    let columns = try StoreTables(from).columns(of: table)
                    let rows = try Self.copy(table, columns, from, to, &digests.0)
                    try Self.digest(table, columns, to, &digests.1)
                    if columns.contains(where: { $0.name == "id" }), let number = to.dialect.numberOn(table, "id") {
                        _ = try to.query("\(raw: number)") { _ in }
                    }
                    outcome.rows += rows
                    outcome.tables += 1
                    progress(table, rows)
                }
                outcome.digest = Hexadecimal.text(digests.0.finalize())
                guard Hexadecimal.text(digests.1.finalize()) == outcome.digest else {
                    throw StorageError(.damaged, "the copy differs from \(source.location); nothing was kept")
                }
                return outcome
            }
        }
    }

    private static func checkEmpty(_ connection: any StoreConnection, _ location: String) throws {
        let rows = try connection.number(
            "SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM decision) + (SELECT count(*) FROM asset)")
        guard rows == 0 else {
            throw Refusal(message: "\(location) holds something already", hint: "copy into a store that does not exist yet")
        }
    }

    private static func copy(
        _ table: String, _ columns: [StoreTables.Column], _ from: any StoreConnection, _ to: any StoreConnection,
        _ digest: inout SHA256
    ) throws -> Int {
        try visit(table, columns, from, &digest) { rows in
            try to.insert(into: table, columns: columns.map(\.name), count: rows.count) { index, binder in
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
    }

    private static func digest(
        _ table: String, _ columns: [StoreTables.Column], _ connection: any StoreConnection, _ digest: inout SHA256
    ) throws {
        _ = try visit(table, columns, connection, &digest) { _ in }
    }

    /// Visits all rows of a table in an order that every engine agrees on.
    private static func visit(
        _ table: String, _ columns: [StoreTables.Column], _ connection: any StoreConnection, _ digest: inout SHA256,
        _ body: ([[SQLValue]]) throws -> Void
    ) throws -> Int {
        let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let order = columns.contains { $0.name == "id" } ? "id" : names
        digest.update(data: Data("\(table)(\(columns.map(\.name).joined(separator: ",")))\n".utf8))
        var count = 0
        while true {
            let rows = try connection.query(
                """
                SELECT \(raw: names)
                FROM \(raw: "\"\(table)\"")
                ORDER BY \(raw: order)
                LIMIT \(chunk) OFFSET \(count)
                """
            ) { row in columns.indices.map { value(row, $0, columns[$0].kind) } }
            for row in rows { update(&digest, row) }
            try body(rows)
            count += rows.count
            if rows.count < chunk { return count }
        }
    }

    private static func value(_ row: any StoreRow, _ column: Int, _ kind: StoreTables.Kind) -> SQLValue {
        guard row.optionalText(column) != nil else { return .null }
        switch kind {
        case .integer: return .integer(row.integer(column))
        case .text: return .text(row.text(column))
        case .blob: return .blob(row.withBytes(column) { Array($0) })
        }
    }

    private static func update(_ digest: inout SHA256, _ row: [SQLValue]) {
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
        digest.update(data: Data(bytes))
    }
}
