// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Reads tests by row or by text.
package struct TestQueries {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// The tests with these rows, ascending.
    package func tests(_ ids: some Sequence<Int64>) throws -> [TestName] {
        var suites: [Int64: [String]] = [:]
        return try ids.sorted().compactMap { id in
            try connection.first(
                """
                SELECT t.id, t.name, g.class_name, g.file, g.suite_id
                FROM test t
                JOIN test_group g ON g.id = t.group_id
                WHERE t.id = \(id)
                """
            ) { row in (row.integer(0), row.text(1), row.text(2), row.text(3), row.optionalInteger(4)) }
        }.map { id, name, className, file, suite in
            TestName(id: id, suites: try path(suite, &suites), className: className, name: name, file: file)
        }
    }

    /// Tests whose class or name holds a text, in any case, in the order of their rows.
    package func search(_ text: String?, limit: Int) throws -> [TestName] {
        let ids = try connection.query(
            """
            SELECT t.id
            FROM test t
            JOIN test_group g ON g.id = t.group_id
            WHERE \(text) IS NULL OR lower(g.class_name || '.' || t.name) LIKE '%' || lower(\(text)) || '%'
            ORDER BY t.id
            LIMIT \(limit)
            """
        ) { $0.integer(0) }
        return try tests(ids)
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
