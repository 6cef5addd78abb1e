// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// What audits found that differs from an approved baseline, that documents were audited, and what each part of a run was
    /// made with.
    static let drift = Migration(version: 11, name: "drift") { d in
        [
            """
            CREATE TABLE drift_set (
                id \(d.identity), -- internal
                digest \(d.text) NOT NULL UNIQUE, -- SHA-256 of the differences; audit
                deltas \(d.text) NOT NULL -- as a JSON list, what no approved change speaks of; audit
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE drift (
                id \(d.identity), -- internal, in the order of the audits
                incident_number \(d.integer), -- printed as INC-number, one for all of an episode, NULL for none; audit
                phase \(d.text) NOT NULL, -- audit
                class_id \(d.integer) NOT NULL REFERENCES configuration_class (id), -- audit
                baseline_id \(d.integer) NOT NULL REFERENCES baseline (id), -- what was approved; audit
                snapshot_id \(d.integer) NOT NULL REFERENCES snapshot (id), -- what was observed; audit
                run_id \(d.integer) REFERENCES run (id), -- where, NULL for documents of the working tree; audit
                at \(d.integer) NOT NULL, -- UTC ms; audit
                set_id \(d.integer) REFERENCES drift_set (id) -- what differs, NULL for nothing; audit
            )\(d.tableSuffix)
            """,
            """
            ALTER TABLE upload
            ADD COLUMN -- what this part of its run was made with, NULL unknown; ingest
                snapshot_id \(d.integer) REFERENCES snapshot (id)
            """,
        ]
    }
}
