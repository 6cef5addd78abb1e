// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Change requests with what people did, and what messages of tested commits say.
    static let changes = Migration(version: 6, name: "changes") { d in
        [
            """
            CREATE TABLE change_request (
                id \(d.identity), -- internal
                number \(d.integer) NOT NULL UNIQUE, -- printed as CR-number, never reused; command
                request \(d.text) NOT NULL, -- as JSON, what is asked for; command
                created_at \(d.integer) NOT NULL -- UTC ms; command
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE change_event (
                change_id \(d.integer) NOT NULL REFERENCES change_request (id), -- command
                ordinal \(d.integer) NOT NULL, -- from 0; command
                at \(d.integer) NOT NULL, -- UTC ms; command
                actor \(d.text) NOT NULL, -- who did it; command
                verb \(d.text) NOT NULL, -- new, submit, assess and so on; command
                reason \(d.text) NOT NULL, -- as they said; command
                detail \(d.text), -- as JSON: assessment, authority, commits, verdict; NULL for none; command
                PRIMARY KEY (change_id, ordinal)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE commit_note (
                commit_id \(d.text) NOT NULL, -- full hash; ingest
                kind \(d.text) NOT NULL CHECK (kind IN ('change', 'fixes', 'reverts', 'merge')), -- ingest
                value \(d.text) NOT NULL, -- number of a change or an issue, hash, or title of a merge; ingest
                author \(d.text) NOT NULL, -- ingest
                at \(d.integer) NOT NULL, -- UTC ms of the commit; ingest
                run_id \(d.integer) NOT NULL REFERENCES run (id), -- the earliest run that is known to hold it; ingest
                PRIMARY KEY (commit_id, kind, value)
            )\(d.tableSuffix)
            """,
            "CREATE INDEX commit_note_by_run ON commit_note (run_id)",
            "CREATE INDEX commit_note_by_kind ON commit_note (kind, at)",
        ]
    }
}
