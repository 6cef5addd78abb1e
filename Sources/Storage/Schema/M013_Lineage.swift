// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Which commits a tested one held, and what kept candidates from passing gates. State of older stores is made anew: a pass
    /// counts by its commit, those of a quiet incident count when it fails again, and a critical test makes an issue.
    static let lineage = Migration(version: 13, name: "lineage") { d in
        [
            """
            CREATE TABLE lineage (
                run_id \(d.integer) PRIMARY KEY REFERENCES run (id), -- ingest
                commits \(d.blob) NOT NULL -- first 8 bytes of each hash: the tested commit and its nearest ancestors; ingest
            )\(d.tableSuffix)
            """,
            """
            CREATE TABLE gate_block (
                gate_number \(d.integer) NOT NULL REFERENCES gate_evaluation (number), -- gate
                rule \(d.text) NOT NULL, -- that failed and stopped the candidate, such as G04; gate
                subject \(d.text) NOT NULL, -- what it named and no waiver excused, such as INC-3; gate
                PRIMARY KEY (gate_number, rule, subject)
            )\(d.tableSuffix)
            """,
            "CREATE INDEX property_of_tags ON property (upload_id) WHERE name IN ('tag', 'tags')",
            markStale, markStale(whereAny: "gate_evaluation"),
        ]
    }
}
