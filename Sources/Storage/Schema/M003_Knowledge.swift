// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// Articles about what is known.
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
        ]
    }
}
