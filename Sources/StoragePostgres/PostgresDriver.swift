// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL

    import Foundation
    package import Storage

    /// A store on a PostgreSQL server, through libpq: many pipeline jobs, one truth.
    ///
    /// A project is a schema of its own. Writers queue on one locked row, so that a transaction sees all that was written before
    /// it. A transaction that the server gives up, or whose connection is lost, is tried once more; one whose end nobody heard of
    /// left a mark in the store when it was kept, and is not repeated.
    package final class PostgresDriver: StoreDriver, @unchecked Sendable {
        /// What the store is opened for.
        package enum Mode: Sendable {
            case reading
            /// Made when it is missing, and brought up to date.
            case writing
        }

        package let location: String
        private let address: String
        private let schema: String
        private let lockTimeoutSeconds: Double
        private let lock = NSLock()
        private var session: PostgresSession?

        /// - Parameters:
        ///   - address: As `psql` takes it; what it leaves out comes from the `PG*` variables.
        ///   - project: Whose rows these are; no other project sees them.
        /// - Throws: `StorageError`.
        package init(
            address: String, project: String, mode: Mode, lockTimeoutSeconds: Double = 30
        ) throws {
            self.address = address
            self.lockTimeoutSeconds = lockTimeoutSeconds
            schema = PostgresSchema.name(ofProject: project)
            location = PostgresAddress.harmless(address) + ", project \(project)"
            do {
                let session = try PostgresSession(address, schema: schema, lockTimeoutSeconds: lockTimeoutSeconds)
                self.session = session
                try PostgresSchema(session, schema).open(mode)
            } catch {
                throw storageError(error)
            }
        }

        package func read<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value {
            try transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { session, _ in
                (try body(PostgresConnection(session)), nil)
            }
        }

        package func write<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value {
            try transaction("BEGIN ISOLATION LEVEL READ COMMITTED") { session, mark in
                let connection = PostgresConnection(session)
                try PostgresSchema.queue(connection)
                let value = try body(connection)
                try PostgresSchema.note(mark, connection)
                return (value, mark)
            }
        }

        /// - Parameter body: Answers the value, and the mark that it left in the store; nil for none.
        private func transaction<Value>(
            _ begin: String, _ body: (PostgresSession, _ mark: String) throws -> (Value, String?)
        ) throws -> Value {
            try lock.withLock {
                let mark = UUID().uuidString
                var done: Value?
                for isLast in [false, true] {
                    do {
                        let session = try connected()
                        // The end of the first try may have been kept although nobody said so.
                        if let done, try PostgresSchema.holds(mark, PostgresConnection(session)) { return done }
                        try session.run(begin)
                        let (value, noted): (Value, String?)
                        do {
                            (value, noted) = try body(session, mark)
                        } catch {
                            try? session.run("ROLLBACK")
                            throw error
                        }
                        if noted != nil { done = value }
                        try session.run("COMMIT")
                        return value
                    } catch let fault as PostgresFault where !isLast && (fault.isTransient || fault.isLost) {
                        if session?.isLost ?? true { session = nil }
                    } catch {
                        if session?.isLost ?? false { session = nil }
                        throw storageError(error)
                    }
                }
                throw StorageError(.unexpected, "a transaction ended without an answer")
            }
        }

        private func connected() throws -> PostgresSession {
            if let session, !session.isLost { return session }
            let new = try PostgresSession(address, schema: schema, lockTimeoutSeconds: lockTimeoutSeconds)
            session = new
            return new
        }

        private func storageError(_ error: any Error) -> any Error {
            (error as? PostgresFault)?.storageError(location) ?? error
        }

        /// What the server calls itself, such as `PostgreSQL 15.18`.
        package func serverVersion() throws -> String {
            let text = try read { try $0.first("SELECT version()") { $0.text(0) } } ?? ""
            return text.split(separator: " ").prefix(2).joined(separator: " ")
        }

        /// Removes the project with all that it holds; for tests.
        package func remove() throws {
            try lock.withLock {
                try connected().run("DROP SCHEMA \(PostgresSession.quoted(schema)) CASCADE")
            }
        }
    }
#endif
