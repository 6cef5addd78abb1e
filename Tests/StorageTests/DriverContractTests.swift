// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing

/// What every driver promises.
struct DriverContractTests {
    private static let kinds = Fixture.Kind.allCases

    @Test(arguments: kinds)
    func `a new store has the whole schema and is sound`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)

        let tables = try driver.read { try StoreTables($0).names() }

        #expect(tables == StoreTables.all.sorted())
        if kind != .server { #expect(try driver.pragma("user_version") == "\(Migration.current)") }
        #expect(try driver.integrityProblems() == [])
    }

    @Test(arguments: kinds)
    func `bound values come back as they went in`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let bytes = [UInt8](0...255)

        for name in hostileNames {
            let row = try driver.read { connection in
                try connection.first("SELECT \(name), \(Int64.min), \(String?.none), \(bytes), \(Int64.max)") { row in
                    (
                        row.text(0), row.integer(1), row.optionalText(2), row.withBytes(3) { Array($0) },
                        row.optionalInteger(4)
                    )
                }
            }

            let found = try #require(row)
            #expect(Array(found.0.utf8) == Array(name.utf8))
            #expect((found.1, found.2, found.4) == (.min, nil, .max))
            #expect(found.3 == bytes)
        }
    }

    @Test(arguments: kinds)
    func `an insertion of many rows keeps every value`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let upload = try driver.addRun("nightly").upload
        let properties = hostileNames.map { (suite: $0, name: "n\($0)", value: "v\($0)") }

        try driver.write { try RunRecords($0).insert(properties, upload: upload) }

        let found = try driver.read { connection in
            try connection.query("SELECT suite, name, value FROM property") {
                ($0.text(0), $0.text(1), $0.text(2))
            }
        }
        #expect(found.map { Array($0.0.utf8) } == properties.map { Array($0.suite.utf8) })
        #expect(found.map { Array($0.2.utf8) } == properties.map { Array($0.value.utf8) })
    }

    @Test(arguments: kinds)
    func `a transaction that fails leaves no trace`(kind: Fixture.Kind) throws {
        struct Stop: Error {}
        let driver = try Fixture(kind)

        #expect(throws: Stop.self) {
            try driver.write { connection in
                _ = try RunRecords(connection).insert(.run("nightly"))
                throw Stop()
            }
        }

        #expect(try driver.count("run") == 0)
        try driver.addRun("nightly")
        #expect(try driver.count("run") == 1)
    }

    @Test(arguments: kinds)
    func `reading cannot write`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)

        #expect(throws: StorageError.self) {
            try driver.read { try $0.execute("DELETE FROM run") }
        }
        #expect(throws: StorageError.self) {
            try driver.read { connection in
                try connection.insert(into: "store_info", columns: ["name", "value"], count: 1) { _, row in
                    row.text("colour")
                    row.text("green")
                }
            }
        }
        #expect(try driver.count("store_info WHERE name = 'colour'") == 0)
    }

    @Test(arguments: kinds)
    func `what a reader throws ends its transaction, and the next one writes`(kind: Fixture.Kind) throws {
        struct Stop: Error {}
        let driver = try Fixture(kind)

        #expect(throws: (any Error).self) { try driver.read { _ in throw Stop() } }
        try driver.addRun("nightly")

        #expect(try driver.count("run") == 1)
    }

    /// Statements that a constraint forbids; the run and the upload have row 1.
    static let forbidden: [SQLText] = [
        "INSERT INTO run SELECT 2, key, phase, release, environment, class_id, commit_id, branch, build_url, started_at, started_from, expected_shards FROM run",
        "UPDATE run SET started_from = 'guess'",
        "UPDATE run SET expected_shards = 0",
        "UPDATE run SET class_id = 99",
        "UPDATE run SET phase = NULL",
        "UPDATE run SET started_at = 'yesterday'",
        "UPDATE upload SET shard = -1",
        "UPDATE upload SET attempt = 0",
        "UPDATE upload SET is_complete = 2",
        "UPDATE upload SET results = -1",
        "UPDATE upload SET run_id = 99",
        "DELETE FROM run",
        "INSERT INTO configuration_class (text) VALUES ('os=linux')",
        "INSERT INTO source_file VALUES (1, 0, 'a.xml', NULL, 3, 'broken', 1)",
        "INSERT INTO diagnostic VALUES (1, 0, 'fatal', 'x', 'a.xml', NULL, NULL, 'm', 1)",
        "INSERT INTO property VALUES (99, 's', 'n', 'v')",
        "INSERT INTO result_block VALUES (0, 1, 99, 'P', x'00000000')",
        "INSERT INTO text (digest, body) VALUES (x'00', 'a'), (x'00', 'b')",
        "INSERT INTO signature (key, algorithm, title) VALUES ('k', 'a', 't'), ('k', 'a', 'u')",
        "INSERT INTO suite (parent_id, name) VALUES (NULL, 's'), (NULL, 's')",
        "INSERT INTO test_group (suite_id, class_name, file) VALUES (NULL, 'c', ''), (NULL, 'c', '')",
        "INSERT INTO event VALUES (1, 99, 0, 1, 'auto', 'r', 1, NULL, 'open')",
        "INSERT INTO incident_test VALUES (99, 1, 0)",
    ]

    @Test(arguments: kinds)
    func `constraints hold`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        try driver.addRun("nightly")
        let before = try driver.dump()

        for statement in Self.forbidden {
            let error = #expect(throws: StorageError.self, "\(statement.text)") {
                try driver.write { try $0.execute(statement) }
            }
            #expect(error?.sql == statement.text)
        }

        #expect(try driver.dump() == before)
    }

    @Test(arguments: kinds)
    func `an error names the statement and never the values`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)
        let secret = "hunter2"

        let error = #expect(throws: StorageError.self) {
            try driver.write { try $0.execute("INSERT INTO nowhere (a) VALUES (\(secret))") }
        }

        #expect("\(String(describing: error))".contains(secret) == false)
    }

    @Test(arguments: kinds)
    func `the seed of a store is written once`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)

        try driver.write { try StoreInfo($0).setSeed(.max) }
        try driver.write { try StoreInfo($0).setSeed(5) }

        #expect(try driver.read { try StoreInfo($0).seed() } == .max)
    }

    @Test(arguments: kinds)
    func `numbers of incidents are taken once`(kind: Fixture.Kind) throws {
        let driver = try Fixture(kind)

        let first = try driver.write { try IncidentRecords($0).takeNumbers(3) }
        let second = try driver.write { try IncidentRecords($0).takeNumbers(1) }

        #expect((first, second) == (1, 4))
    }
}
