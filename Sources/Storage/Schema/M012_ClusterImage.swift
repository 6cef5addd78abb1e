// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// What the clustering had found up to a run, to go on from there. Incidents of older stores are made anew, because
    /// attempts of a run take no failure back any more.
    static let clusterImage = Migration(version: 12, name: "cluster-image") { d in
        [
            """
            CREATE TABLE cluster_image (
                id \(d.integer) PRIMARY KEY CHECK (id = 1), -- internal
                before_at \(d.integer) NOT NULL, -- UTC ms of the first run that it knows nothing of; fold
                before_key \(d.text) NOT NULL, -- key of that run; fold
                signatures \(d.integer) NOT NULL CHECK (signatures >= 0), -- how many it knows; fold
                program \(d.text) NOT NULL, -- version that wrote it, and the only one that reads it; fold
                body \(d.blob) NOT NULL -- what triage wrote; fold
            )\(d.tableSuffix)
            """,
            "CREATE INDEX sighting_by_run ON sighting (run_id)",
            markStale,
        ]
    }
}
