// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Clusters of signatures with what made them, decisions about them, and the first issues.
    ///
    /// A cluster is called by the row of the signature that it began with; every older signature begins one of its own.
    static let clusters = Migration(version: 2, name: "clusters") { dialect in
        grouping(dialect) + decisions(dialect) + issues(dialect)
    }

    private static func grouping(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE evidence (
                signature_id \(d.integer) PRIMARY KEY REFERENCES signature (id), -- triage
                run_id \(d.integer) NOT NULL REFERENCES run (id), -- the first run that saw it; triage
                class \(d.blob) NOT NULL, -- token of the class, 8 bytes, high byte first: orders signatures of a run; triage
                test \(d.blob) NOT NULL, -- token of its test, alike; the smallest of that run stands for it; triage
                said \(d.blob) NOT NULL, -- hash of the failure, 8 bytes: of several in that test the smallest stands for it; triage
                body \(d.blob) NOT NULL -- packed words and frames that it is compared by; triage
            )\(d.tableSuffix)
            """,
            "CREATE INDEX evidence_by_run ON evidence (run_id)",
            """
            CREATE TABLE sighting (
                signature_id \(d.integer) NOT NULL REFERENCES signature (id), -- triage
                test \(d.blob) NOT NULL, -- token of a test that showed it, 8 bytes; triage
                class \(d.blob) NOT NULL, -- token of the class of that test, 8 bytes; triage
                run_id \(d.integer) NOT NULL REFERENCES run (id), -- the first run that saw it there; triage
                PRIMARY KEY (signature_id, test)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE membership (
                signature_id \(d.integer) PRIMARY KEY REFERENCES signature (id), -- triage
                match_id \(d.integer) REFERENCES signature (id), -- what it hangs on by evidence; NULL begins a cluster; triage
                score \(d.integer), -- thousandths; NULL where nothing or a sentence decided; triage
                cluster_id \(d.integer) NOT NULL REFERENCES signature (id) -- its cluster's first, decisions applied; triage
            )\(d.tableSuffix)
            """,
            "CREATE INDEX membership_by_cluster ON membership (cluster_id)",
            """
            INSERT INTO store_info (name, value)
            SELECT 'state', 'stale' -- until the next writer makes it anew
            FROM signature
            LIMIT 1
            """,
            """
            INSERT INTO membership (signature_id, match_id, score, cluster_id)
            SELECT id, NULL, NULL, id
            FROM signature
            """,
        ]
    }

    private static func decisions(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE decision (
                id \(d.identity), -- printed as DEC-id
                at \(d.integer) NOT NULL, -- UTC ms; command
                actor \(d.text) NOT NULL, -- who decided; command
                kind \(d.text) NOT NULL CHECK (kind IN (
                    'merge', 'split', 'pin', 'rule', 'undo', 'confirm', 'assign', 'cause', 'workaround', 'fix', 'defer',
                    'close', 'reopen', 'link', 'severity', 'acknowledge', 'void'
                )), -- command
                reason \(d.text) NOT NULL, -- as they said; command
                value \(d.text), -- rule, owner, cause, workaround, commit, tracker item or severity; command
                category \(d.text), -- class of a cause; command
                until \(d.integer), -- UTC ms, end of a deferral; command
                incident_number \(d.integer), -- of a decision about one incident; command
                undoes_id \(d.integer) REFERENCES decision (id) -- of an undo; command
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE decision_signature (
                decision_id \(d.integer) NOT NULL REFERENCES decision (id), -- command
                role \(d.text) NOT NULL CHECK (role IN ('moved', 'target', 'stays')), -- command
                signature_id \(d.integer) NOT NULL REFERENCES signature (id), -- command
                PRIMARY KEY (decision_id, role, signature_id)
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE rule_match (
                decision_id \(d.integer) NOT NULL REFERENCES decision (id), -- the rule; triage
                signature_id \(d.integer) NOT NULL REFERENCES signature (id), -- what it speaks of; triage
                PRIMARY KEY (decision_id, signature_id)
            )\(d.tableSuffix)
            """,
        ]
    }

    private static func issues(_ d: Dialect) -> [String] {
        [
            """
            CREATE TABLE issue (
                id \(d.identity), -- internal
                number \(d.integer) NOT NULL UNIQUE, -- printed as ISS-number, never reused; fold
                born_id \(d.integer) NOT NULL REFERENCES signature (id), -- first of its cluster at birth; fold
                born_after \(d.integer) NOT NULL, -- the last decision at its birth, 0 for none; fold
                signature_id \(d.integer) NOT NULL REFERENCES signature (id), -- which it goes with; fold
                rule \(d.text) CHECK (rule IN ('R1', 'R2', 'R3', 'R5')) -- why; NULL when evidence no longer says so; fold
            )\(d.tableSuffix)
            """,
            "CREATE INDEX issue_by_signature ON issue (signature_id)",
            """
            CREATE TABLE incident_alias (
                number \(d.integer) PRIMARY KEY, -- of an incident whose cluster became part of another; fold
                signature_id \(d.integer) NOT NULL REFERENCES signature (id), -- first of its cluster; fold
                phase \(d.text) NOT NULL, -- fold
                class_id \(d.integer) NOT NULL REFERENCES configuration_class (id), -- fold
                episode \(d.integer) NOT NULL, -- fold
                opened_run_id \(d.integer) NOT NULL REFERENCES run (id) -- fold
            )\(d.tableSuffix)
            """,
            """
            ALTER TABLE incident
            ADD COLUMN -- runs that failed one after the other, up to now; fold
                streak \(d.integer) NOT NULL DEFAULT 0
            """,
            """
            ALTER TABLE incident
            ADD COLUMN -- the longest of them; fold
                longest_streak \(d.integer) NOT NULL DEFAULT 0
            """,
            """
            ALTER TABLE incident
            ADD COLUMN -- runs since its onset that exercised an affected test; fold
                exercised_runs \(d.integer) NOT NULL DEFAULT 0
            """,
            """
            ALTER TABLE incident
            ADD COLUMN -- those of them up to its last failure; fold
                span_runs \(d.integer) NOT NULL DEFAULT 0
            """,
            """
            ALTER TABLE incident
            ADD COLUMN -- 1 once it broke 10 tests and a fifth of a run; fold
                is_major \(d.integer) NOT NULL DEFAULT 0
            """,
        ]
    }
}
