// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads tests by row or by text.
package struct TestQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// From so many tests of a block on, the whole block is read at once.
    private static let manyOfBlock = 6

    /// The tests with these rows, ascending; reads one block a test, and of many tests each block once.
    package func tests(_ ids: some Sequence<Int64>) throws -> [TestName] {
        var suites: [Int64: [String]] = [:]
        let sorted = ids.sorted()
        guard sorted.count >= Self.manyOfBlock else { return try sorted.compactMap(row).map { try name($0, &suites) } }
        let blocks = try connection.query("SELECT first_test_id FROM test_block ORDER BY first_test_id") {
            $0.integer(0)
        }
        var found: [TestName] = []
        var rest = sorted[...]
        for (place, first) in blocks.enumerated() {
            let own = place + 1 < blocks.count ? rest.prefix { $0 < blocks[place + 1] } : rest
            rest = rest.dropFirst(own.count)
            let rows = own.count < Self.manyOfBlock ? try own.compactMap(row) : try self.rows(Set(own), inBlock: first)
            found += try rows.map { try name($0, &suites) }
        }
        return found
    }

    private func rows(_ ids: Set<Int64>, inBlock first: Int64) throws -> [Row] {
        try connection.query(
            """
            SELECT t.id, t.name, g.class_name, g.file, g.suite_id
            FROM \(raw: named) t
            JOIN test_group g ON g.id = t.group_id
            WHERE t.first_test_id = \(first)
            ORDER BY t.id
            """
        ) { ids.contains($0.integer(0)) ? Row($0) : nil }.compactMap(\.self)
    }

    private func row(_ id: Int64) throws -> Row? {
        let first = try connection.first(
            "SELECT first_test_id FROM test_block WHERE first_test_id <= \(id) ORDER BY first_test_id DESC LIMIT 1"
        ) { $0.integer(0) }
        guard let first else { return nil }
        return try connection.first(
            """
            SELECT t.id, t.name, g.class_name, g.file, g.suite_id
            FROM \(raw: named) t
            JOIN test_group g ON g.id = t.group_id
            WHERE t.first_test_id = \(first) AND t.id = \(id)
            """, Row.init)
    }

    /// Tests whose class or name holds a text, in any case, in the order of their rows.
    package func search(_ text: String?, limit: Int) throws -> [TestName] {
        var suites: [Int64: [String]] = [:]
        return try connection.query(
            """
            SELECT t.id, t.name, g.class_name, g.file, g.suite_id
            FROM \(raw: named) t
            JOIN test_group g ON g.id = t.group_id
            WHERE \(text) IS NULL OR lower(g.class_name || '.' || t.name) LIKE lower(\(text.map(SQLPattern.containing))) ESCAPE '\\'
            ORDER BY t.id
            LIMIT \(limit)
            """, Row.init
        ).map { try name($0, &suites) }
    }

    /// The tests that stand for suites which failed as a whole; a look into an index when there is none.
    package func suiteTests() throws -> Set<Int64> {
        guard try hasSuiteTests() else { return [] }
        return Set(
            try connection.query(
                """
                SELECT t.id
                FROM \(raw: named) t
                JOIN test_group g ON g.id = t.group_id
                WHERE g.is_suite = 1
                ORDER BY t.id
                """
            ) { $0.integer(0) })
    }

    private func hasSuiteTests() throws -> Bool {
        try connection.first("SELECT id FROM test_group WHERE is_suite = 1 ORDER BY id LIMIT 1") { $0.integer(0) }
            != nil
    }

    /// The tests that stand for suites, with the cases of each at any depth, ascending; reads every name once.
    ///
    /// A test that stands for a whole report, outside any suite, has all cases.
    package func suiteCases() throws -> [Int64: [Int64]] {
        let parents = Dictionary(
            uniqueKeysWithValues: try connection.query("SELECT id, parent_id FROM suite ORDER BY id") {
                ($0.integer(0), $0.optionalInteger(1) ?? 0)
            })
        let tests = try connection.query(
            """
            SELECT t.id, coalesce(g.suite_id, 0), g.is_suite
            FROM \(raw: named) t
            JOIN test_group g ON g.id = t.group_id
            ORDER BY t.id
            """
        ) { (test: $0.integer(0), suite: $0.integer(1), isSuite: $0.integer(2) == 1) }
        var cases: [Int64: [Int64]] = [:]
        for test in tests where !test.isSuite {
            var suite = test.suite
            while suite != 0 {
                cases[suite, default: []].append(test.test)
                suite = parents[suite] ?? 0
            }
            cases[0, default: []].append(test.test)
        }
        return Dictionary(uniqueKeysWithValues: tests.filter(\.isSuite).map { ($0.test, cases[$0.suite] ?? []) })
    }

    /// How many tests the blocks name; equal to `count` in a sound store.
    package func namedCount() throws -> Int {
        Int(try connection.number("SELECT count(*) FROM \(raw: named) t"))
    }

    /// How many tests there are.
    package func count() throws -> Int {
        let last = try connection.first(
            "SELECT first_test_id - 1 + length(keys) / 12 FROM test_block ORDER BY first_test_id DESC LIMIT 1"
        ) { Int($0.integer(0)) }
        return last ?? 0
    }

    /// What the view `test` holds, and the block: engines distrust functions inside views.
    private var named: String {
        let d = connection.dialect
        return """
            (
                SELECT b.first_test_id AS first_test_id, b.first_test_id + \(d.jsonKey("e")) AS id,
                    \(d.jsonItem("e", 0)) AS group_id, \(d.jsonItem("e", 1)) AS name
                FROM test_block b
                CROSS JOIN \(d.jsonElements("b.tests", "e"))
            )
            """
    }

    private struct Row {
        let id: Int64
        let name, className, file: String
        let suite: Int64?

        init(_ row: any StoreRow) {
            (id, name, className, file) = (row.integer(0), row.text(1), row.text(2), row.text(3))
            suite = row.optionalInteger(4)
        }
    }

    private func name(_ row: Row, _ suites: inout [Int64: [String]]) throws -> TestName {
        TestName(
            id: row.id, suites: try path(row.suite, &suites), className: row.className, name: row.name, file: row.file)
    }

    private func path(_ suite: Int64?, _ known: inout [Int64: [String]]) throws -> [String] {
        guard let suite else { return [] }
        if let names = known[suite] { return names }
        let row = try connection.first("SELECT parent_id, name FROM suite WHERE id = \(suite)") {
            ($0.optionalInteger(0), $0.text(1))
        }
        guard let row else { return [] }
        let names = try path(row.0, &known) + [row.1]
        known[suite] = names
        return names
    }
}
