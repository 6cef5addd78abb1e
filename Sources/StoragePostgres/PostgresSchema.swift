// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

    import Crypto
    import Storage

    /// The schema of a project: whether it is there, of which version it is, and who writes.
    struct PostgresSchema {
        private static let tries = 5
        /// Marks of transactions are kept for a day.
        private static let markMilliseconds: Int64 = 86_400_000

        private let session: PostgresSession
        private let schema: String

        init(_ session: PostgresSession, _ schema: String) {
            self.session = session
            self.schema = schema
        }

        /// A name for any project, at most 63 bytes long and different for each: either the name itself, or one with a hash
        /// behind an underscore, which no plain name holds.
        static func name(ofProject project: String) -> String {
            func isPlain(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
            if !project.isEmpty, project.utf8.count <= 40, project.utf8.allSatisfy(isPlain) {
                return "exitgate_\(project)"
            }
            let words = project.lowercased().utf8.map { isPlain($0) ? Character(Unicode.Scalar($0)) : "_" }
            let hash = SHA256.hash(data: Array(project.utf8)).prefix(8).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return "exitgate_\(String(words.prefix(28)))_\(hash.joined())"
        }

        /// - Throws: `PostgresFault`, `StorageError`.
        func open(_ mode: PostgresDriver.Mode) throws {
            for attempt in 1...Self.tries {
                do {
                    if mode == .writing, try version() == nil { try make() }
                    guard let found = try version() else {
                        let isHidden = try exists()
                        throw PostgresFault(
                            state: isHidden ? "42501" : "42P01",
                            message: isHidden ? "the tables of the project are not for this user" : "no tables",
                            sql: nil)
                    }
                    if found == Migration.current { return }
                    if found > Migration.current {
                        throw StorageError(
                            .newer, "the store has schema \(found), this program knows \(Migration.current)",
                            hint: "update exitgate, or name another store with --store")
                    }
                    guard mode == .writing else {
                        throw StorageError(
                            .unexpected, "the store has schema \(found), this program needs \(Migration.current)",
                            hint: "exitgate store migrate")
                    }
                    try migrate()
                    return
                } catch let fault as PostgresFault where fault.isRace && attempt < Self.tries {
                    // Another program made the same at once: look again.
                    try? session.run("ROLLBACK")
                }
            }
        }

        /// nil where nothing was made yet.
        private func version() throws -> Int? {
            do {
                return try PostgresConnection(session).first("SELECT version FROM exitgate_schema WHERE id = 1") {
                    Int($0.integer(0))
                }
            } catch let fault as PostgresFault where fault.isMissing {
                return nil
            }
        }

        private func exists() throws -> Bool {
            try PostgresConnection(session).number(
                "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = \(schema)") > 0
        }

        private func make() throws {
            // To make one takes a right on the database that an owner of the tables need not have.
            if try !exists() { try session.run("CREATE SCHEMA IF NOT EXISTS \(PostgresSession.quoted(schema))") }
            try session.run(
                """
                CREATE TABLE IF NOT EXISTS exitgate_schema (
                    id bigint PRIMARY KEY,
                    version bigint NOT NULL
                );
                CREATE TABLE IF NOT EXISTS exitgate_mark (
                    mark text PRIMARY KEY,
                    at bigint NOT NULL
                );
                INSERT INTO exitgate_schema (id, version) VALUES (1, 0) ON CONFLICT (id) DO NOTHING
                """)
        }

        private func migrate() throws {
            try session.run("BEGIN")
            do {
                let connection = PostgresConnection(session)
                let found = try Self.locked(connection)
                if found < Migration.current {
                    try Migration.run(from: Int(found), on: connection)
                    try connection.execute("UPDATE exitgate_schema SET version = \(Migration.current) WHERE id = 1")
                }
                try session.run("COMMIT")
            } catch {
                try? session.run("ROLLBACK")
                throw error
            }
        }

        /// Waits until no other program writes to the project.
        ///
        /// - Throws: `StorageError` where somebody migrated it meanwhile.
        static func queue(_ connection: PostgresConnection) throws {
            let found = try locked(connection)
            guard found == Migration.current else {
                throw StorageError(
                    found > Migration.current ? .newer : .unexpected,
                    "the store has schema \(found), this program knows \(Migration.current)",
                    hint: found > Migration.current ? "update exitgate" : "exitgate store migrate")
            }
        }

        private static func locked(_ connection: PostgresConnection) throws -> Int64 {
            try connection.number("SELECT version FROM exitgate_schema WHERE id = 1 FOR UPDATE")
        }

        /// Leaves a mark that tells later whether the transaction was kept.
        static func note(_ mark: String, _ connection: PostgresConnection) throws {
            let now: SQLText = "CAST(extract(epoch FROM now()) * 1000 AS bigint)"
            try connection.execute("DELETE FROM exitgate_mark WHERE at < \(now) - \(markMilliseconds)")
            try connection.execute("INSERT INTO exitgate_mark (mark, at) VALUES (\(mark), \(now))")
        }

        static func holds(_ mark: String, _ connection: PostgresConnection) throws -> Bool {
            try connection.number("SELECT count(*) FROM exitgate_mark WHERE mark = \(mark)") > 0
        }
    }
#endif
