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
