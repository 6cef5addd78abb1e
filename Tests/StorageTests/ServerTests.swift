// Exitgate
// SPDX-License-Identifier: Apache-2.0

#if PostgreSQL
    import Foundation
    import Storage
    import StoragePostgres
    import TestPhase
    import Testing

    /// What only a store on a server can do, or can go wrong with it.
    @Suite(.enabled(if: Fixture.server != nil, "Tests/run.sh starts a server"))
    struct ServerTests {
        private static let address = Fixture.server ?? ""

        private static func driver(
            _ address: String = address, project: String, mode: PostgresDriver.Mode = .writing, timeout: Double = 20
        ) throws -> PostgresDriver {
            try PostgresDriver(address: address, project: project, mode: mode, lockTimeoutSeconds: timeout)
        }

        private static func with(_ body: (_ project: String, PostgresDriver) throws -> Void) throws {
            let project = "server \(UUID().uuidString)"
            let driver = try driver(project: project)
            defer { try? driver.remove() }
            try body(project, driver)
        }

        private static func changed(_ part: String, _ other: String) -> String { address.replacing(part, with: other) }

        @Test(arguments: [
            ("tester:exitgate", "tester:wrong", StorageError.Kind.denied), ("tester:exitgate", "nobody:x", .denied),
            ("/postgres", "/nowhere", .missing), ("127.0.0.1", "127.0.0.1:1/x?", .unreachable),
        ])
        func `what is wrong with an address is told in one line, without its password`(
            part: String, other: String, kind: StorageError.Kind
        ) throws {
            let address =
                other.hasSuffix("?") ? "postgresql://tester:exitgate@127.0.0.1:1/x" : Self.changed(part, other)

            let error = #expect(throws: StorageError.self) { try Self.driver(address, project: "x") }

            #expect(error?.kind == kind, "\(String(describing: error))")
            #expect(error?.hint != nil)
            let text = "\(error?.message ?? "") \(error?.hint ?? "")"
            #expect(!text.contains("exitgate@") && !text.contains("wrong") && !text.contains("\n"))
        }

        @Test(arguments: [
            "postgresql://me:pa/ss@h/x", "postgresql://me:pa%SEss@h/x", "postgresql://me:pa@ss@h/x",
            "postgresql://me:pa@ss:1@h:1/x",
        ])
        func `an address in which a password is not written as it must be is not shown at all`(address: String) {
            let error = #expect(throws: StorageError.self) { try Self.driver(address, project: "x") }

            let text = "\(error?.message ?? "") \(error?.hint ?? "")"
            #expect(!text.contains("ss@") && !text.contains("pa/") && !text.contains("pa@"), "\(text)")
            #expect(error?.hint != nil)
        }

        @Test func `a name that looks like the schema of another project is its own`() throws {
            let words = UUID().uuidString
            let upper = try Self.driver(project: "Shop \(words)")
            defer { try? upper.remove() }
            let schema = try upper.read { try $0.query("SELECT CAST(current_schema() AS text)") { $0.text(0) } }
            let alike = try Self.driver(project: String((schema.first ?? "").dropFirst("exitgate_".count)))
            defer { try? alike.remove() }

            try alike.addRun("nightly")

            #expect(try (upper.count("run"), alike.count("run")) == (0, 1))
        }

        @Test func `names as long as systems allow find their place`() throws {
            try Self.with { _, driver in
                let name = String(repeating: "ä\\", count: 680)
                for _ in 0..<2 {
                    try driver.write { connection in
                        var rows = GroupRows(connection, expected: 1)
                        let suite = try rows.suite(parent: nil, name: name)
                        _ = try rows.group(suite: suite, className: name, file: name, isSuite: false)
                        try rows.flush()
                    }
                }
                #expect(try (driver.count("suite"), driver.count("test_group")) == (1, 1))
            }
        }

        @Test func `a store that nobody made is missing for readers`() throws {
            let error = #expect(throws: StorageError.self) {
                try Self.driver(project: "never made", mode: .reading)
            }
            #expect(error?.kind == .missing)
        }

        @Test(arguments: [Migration.current + 1, Migration.current - 1])
        func `another schema is refused, also by whoever opened the store before`(version: Int) throws {
            try Self.with { project, driver in
                try driver.write { try $0.execute("UPDATE exitgate_schema SET version = \(version)") }
                let kind: StorageError.Kind = version > Migration.current ? .newer : .unexpected

                let reader = #expect(throws: StorageError.self) { try Self.driver(project: project, mode: .reading) }
                let old = #expect(throws: StorageError.self) { try driver.addRun("nightly") }

                #expect(reader?.kind == kind && old?.kind == kind)
                #expect(reader?.hint?.hasPrefix(kind == .newer ? "update exitgate" : "exitgate store migrate") == true)
            }
        }

        @Test func `projects of one database do not see each other`() throws {
            try Self.with { _, one in
                try Self.with { _, other in
                    try one.addRun("nightly")
                    #expect(try (one.count("run"), other.count("run")) == (1, 0))
                }
            }
        }

        @Test(arguments: ["shop", "Shop", "shop ", "shöp", "a\"b; DROP SCHEMA x", String(repeating: "x", count: 200)])
        func `every name of a project is a schema of its own`(project: String) throws {
            let name = "\(project) \(UUID().uuidString)"
            let driver = try Self.driver(project: name)
            defer { try? driver.remove() }
            try driver.addRun("nightly")
            #expect(try Self.driver(project: name, mode: .reading).count("run") == 1)
        }

        @Test func `many first writers make one schema, and lose nothing`() throws {
            let project = "server \(UUID().uuidString)"
            defer { try? Self.driver(project: project).remove() }

            DispatchQueue.concurrentPerform(iterations: 16) { writer in
                do {
                    let driver = try Self.driver(project: project)
                    for number in 0..<5 { try driver.addRun("run \(writer) \(number)") }
                } catch {
                    Issue.record(error)
                }
            }

            let driver = try Self.driver(project: project, mode: .reading)
            #expect(try (driver.count("run"), driver.count("upload")) == (80, 80))
        }

        @Test func `a writer that waits too long gives up and says so`() throws {
            try Self.with { project, driver in
                let impatient = try Self.driver(project: project, timeout: 0.05)
                try driver.write { _ in
                    let error = #expect(throws: StorageError.self) { try impatient.addRun("nightly") }
                    #expect(error?.kind == .locked)
                }
            }
        }

        @Test func `a connection that is cut between two transactions is made anew`() throws {
            try Self.cutting { driver, cut in
                try driver.addRun("one")
                try cut()

                try driver.addRun("two")

                #expect(try driver.count("run") == 2)
            }
        }

        @Test func `a transaction whose connection is cut is tried once more, whole`() throws {
            try Self.cutting { driver, cut in
                var tries = 0
                try driver.write { connection in
                    tries += 1
                    _ = try RunRecords(connection).insert(.run("nightly"))
                    if tries == 1 { try cut() }
                    _ = try RunRecords(connection).insert(.run("weekly"))
                }
                #expect(tries == 2)
                #expect(try driver.count("run") == 2)
            }
        }

        @Test func `a transaction that is cut twice leaves no trace`() throws {
            try Self.cutting { driver, cut in
                let error = #expect(throws: StorageError.self) {
                    try driver.write { connection in
                        _ = try RunRecords(connection).insert(.run("nightly"))
                        try cut()
                        _ = try RunRecords(connection).insert(.run("weekly"))
                    }
                }
                #expect(error?.kind == .unreachable)
                let runs = try driver.count("run")
                #expect(runs == 0)
            }
        }

        /// - Parameter body: Gets a store, and what ends its session at the server.
        private static func cutting(
            _ body: (PostgresDriver, _ cut: @escaping () throws -> Void) throws -> Void
        ) throws {
            let name = "cut \(UUID().uuidString)"
            let driver = try driver("\(address)?application_name=\(name.replacing(" ", with: "%20"))", project: name)
            defer { try? driver.remove() }
            let other = try Self.driver(project: "\(name) other")
            defer { try? other.remove() }
            try body(driver) {
                let ended = try other.read { connection in
                    try connection.query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = \(name)"
                    ) { $0.integer(0) }
                }
                #expect(ended.contains(1))
                Thread.sleep(forTimeInterval: 0.05)
            }
        }

        @Test func `roles are printed for a project`() {
            let text = PostgresGrants.text(project: "it's \"x\"", owner: "o'w\"n", writer: "w", reader: "r")

            #expect(text.contains("CREATE ROLE \"o'w\"\"n\" LOGIN"))
            #expect(text.contains("rolname = 'o''w\"n'"))
            #expect(!text.contains("SUPERUSER"))
        }
    }
#endif
