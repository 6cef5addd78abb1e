// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Takes what happened after a moment out of a store, for a transaction that leaves no trace.
///
/// Runs count by when they happened, decisions by when they were made. State that tells of such runs is left as if only the
/// onset of each incident were known; the caller folds it anew.
package struct LaterEvidence {
    private let connection: any StoreConnection
    /// UTC ms.
    private let moment: Int64
    private var runs: SQLText { "SELECT id FROM run WHERE started_at > \(moment)" }

    package init(_ connection: any StoreConnection, after moment: Int64) {
        self.connection = connection
        self.moment = moment
    }

    /// Whether there is anything to take out.
    package func isEmpty() throws -> Bool {
        try connection.number(
            """
            SELECT (SELECT count(*) FROM run WHERE started_at > \(moment))
                + (SELECT count(*) FROM decision WHERE at > \(moment))
                + (SELECT count(*) FROM baseline_event WHERE at > \(moment))
                + (SELECT count(*) FROM drift WHERE at > \(moment))
                + (SELECT count(*) FROM change_event WHERE at > \(moment))
                + (SELECT count(*) FROM gate_evaluation WHERE at > \(moment))
                + (SELECT count(*) FROM waiver WHERE requested_at > \(moment))
                + (SELECT count(*) FROM waiver_event WHERE at > \(moment))
                + (SELECT count(*) FROM phase_event WHERE at > \(moment))
            """) == 0
    }

    /// Clusters whose incidents later runs may have changed: all but those whose incidents were closed before.
    package func touchedClusters() throws -> Set<Int64> {
        Set(
            try connection.query(
                """
                SELECT signature_id
                FROM incident
                WHERE state <> 'closed'
                UNION
                SELECT i.signature_id
                FROM event e
                JOIN incident i ON i.id = e.incident_id
                WHERE e.at > \(moment)
                ORDER BY 1
                """
            ) { $0.integer(0) })
    }

    /// Removes it.
    ///
    /// - Complexity: O(later runs and their results).
    package func remove() throws {
        try removeIncidents()
        try removeClusters()
        try removeDecisions()
        try removeBaselines()
        try removeChanges()
        try removeGates()
        try removeRuns()
    }

    private func removeIncidents() throws {
        try connection.execute("DELETE FROM event WHERE at > \(moment)")
        for table in ["event", "incident_test", "incident_line"] {
            try connection.execute(
                """
                DELETE FROM \(raw: table)
                WHERE incident_id IN (
                    SELECT i.id
                    FROM incident i
                    JOIN run r ON r.id = i.opened_run_id
                    WHERE r.started_at > \(moment)
                )
                """)
        }
        try connection.execute("DELETE FROM incident_line WHERE run_id IN (\(runs))")
        for table in ["incident", "incident_alias"] {
            try connection.execute(
                "DELETE FROM \(raw: table) WHERE opened_run_id IN (\(runs))")
        }
        try connection.execute(
            "UPDATE incident SET last_failed_run_id = opened_run_id WHERE last_failed_run_id IN (\(runs))")
        try connection.execute("UPDATE incident SET restored_run_id = NULL WHERE restored_run_id IN (\(runs))")
        try connection.execute("UPDATE incident SET exercised_run_id = NULL WHERE exercised_run_id IN (\(runs))")
    }

    /// Signatures that were first seen later begin no cluster and belong to none.
    private func removeClusters() throws {
        let fresh: SQLText = """
            SELECT e.signature_id
            FROM evidence e
            JOIN run r ON r.id = e.run_id
            WHERE r.started_at > \(moment)
            """
        try connection.execute(
            "DELETE FROM issue WHERE since_run_id IN (\(runs))")
        // What an issue goes with is found anew from what it was born with.
        try connection.execute("DELETE FROM issue WHERE born_id IN (\(fresh))")
        for table in ["membership", "rule_match", "decision_signature"] {
            try connection.execute("DELETE FROM \(raw: table) WHERE signature_id IN (\(fresh))")
        }
        try connection.execute("DELETE FROM cluster_image WHERE before_at > \(moment)")
        for table in ["sighting", "evidence"] {
            try connection.execute(
                "DELETE FROM \(raw: table) WHERE run_id IN (\(runs))")
        }
    }

    private func removeDecisions() throws {
        for table in ["rule_match", "decision_signature"] {
            try connection.execute(
                "DELETE FROM \(raw: table) WHERE decision_id IN (SELECT id FROM decision WHERE at > \(moment))")
        }
        // What takes back an earlier one refers to it, never the other way.
        try connection.execute("UPDATE decision SET undoes_id = NULL WHERE at > \(moment)")
        try connection.execute("DELETE FROM decision WHERE at > \(moment)")
    }

    /// A baseline is in the state that its last event left it in.
    private func removeBaselines() throws {
        let later: SQLText = "SELECT id FROM baseline WHERE captured_at > \(moment)"
        try connection.execute(
            "DELETE FROM drift WHERE at > \(moment) OR baseline_id IN (\(later)) OR run_id IN (\(runs))")
        try connection.execute("DELETE FROM baseline_event WHERE at > \(moment) OR baseline_id IN (\(later))")
        try connection.execute("DELETE FROM baseline_suite WHERE baseline_id IN (\(later))")
        try connection.execute("DELETE FROM baseline WHERE captured_at > \(moment)")
        try connection.execute(
            """
            UPDATE baseline
            SET approver = NULL, approved_at = NULL, policy_digest = NULL
            WHERE approved_at > \(moment)
            """)
        try connection.execute(
            """
            UPDATE baseline
            SET state = (
                SELECT e.to_state FROM baseline_event e WHERE e.baseline_id = baseline.id ORDER BY e.ordinal DESC LIMIT 1
            )
            """)
        // The time of a run is what its upload said, and may be later than the capture.
        try connection.execute(
            "UPDATE baseline SET run_id = NULL WHERE run_id IN (\(runs))")
    }

    private func removeChanges() throws {
        let later: SQLText = "SELECT id FROM change_request WHERE created_at > \(moment)"
        try connection.execute("DELETE FROM change_event WHERE at > \(moment) OR change_id IN (\(later))")
        try connection.execute("DELETE FROM change_request WHERE created_at > \(moment)")
        try connection.execute("DELETE FROM commit_note WHERE run_id IN (\(runs))")
    }

    private func removeGates() throws {
        try connection.execute(
            "DELETE FROM gate_block WHERE gate_number IN (SELECT number FROM gate_evaluation WHERE at > \(moment))")
        try connection.execute("DELETE FROM gate_evaluation WHERE at > \(moment)")
        let later: SQLText = "SELECT id FROM waiver WHERE requested_at > \(moment)"
        try connection.execute("DELETE FROM waiver_event WHERE at > \(moment) OR waiver_id IN (\(later))")
        try connection.execute("DELETE FROM waiver WHERE requested_at > \(moment)")
        try connection.execute("DELETE FROM phase_event WHERE at > \(moment)")
    }

    private func removeRuns() throws {
        let uploads: SQLText = """
            SELECT u.id
            FROM upload u
            JOIN run r ON r.id = u.run_id
            WHERE r.started_at > \(moment)
            """
        for table in ["occurrence", "result_block", "property", "diagnostic", "source_file"] {
            try connection.execute("DELETE FROM \(raw: table) WHERE upload_id IN (\(uploads))")
        }
        try connection.execute("DELETE FROM upload WHERE id IN (\(uploads))")
        try connection.execute("DELETE FROM lineage WHERE run_id IN (\(runs))")
        try connection.execute("DELETE FROM run WHERE started_at > \(moment)")
    }
}
