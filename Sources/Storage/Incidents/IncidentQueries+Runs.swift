// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What one run did.
extension IncidentQueries {
    /// Tests that failed in any attempt of a run, by the first signature of the cluster that they failed with, and whether that
    /// decided in any attempt.
    package func failingTests(inRun run: Int64) throws -> [Int64: [Int64: Bool]] {
        var found: [Int64: [Int64: Bool]] = [:]
        try connection.each(
            """
            SELECT m.cluster_id, o.test_id, max(o.decides)
            FROM upload u
            JOIN occurrence o ON o.upload_id = u.id
            JOIN membership m ON m.signature_id = o.signature_id
            WHERE u.run_id = \(run)
            GROUP BY m.cluster_id, o.test_id
            ORDER BY m.cluster_id, o.test_id
            """
        ) { found[$0.integer(0), default: [:]][$0.integer(1)] = $0.integer(2) == 1 }
        return found
    }
}
