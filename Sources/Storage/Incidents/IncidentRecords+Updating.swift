// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

extension IncidentRecords {
    /// An incident as it is stored, and as it is to be.
    package typealias Change = (before: StoredIncident, after: Incident)

    /// Writes what changed in incidents.
    package func update(_ changes: [Change]) throws {
        // Most incidents that a run exercises pass once more; what did not change costs checks of it all the same.
        try updateStates(changes.filter { !$0.after.hasOnlyPassed(since: $0.before.incident) })
        try updatePasses(changes)
        try updateTests(changes)
        for change in changes {
            try FailingLineRecords(connection).update(
                change.before.incident.lines, to: change.after.lines, of: change.before.id)
        }
        let moved = changes.filter { !$0.after.transitions.isEmpty }
        var known: [Int] = []
        try connection.run("SELECT count(*) FROM event WHERE incident_id = $1", count: moved.count) {
            $1.integer(moved[$0].before.id)
        } _: { _, row in
            known.append(Int(row.integer(0)))
        }
        try insert(
            zip(moved, known).flatMap { change, known in
                change.after.transitions.enumerated().map { (change.before.id, known + $0.offset, $0.element) }
            })
    }

    private func updateStates(_ changes: [Change]) throws {
        try connection.run(
            """
            UPDATE incident
            SET state = $1, last_failed_run_id = $2, restored_run_id = $3, restored_at = $4, reopen_count = $5,
                occurrences = $6, failed_runs = $7, longest_streak = $8, is_major = $9, branch = $10
            WHERE id = $11
            """,
            count: changes.count
        ) { index, row in
            let (before, incident) = changes[index]
            row.text(incident.state.rawValue)
            row.integer(incident.lastFailed.id)
            row.optional(incident.restored?.id)
            row.optional(incident.restored?.startedAt)
            row.integer(Int64(incident.reopenCount))
            row.integer(Int64(incident.occurrences))
            row.integer(Int64(incident.failedRuns))
            row.integer(Int64(incident.longestStreak))
            row.integer(incident.isMajor ? 1 : 0)
            row.optional(incident.branch)
            row.integer(before.id)
        }
    }

    private func updatePasses(_ changes: [Change]) throws {
        try connection.run(
            """
            UPDATE incident
            SET quiet_runs = $1, streak = $2, exercised_runs = $3, span_runs = $4, exercised_run_id = $5, recent = $6,
                passed_commit = $7
            WHERE id = $8
            """,
            count: changes.count
        ) { index, row in
            let (before, incident) = changes[index]
            row.integer(Int64(incident.quietRuns))
            row.integer(Int64(incident.streak))
            row.integer(Int64(incident.exercisedRuns))
            row.integer(Int64(incident.spanRuns))
            row.optional(incident.exercised?.id)
            row.text(incident.recentText)
            row.optional(incident.passedCommit)
            row.integer(before.id)
        }
    }

    private func updateTests(_ changes: [Change]) throws {
        let tests = changes.flatMap { before, incident in
            incident.tests.sorted { $0.key < $1.key }
                .filter { before.incident.tests[$0.key] != $0.value }
                .map { (incident: before.id, test: $0.key, isPassing: $0.value) }
        }
        try connection.run(
            """
            INSERT INTO incident_test (incident_id, test_id, is_passing)
            VALUES ($1, $2, $3)
            ON CONFLICT (incident_id, test_id) DO UPDATE SET is_passing = excluded.is_passing
            """,
            count: tests.count
        ) { index, row in
            row.integer(tests[index].incident)
            row.integer(tests[index].test)
            row.integer(tests[index].isPassing ? 1 : 0)
        }
    }
}

extension Incident {
    /// Whether it has the state, the failures and the place that it had before.
    fileprivate func hasOnlyPassed(since earlier: Incident) -> Bool {
        state == earlier.state && lastFailed == earlier.lastFailed && restored == earlier.restored
            && reopenCount == earlier.reopenCount && occurrences == earlier.occurrences
            && failedRuns == earlier.failedRuns && longestStreak == earlier.longestStreak
            && isMajor == earlier.isMajor && branch == earlier.branch
    }
}
