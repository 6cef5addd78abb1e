// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// How the last runs of an incident ended, how long failing tests ran, and issues that recur after their fix.
    static let recurrence = Migration(version: 4, name: "recurrence") { d in
        [
            """
            ALTER TABLE incident
            ADD COLUMN -- a letter for each of the last 10 runs that exercised it, f failed, p passed, latest last; fold
                recent \(d.text) NOT NULL DEFAULT ''
            """,
            """
            ALTER TABLE incident
            ADD COLUMN -- of the last of them that passed; fold
                passed_commit \(d.text)
            """,
            """
            ALTER TABLE occurrence
            ADD COLUMN -- how long its test ran, on the first observation of the test in an upload, NULL unknown; ingest
                microseconds \(d.integer)
            """,
            """
            ALTER TABLE issue
            ADD COLUMN -- number of the issue that recurs as this one, NULL for a first one; fold
                recurrence_of \(d.integer)
            """,
            """
            ALTER TABLE issue
            ADD COLUMN -- the first failing run of a recurrence; fold
                since_run_id \(d.integer) REFERENCES run (id)
            """,
            Migration.markStale,
        ]
    }
}
