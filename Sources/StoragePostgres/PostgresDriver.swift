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
            location = try PostgresAddress.harmless(address) + ", project \(project)"
            do {
                let session = try PostgresSession(address, schema: schema, lockTimeoutSeconds: lockTimeoutSeconds)
                self.session = session
                try PostgresSchema(session, schema).open(mode)
            } catch {
                throw storageError(error)
            }
        }

        /// A reader may have told somebody already, so it is not tried again once it began.
        package func read<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value {
            try lock.withLock {
                do {
                    let session = try begun("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    return try Self.finished(session) { try body(PostgresConnection(session)) }
                } catch {
                    throw failed(error)
                }
            }
        }

        package func write<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value {
            try lock.withLock {
                let mark = UUID().uuidString
                var done: Value?
                for pause in Self.pauses {
                    do {
                        let session = try begun("BEGIN ISOLATION LEVEL READ COMMITTED")
                        return try Self.finished(session) {
                            let connection = PostgresConnection(session)
                            try PostgresSchema.queue(connection)
                            // The end of an earlier try may have been kept although nobody said so.
                            if let done, try PostgresSchema.holds(mark, connection) { return done }
                            let value = try body(connection)
                            try PostgresSchema.note(mark, connection)
                            done = value
                            return value
                        }
                    } catch let fault as PostgresFault where fault.isTransient || fault.isLost {
                        if session?.isLost ?? true { session = nil }
                        guard let pause else { throw done == nil ? failed(fault) : unknownEnd(fault) }
                        Thread.sleep(forTimeInterval: pause)
                    } catch {
                        throw failed(error)
                    }
                }
                throw StorageError(.unexpected, "a transaction ended without an answer")
            }
        }

        /// Seconds between tries; nil ends them.
        private static let pauses: [Double?] = [0, 0.3, 1, nil]

        /// A session in a new transaction; one that was lost is made anew.
        private func begun(_ begin: String) throws -> PostgresSession {
            if let session, !session.isLost {
                do {
                    try session.run(begin)
                    return session
                } catch let fault as PostgresFault where fault.isLost {
                    self.session = nil
                }
            }
            let new = try PostgresSession(address, schema: schema, lockTimeoutSeconds: lockTimeoutSeconds)
            session = new
            try new.run(begin)
            return new
        }

        private static func finished<Value>(_ session: PostgresSession, _ body: () throws -> Value) throws -> Value {
            let value: Value
            do {
                value = try body()
            } catch {
                try? session.run("ROLLBACK")
                throw error
            }
            try session.run("COMMIT")
            return value
        }

        private func failed(_ error: any Error) -> any Error {
            if session?.isLost ?? false { session = nil }
            return storageError(error)
        }

        private func unknownEnd(_ fault: PostgresFault) -> StorageError {
            StorageError(
                .unreachable, "the connection to \(location) was lost at the end: whether it was kept is unknown",
                hint: "look before you repeat a decision; an upload that is sent again is stored once")
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
                try begun("BEGIN").run("DROP SCHEMA \(PostgresSession.quoted(schema)) CASCADE; COMMIT")
            }
        }
    }
#endif
