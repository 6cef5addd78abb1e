// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Articles about what is known; and where and when incidents were looked at last.
    static let knowledge = Migration(version: 3, name: "knowledge") { d in
        [
            """
            CREATE TABLE article (
                id \(d.identity), -- internal
                number \(d.integer) NOT NULL UNIQUE, -- printed as KB-number, never reused; command
                state \(d.text) NOT NULL CHECK (state IN ('drafted', 'reviewed', 'published', 'retired')), -- command
                title \(d.text) NOT NULL, -- command
                symptom \(d.text) NOT NULL, -- Markdown, '' for nothing; command
                cause \(d.text) NOT NULL, -- alike
                workaround \(d.text) NOT NULL, -- alike
                restore \(d.text) NOT NULL, -- alike, numbered steps
                prevention \(d.text) NOT NULL, -- alike
                fix \(d.text) NOT NULL, -- alike
                signature_id \(d.integer) REFERENCES signature (id), -- of the issue that it is about; command
                author \(d.text) NOT NULL, -- who wrote it last; command
                changed_at \(d.integer) NOT NULL, -- UTC ms; command
                last_used_at \(d.integer), -- UTC ms; command
                uses \(d.integer) NOT NULL CHECK (uses >= 0), -- how often somebody followed it; command
                successes \(d.integer) NOT NULL CHECK (successes BETWEEN 0 AND uses) -- how often that helped; command
            )\(d.tableSuffix)
            """,
            "CREATE INDEX article_by_signature ON article (signature_id)",
            """
            ALTER TABLE incident
            ADD COLUMN -- of the run that failed last; fold
                branch \(d.text)
            """,
            """
            ALTER TABLE incident
            ADD COLUMN -- last run that exercised an affected test while it was live; fold
                exercised_run_id \(d.integer) REFERENCES run (id)
            """,
            Migration.markStale,
        ]
    }
}
