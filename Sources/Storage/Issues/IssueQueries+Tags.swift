// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What reports say of the suites in which clusters fail.
extension IssueQueries {
    /// What the runs with which incidents of a cluster began, or failed last, say of suites in properties `tag` and `tags`.
    package func tags(ofCluster cluster: Int64) throws -> [(suite: String, value: String)] {
        try connection.query(
            """
            SELECT DISTINCT p.suite, p.value
            FROM (
                SELECT opened_run_id AS run_id
                FROM incident
                WHERE signature_id = \(cluster)
                UNION
                SELECT last_failed_run_id
                FROM incident
                WHERE signature_id = \(cluster)
            ) r
            JOIN upload u ON u.run_id = r.run_id
            JOIN property p ON p.upload_id = u.id
            WHERE p.name IN ('tag', 'tags')
            ORDER BY p.suite, p.value
            """
        ) { ($0.text(0), $0.text(1)) }
    }

    /// What reports of a run say of suites in such properties.
    package func tags(ofRun run: Int64) throws -> [(suite: String, value: String)] {
        try connection.query(
            """
            SELECT DISTINCT p.suite, p.value
            FROM upload u
            JOIN property p ON p.upload_id = u.id
            WHERE u.run_id = \(run) AND p.name IN ('tag', 'tags')
            ORDER BY p.suite, p.value
            """
        ) { ($0.text(0), $0.text(1)) }
    }

    /// Hands out what the reports of all runs say of suites in such properties; the same may come several times.
    package func eachTag(_ take: (_ run: Int64, _ suite: String, _ value: String) throws -> Void) throws {
        try connection.each(
            """
            SELECT u.run_id, p.suite, p.value
            FROM property p
            JOIN upload u ON u.id = p.upload_id
            WHERE p.name IN ('tag', 'tags')
            ORDER BY p.upload_id
            """
        ) { try take($0.integer(0), $0.text(1), $0.text(2)) }
    }

    /// Tests that incidents of a cluster affect, ascending.
    package func tests(ofCluster cluster: Int64) throws -> [Int64] {
        try connection.query(
            """
            SELECT DISTINCT t.test_id
            FROM incident i
            JOIN incident_test t ON t.incident_id = i.id
            WHERE i.signature_id = \(cluster)
            ORDER BY t.test_id
            """
        ) { $0.integer(0) }
    }

    /// Clusters of incidents that began, or failed last, with a run of which a report has such a property.
    package func clustersWithTags() throws -> Set<Int64> {
        Set(
            try connection.query(
                """
                WITH tagged (run_id) AS (
                    SELECT DISTINCT u.run_id
                    FROM property p
                    JOIN upload u ON u.id = p.upload_id
                    WHERE p.name IN ('tag', 'tags')
                )
                SELECT signature_id
                FROM incident
                WHERE opened_run_id IN (SELECT run_id FROM tagged) OR last_failed_run_id IN (SELECT run_id FROM tagged)
                ORDER BY 1
                """
            ) { $0.integer(0) })
    }
}
