// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Which failing runs of an incident each need a pass of their own. Incidents of older stores are made anew: before, a pass
    /// was compared with the last failure alone.
    static let failingLines = Migration(version: 14, name: "failing-lines") { d in
        [
            """
            CREATE TABLE incident_line (
                incident_id \(d.integer) NOT NULL REFERENCES incident (id), -- of one that failed on several lines; fold
                run_id \(d.integer) NOT NULL REFERENCES run (id), -- that failed, and no later failure holds it; fold
                tests \(d.text) NOT NULL, -- rows of tests that it still breaks, ascending, with commas, '' for none; fold
                PRIMARY KEY (incident_id, run_id)
            )\(d.tableSuffix)
            """,
            markStale,
        ]
    }
}
