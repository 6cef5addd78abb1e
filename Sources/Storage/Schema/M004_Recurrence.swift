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
            "DROP INDEX issue_by_signature",
            "ALTER TABLE issue RENAME TO former_issue",
            """
            CREATE TABLE issue (
                id \(d.identity), -- internal
                number \(d.integer) NOT NULL UNIQUE, -- printed as ISS-number, never reused; fold
                born_id \(d.integer) NOT NULL REFERENCES signature (id), -- first of its cluster at birth; fold
                born_after \(d.integer) NOT NULL, -- the last decision at its birth, 0 for none; fold
                signature_id \(d.integer) NOT NULL REFERENCES signature (id), -- which it goes with; fold
                rule \(d.text) CHECK (rule IN ('R1', 'R2', 'R3', 'R4', 'R5')), -- why; NULL when evidence no longer says so; fold
                recurrence_of \(d.integer), -- number of the issue that recurs as this one, NULL for a first one; fold
                since_run_id \(d.integer) REFERENCES run (id) -- the first failing run of a recurrence; fold
            )\(d.tableSuffix)
            """,
            """
            INSERT INTO issue (id, number, born_id, born_after, signature_id, rule)
            SELECT id, number, born_id, born_after, signature_id, rule
            FROM former_issue
            """,
            "DROP TABLE former_issue",
            "CREATE INDEX issue_by_signature ON issue (signature_id)",
            Migration.markStale,
        ]
    }
}
