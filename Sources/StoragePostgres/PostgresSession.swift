// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

    import CLibPQ
    import Foundation
    import Storage

    /// One connection to a server.
    final class PostgresSession {
        /// Statements that the server keeps for it.
        private static let mostPrepared = 400

        private let connection: OpaquePointer
        private var prepared: [String: String] = [:]
        private var lastName = 0
        private(set) var dialect = Dialect.postgres

        /// - Parameter address: As `psql` takes it; what it leaves out comes from the `PG*` variables.
        /// - Throws: `PostgresFault`.
        init(_ address: String, schema: String, lockTimeoutSeconds: Double) throws {
            let options = [("connect_timeout", "10"), ("fallback_application_name", "exitgate"), ("dbname", address)]
            connection = Self.connect(options + [("client_encoding", "UTF8")])
            guard PQstatus(connection) == CONNECTION_OK else {
                // The end of this value ends the connection as well.
                throw PostgresFault(connecting: String(cString: PQerrorMessage(connection)))
            }
            PQsetNoticeProcessor(connection, { _, _ in }, nil)
            guard PQparameterStatus(connection, "server_encoding").map({ String(cString: $0) }) == "UTF8" else {
                throw StorageError(
                    .missing, "the database does not keep texts as UTF8",
                    hint: "createdb --encoding UTF8 --template template0 makes one that does")
            }
            try run(
                """
                SET client_min_messages = warning;
                SET search_path = \(Self.quoted(schema));
                SET lock_timeout = \(Int(max(lockTimeoutSeconds, 0.001) * 1000));
                SET statement_timeout = 600000;
                SET idle_in_transaction_session_timeout = 600000
                """)
            let version = try PostgresConnection(self).first("SELECT version()") { $0.text(0) } ?? ""
            if version.contains("CockroachDB") { dialect = .cockroach }
        }

        deinit { PQfinish(connection) }

        private static func connect(_ options: [(String, String)]) -> OpaquePointer {
            let keys = options.map { strdup($0.0) } + [nil]
            let values = options.map { strdup($0.1) } + [nil]
            defer { for text in keys + values { free(text) } }
            return PQconnectdbParams(keys.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
        }

        /// A name as SQL takes it, whatever it holds.
        static func quoted(_ name: String) -> String {
            var text = String.UnicodeScalarView("\"".unicodeScalars)
            for scalar in name.unicodeScalars {
                if scalar == "\"" { text.append("\"") }
                text.append(scalar)
            }
            text.append("\"")
            return String(text)
        }

        var isLost: Bool { PQstatus(connection) != CONNECTION_OK }

        /// Runs statements without values.
        func run(_ text: String) throws {
            let result = PQexec(connection, text)
            defer { PQclear(result) }
            try check(result, text)
        }

        /// Runs a statement with its values; the caller clears the result.
        func run(_ statement: SQLText) throws -> OpaquePointer? {
            let (text, values) = Self.withoutNulls(statement)
            let name = try prepare(text, values)
            let result = Self.bound(values) { count, pointers, lengths, formats in
                PQexecPrepared(connection, name, count, pointers, lengths, formats, 1)
            }
            do {
                try check(result, text)
            } catch {
                PQclear(result)
                throw error
            }
            return result
        }

        private func prepare(_ text: String, _ values: [SQLValue]) throws -> String {
            if let name = prepared[text] { return name }
            if prepared.count >= Self.mostPrepared {
                try run("DEALLOCATE ALL")
                prepared = [:]
            }
            lastName += 1
            let name = "s\(lastName)"
            var types = values.map(PostgresType.of)
            let result = PQprepare(connection, name, text, CInt(types.count), &types)
            defer { PQclear(result) }
            try check(result, text)
            prepared[text] = name
            return name
        }

        /// The server cannot tell of what type a NULL is, unless it stands in the text.
        static func withoutNulls(_ statement: SQLText) -> (text: String, values: [SQLValue]) {
            guard statement.values.contains(.null) else { return (statement.text, statement.values) }
            var text = ""
            var values: [SQLValue] = []
            let parts = statement.text.split(separator: "$", omittingEmptySubsequences: false)
            text += parts[0]
            for part in parts.dropFirst() {
                let digits = part.prefix(while: \.isNumber)
                guard let number = Int(digits), statement.values.indices.contains(number - 1) else {
                    text += "$\(part)"
                    continue
                }
                if statement.values[number - 1] == .null {
                    text += "NULL"
                } else {
                    values.append(statement.values[number - 1])
                    text += "$\(values.count)"
                }
                text += part.dropFirst(digits.count)
            }
            return (text, values)
        }

        private static func bound<Value>(
            _ values: [SQLValue],
            _ body: (CInt, [UnsafePointer<CChar>?], [CInt], [CInt]) throws -> Value
        ) rethrows -> Value {
            let bytes = values.map { value -> [UInt8] in
                switch value {
                case .null: []
                case .integer(let number): PostgresType.bigEndian(number)
                case .text(let text): Array(text.utf8)
                case .blob(let bytes): bytes
                }
            }
            // One buffer holds all, so that its address is good for all.
            var all: [UInt8] = []
            for one in bytes { all += one + [0] }
            return try all.withUnsafeBufferPointer { buffer in
                try buffer.withMemoryRebound(to: CChar.self) { buffer in
                    var place = 0
                    var pointers: [UnsafePointer<CChar>?] = []
                    for one in bytes {
                        pointers.append(buffer.baseAddress.map { $0 + place })
                        place += one.count + 1
                    }
                    return try body(
                        CInt(values.count), pointers, bytes.map { CInt($0.count) }, values.map { _ in 1 })
                }
            }
        }

        /// Sends rows of a table in the binary format of COPY.
        ///
        /// - Parameter rows: Writes all rows, and sends a part whenever it is large.
        func copy(_ statement: String, _ rows: (_ send: ([UInt8]) throws -> Void) throws -> Void) throws {
            let result = PQexec(connection, statement)
            let status = PQresultStatus(result)
            if status != PGRES_COPY_IN {
                defer { PQclear(result) }
                try check(result, statement)
                throw PostgresFault(state: "0A000", message: "the server takes no COPY", sql: statement)
            }
            PQclear(result)
            do {
                try rows { bytes in
                    let sent = bytes.withUnsafeBufferPointer { buffer in
                        buffer.withMemoryRebound(to: CChar.self) {
                            PQputCopyData(connection, $0.baseAddress, CInt($0.count))
                        }
                    }
                    guard sent == 1 else { throw fault(nil, statement) }
                }
            } catch {
                _ = PQputCopyEnd(connection, "the rows could not be made")
                while let rest = PQgetResult(connection) { PQclear(rest) }
                throw error
            }
            guard PQputCopyEnd(connection, nil) == 1 else { throw fault(nil, statement) }
            var found: PostgresFault?
            while let rest = PQgetResult(connection) {
                if found == nil, PQresultStatus(rest) != PGRES_COMMAND_OK { found = fault(rest, statement) }
                PQclear(rest)
            }
            if let found { throw found }
        }

        private func check(_ result: OpaquePointer?, _ sql: String) throws {
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
            default: throw fault(result, sql)
            }
        }

        private func fault(_ result: OpaquePointer?, _ sql: String) -> PostgresFault {
            let field = PQresultErrorField(result, CInt(UInt8(ascii: "C")))
            let message = PQresultErrorField(result, CInt(UInt8(ascii: "M"))).map { String(cString: $0) }
            return PostgresFault(
                state: field.map { String(cString: $0) },
                message: PostgresFault.firstLine(message ?? String(cString: PQerrorMessage(connection))), sql: sql)
        }
    }
#endif
