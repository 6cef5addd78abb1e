// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Which commits a tested one held. Incidents of older stores are made anew, because a pass counts by its commit, and those
    /// of a quiet incident count when it fails again.
    static let lineage = Migration(version: 13, name: "lineage") { d in
        [
            """
            CREATE TABLE lineage (
                run_id \(d.integer) PRIMARY KEY REFERENCES run (id), -- ingest
                commits \(d.blob) NOT NULL -- first 8 bytes of each hash: the tested commit and its nearest ancestors; ingest
            )\(d.tableSuffix)
            """,
            markStale,
        ]
    }
}
