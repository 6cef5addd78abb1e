// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

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

        /// A name for any project, at most 63 bytes long and different for each.
        static func name(ofProject project: String) -> String {
            let words = project.lowercased().unicodeScalars.map { scalar -> Character in
                ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : "_"
            }
            let plain = String(words)
            guard plain != project || plain.utf8.count > 40 else { return "exitgate_\(plain)" }
            let hash = project.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
            return "exitgate_\(plain.prefix(30))_\(String(hash, radix: 16))"
        }

        /// - Throws: `PostgresFault`, `StorageError`.
        func open(_ mode: PostgresDriver.Mode) throws {
            for attempt in 1...Self.tries {
                do {
                    if mode == .writing, try version() == nil { try make() }
                    guard let found = try version() else {
                        throw PostgresFault(state: "42P01", message: "no tables", sql: nil)
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

        private func make() throws {
            // To make one takes a right on the database that an owner of the tables need not have.
            let known = try PostgresConnection(session).number(
                "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = \(schema)")
            if known == 0 { try session.run("CREATE SCHEMA IF NOT EXISTS \(PostgresSession.quoted(schema))") }
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
                try Self.queue(connection)
                let found = try connection.number("SELECT version FROM exitgate_schema WHERE id = 1")
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
        static func queue(_ connection: PostgresConnection) throws {
            _ = try connection.number("SELECT version FROM exitgate_schema WHERE id = 1 FOR UPDATE")
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
