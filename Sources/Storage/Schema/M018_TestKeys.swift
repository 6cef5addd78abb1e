// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Keys of tests before their names: every upload reads all keys, and an engine that keeps a row in one chain of pages
    /// reads whatever stands before them too.
    static let testKeys = Migration(version: 18, name: "test-keys") { d in
        [
            "DROP VIEW test",
            """
            CREATE TABLE new_test_block (
                first_test_id \(d.integer) PRIMARY KEY, -- id of its first test; ids are sequential from 1; ingest
                keys \(d.blob) NOT NULL, -- 12 bytes a test: identity hash and check, little endian; ingest
                tests \(d.text) NOT NULL -- JSON array of [group id, name] in the order of ids; ingest
            )\(d.tableSuffix)
            """,
            """
            INSERT INTO new_test_block (first_test_id, keys, tests)
            SELECT first_test_id, keys, tests
            FROM test_block
            ORDER BY first_test_id
            """,
            "DROP TABLE test_block",
            "ALTER TABLE new_test_block RENAME TO test_block",
            testView(d),
        ]
    }
}
