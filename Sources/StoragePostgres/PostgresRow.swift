// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

    import CLibPQ
    import Storage

    /// Types of the server, and how values look in its binary format.
    enum PostgresType {
        static let boolean: Oid = 16
        static let bytes: Oid = 17
        static let bigint: Oid = 20
        static let smallint: Oid = 21
        static let integer: Oid = 23
        static let text: Oid = 25
        static let real: Oid = 700
        static let double: Oid = 701
        static let numeric: Oid = 1700

        static func of(_ value: SQLValue) -> Oid {
            switch value {
            case .null: 0
            case .integer: bigint
            case .text: text
            case .blob: bytes
            }
        }

        static func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: number.bigEndian) { Array($0) }
        }

        static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
            bytes.reduce(0) { $0 << 8 | UInt64($1) }
        }

        /// The whole part of a number of any length: groups of four digits, the first with a weight.
        static func whole(numeric bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
            guard bytes.count >= 8 else { return 0 }
            func short(_ place: Int) -> Int { Int(bytes[place]) << 8 | Int(bytes[place + 1]) }
            let weight = Int(Int16(truncatingIfNeeded: short(2)))
            var value: Int64 = 0
            for group in 0...max(weight, 0) where weight >= 0 {
                let digits = group < short(0) && bytes.count >= 10 + 2 * group ? short(8 + 2 * group) : 0
                value = value &* 10_000 &+ Int64(digits)
            }
            return short(4) == 0x4000 ? -value : value
        }
    }

    /// A row of a result; its columns are read in place.
    struct PostgresRow: StoreRow {
        private let result: OpaquePointer?
        private let row: CInt

        init(_ result: OpaquePointer?, _ row: CInt) {
            self.result = result
            self.row = row
        }

        func integer(_ column: Int) -> Int64 {
            let type = PQftype(result, CInt(column))
            return withBytes(column) { bytes in
                guard bytes.count > 0 else { return 0 }
                switch type {
                case PostgresType.bigint: return Int64(bitPattern: PostgresType.number(bytes))
                case PostgresType.integer: return Int64(Int32(truncatingIfNeeded: PostgresType.number(bytes)))
                case PostgresType.smallint: return Int64(Int16(truncatingIfNeeded: PostgresType.number(bytes)))
                case PostgresType.boolean: return bytes[0] == 0 ? 0 : 1
                case PostgresType.numeric: return PostgresType.whole(numeric: bytes)
                case PostgresType.double: return Int64(Double(bitPattern: PostgresType.number(bytes)))
                case PostgresType.real:
                    return Int64(Float(bitPattern: UInt32(truncatingIfNeeded: PostgresType.number(bytes))))
                default: return Int64(String(decoding: bytes, as: UTF8.self)) ?? 0
                }
            }
        }

        func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }

        func text(_ column: Int) -> String {
            let numbers = [PostgresType.bigint, PostgresType.integer, PostgresType.smallint, PostgresType.numeric]
            if numbers.contains(PQftype(result, CInt(column))) { return String(integer(column)) }
            return withBytes(column) { String(decoding: $0, as: UTF8.self) }
        }

        func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

        private func isNull(_ column: Int) -> Bool { PQgetisnull(result, row, CInt(column)) == 1 }

        func withBytes<Value>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Value) rethrows -> Value {
            let count = Int(PQgetlength(result, row, CInt(column)))
            guard count > 0, let start = PQgetvalue(result, row, CInt(column)) else {
                return try body(UnsafeBufferPointer(start: nil, count: 0))
            }
            return try start.withMemoryRebound(to: UInt8.self, capacity: count) {
                try body(UnsafeBufferPointer(start: $0, count: count))
            }
        }
    }
#endif
