// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

    import CLibPQ
    import Storage

    /// A transaction on a session.
    struct PostgresConnection: StoreConnection {
        /// Values that are looked up with one statement.
        private static let lookup = 10_000

        private let session: PostgresSession

        init(_ session: PostgresSession) {
            self.session = session
        }

        var dialect: Dialect { session.dialect }

        func execute(_ statement: SQLText) throws {
            PQclear(try session.run(statement))
        }

        func each(_ statement: SQLText, _ take: (any StoreRow) throws -> Void) throws {
            let result = try session.run(statement)
            defer { PQclear(result) }
            for row in 0..<PQntuples(result) { try take(PostgresRow(result, row)) }
        }

        func insert(
            into table: String, columns: [String], count: Int, bind: (_ index: Int, any StoreBinder) throws -> Void
        ) throws {
            guard count > 0 else { return }
            let names = columns.map(PostgresSession.quoted).joined(separator: ", ")
            let binder = CopyBinder()
            try session.copy("COPY \(PostgresSession.quoted(table)) (\(names)) FROM STDIN (FORMAT binary)") { send in
                binder.begin()
                for index in 0..<count {
                    binder.row(columns: columns.count)
                    try bind(index, binder)
                    if binder.bytes.count > 1 << 18 { try send(binder.take()) }
                }
                binder.end()
                try send(binder.take())
            }
        }

        func run(
            _ statement: String, count: Int, bind: (_ index: Int, any StoreBinder) throws -> Void,
            _ take: (_ index: Int, any StoreRow) throws -> Void
        ) throws {
            for index in 0..<count {
                let binder = ValueBinder()
                try bind(index, binder)
                try each(SQLText(text: statement, values: binder.values)) { try take(index, $0) }
            }
        }

        func find(
            in table: String, by column: String, count: Int, bind: (_ index: Int, any StoreBinder) -> Void,
            found: (_ index: Int, _ id: Int64) -> Void
        ) throws {
            for start in stride(from: 0, to: count, by: Self.lookup) {
                let binder = ArrayBinder()
                for index in start..<min(count, start + Self.lookup) { bind(index, binder) }
                let name = PostgresSession.quoted(column)
                try each(
                    """
                    SELECT w.place, t.id
                    FROM unnest(CAST(\(binder.literal) AS \(raw: binder.type)[])) WITH ORDINALITY AS w (value, place)
                    JOIN \(raw: PostgresSession.quoted(table)) t ON t.\(raw: name) = w.value
                    ORDER BY w.place
                    """
                ) { row in found(start + Int(row.integer(0)) - 1, row.integer(1)) }
            }
        }
    }

    /// Writes rows in the binary format of COPY.
    private final class CopyBinder: StoreBinder {
        private(set) var bytes: [UInt8] = []

        func begin() {
            bytes += Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0]
            bytes += [0, 0, 0, 0, 0, 0, 0, 0]
        }

        func end() { bytes += [0xFF, 0xFF] }

        func row(columns: Int) { bytes += PostgresType.bigEndian(Int16(columns)) }

        func take() -> [UInt8] {
            defer { bytes.removeAll(keepingCapacity: true) }
            return bytes
        }

        func integer(_ value: Int64) {
            bytes += [0, 0, 0, 8]
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        }

        func text(_ value: UnsafeBufferPointer<UInt8>) { blob(value) }

        func blob(_ value: UnsafeBufferPointer<UInt8>) {
            withUnsafeBytes(of: Int32(value.count).bigEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: value)
        }

        func null() { bytes += [0xFF, 0xFF, 0xFF, 0xFF] }
    }

    /// Keeps the values of one row.
    private final class ValueBinder: StoreBinder {
        private(set) var values: [SQLValue] = []

        func integer(_ value: Int64) { values.append(.integer(value)) }
        func text(_ bytes: UnsafeBufferPointer<UInt8>) { values.append(.text(String(decoding: bytes, as: UTF8.self))) }
        func blob(_ bytes: UnsafeBufferPointer<UInt8>) { values.append(.blob(Array(bytes))) }
        func null() { values.append(.null) }
    }

    /// Writes values as one array.
    private final class ArrayBinder: StoreBinder {
        private(set) var type = "text"
        private var items: [String] = []

        var literal: String { "{\(items.joined(separator: ","))}" }

        func integer(_ value: Int64) {
            type = "bigint"
            items.append(String(value))
        }

        func text(_ bytes: UnsafeBufferPointer<UInt8>) {
            var text: [UInt8] = [UInt8(ascii: "\"")]
            for byte in bytes {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
                text.append(byte)
            }
            items.append(String(decoding: text, as: UTF8.self) + "\"")
        }

        func blob(_ bytes: UnsafeBufferPointer<UInt8>) {
            type = "bytea"
            let digits = Array("0123456789abcdef".utf8)
            var text = Array("\"\\\\x".utf8)
            for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
            items.append(String(decoding: text, as: UTF8.self) + "\"")
        }

        func null() { items.append("NULL") }
    }
#endif
