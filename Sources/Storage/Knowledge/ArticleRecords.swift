// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Writes and reads articles.
package struct ArticleRecords {
    private let connection: any StoreConnection

    package init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// The number that the next article gets.
    package func takeNumber() throws -> Int64 { try StoreInfo(connection).takeNumbers(1, of: "last-article") }

    /// Writes an article under its number.
    package func put(_ article: KnowledgeArticle) throws {
        func text(_ section: KnowledgeArticle.Section) -> String { article.sections[section] ?? "" }
        try connection.execute(
            """
            INSERT INTO article (number, state, title, symptom, cause, workaround, restore, prevention, fix, signature_id,
                author, changed_at, last_used_at, uses, successes)
            VALUES (\(article.number), \(article.state.rawValue), \(article.title), \(text(.symptom)), \(text(.cause)),
                \(text(.workaround)), \(text(.restore)), \(text(.prevention)), \(text(.fix)), \(article.signature),
                \(article.author), \(article.changedAt), \(article.lastUsedAt), \(article.uses), \(article.successes))
            ON CONFLICT (number) DO UPDATE
            SET state = excluded.state, title = excluded.title, symptom = excluded.symptom, cause = excluded.cause,
                workaround = excluded.workaround, restore = excluded.restore, prevention = excluded.prevention,
                fix = excluded.fix, signature_id = excluded.signature_id, author = excluded.author,
                changed_at = excluded.changed_at, last_used_at = excluded.last_used_at, uses = excluded.uses,
                successes = excluded.successes
            """)
    }

    /// Every article, by number.
    package func all() throws -> [KnowledgeArticle] {
        try connection.query(
            """
            SELECT number, state, title, symptom, cause, workaround, restore, prevention, fix, signature_id, author,
                changed_at, last_used_at, uses, successes
            FROM article
            ORDER BY number
            """
        ) { row in
            var sections: [KnowledgeArticle.Section: String] = [:]
            for (index, section) in KnowledgeArticle.Section.allCases.enumerated() {
                let text = row.text(3 + index)
                if !text.isEmpty { sections[section] = text }
            }
            return KnowledgeArticle(
                number: row.integer(0), state: KnowledgeArticle.State(rawValue: row.text(1)) ?? .drafted,
                title: row.text(2), sections: sections, signature: row.optionalInteger(9), author: row.text(10),
                changedAt: row.integer(11), lastUsedAt: row.optionalInteger(12), uses: Int(row.integer(13)),
                successes: Int(row.integer(14)))
        }
    }
}
