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

    /// Writes an article under its number, and its words to the index.
    package func put(_ article: KnowledgeArticle) throws {
        func text(_ section: KnowledgeArticle.Section) -> String { article.sections[section] ?? "" }
        try connection.execute(
            """
            INSERT INTO article (number, state, title, symptom, cause, workaround, restore, prevention, fix, signature_id,
                author, changed_at, last_used_at, uses, successes, pardoned)
            VALUES (\(article.number), \(article.state.rawValue), \(article.title), \(text(.symptom)), \(text(.cause)),
                \(text(.workaround)), \(text(.restore)), \(text(.prevention)), \(text(.fix)), \(article.signature),
                \(article.author), \(article.changedAt), \(article.lastUsedAt), \(article.uses), \(article.successes),
                \(article.pardoned))
            ON CONFLICT (number) DO UPDATE
            SET state = excluded.state, title = excluded.title, symptom = excluded.symptom, cause = excluded.cause,
                workaround = excluded.workaround, restore = excluded.restore, prevention = excluded.prevention,
                fix = excluded.fix, signature_id = excluded.signature_id, author = excluded.author,
                changed_at = excluded.changed_at, last_used_at = excluded.last_used_at, uses = excluded.uses,
                successes = excluded.successes, pardoned = excluded.pardoned
            """)
        try index(article)
    }

    /// Bytes of words that an index takes; PostgreSQL's bound is a MiB.
    private static let indexedBytes = 512 << 10
    /// Bytes of a word by which it is found; PostgreSQL's bound is 2 KiB.
    private static let wordBytes = 100

    /// Has the index hold an article that is written already. One with too many words is left out, and read at each search.
    package func index(_ article: KnowledgeArticle) throws {
        let index = connection.dialect.words
        let (distinct, length) = ArticleWords.all(of: article)
        let document = distinct.map(Self.indexed).joined(separator: " ")
        let isIndexed = document.utf8.count <= Self.indexedBytes
        try connection.execute(
            "UPDATE article SET words = \(isIndexed ? length : nil) WHERE number = \(article.number)")
        try connection.execute("DELETE FROM article_words WHERE \(raw: index.article) = \(article.number)")
        if isIndexed { try insert(document, of: article) }
    }

    /// Has the index hold articles that were copied as an index of another store held them.
    package func indexCopies() throws {
        let left = Set(try unindexed(includesRetired: true).map(\.number))
        for article in try all() where !left.contains(article.number) {
            try insert(ArticleWords.all(of: article).distinct.map(Self.indexed).joined(separator: " "), of: article)
        }
    }

    private func insert(_ document: String, of article: KnowledgeArticle) throws {
        let index = connection.dialect.words
        try connection.execute(
            """
            INSERT INTO article_words (\(raw: index.article), words)
            VALUES (\(article.number), CAST(\(document) AS \(raw: index.document)))
            """)
    }

    private static func indexed(_ word: String) -> String {
        word.utf8.count <= wordBytes ? word : String(decoding: word.utf8.prefix(wordBytes), as: UTF8.self)
    }

    /// Articles that the index finds by one of some words, by number.
    package func holding(_ words: [String], includesRetired: Bool) throws -> [KnowledgeArticle] {
        guard !words.isEmpty else { return [] }
        let index = connection.dialect.words
        return try select(
            """
            WHERE number IN (
                    SELECT \(raw: index.article)
                    FROM article_words
                    WHERE \(raw: index.matches) CAST(\(question(words)) AS \(raw: index.question))
                )
                AND (\(includesRetired) = 1 OR state <> 'retired')
            """)
    }

    private func numbers(holding words: [String]) throws -> [Int64] {
        let index = connection.dialect.words
        return try connection.query(
            """
            SELECT \(raw: index.article)
            FROM article_words
            WHERE \(raw: index.matches) CAST(\(question(words)) AS \(raw: index.question))
            """
        ) { $0.integer(0) }
    }

    private func question(_ words: [String]) -> String {
        let index = connection.dialect.words
        return words.map { index.quote + Self.indexed($0) + index.quote }.joined(separator: index.or)
    }

    /// Articles that the index does not hold, by number.
    package func unindexed(includesRetired: Bool) throws -> [KnowledgeArticle] {
        try select("WHERE words IS NULL AND (\(includesRetired) = 1 OR state <> 'retired')")
    }

    /// How many articles there are, and words in those that the index holds.
    package func extent(includesRetired: Bool) throws -> (articles: Int, words: Int) {
        try connection.first(
            """
            SELECT count(*), CAST(coalesce(sum(words), 0) AS \(raw: connection.dialect.integer))
            FROM article
            WHERE \(includesRetired) = 1 OR state <> 'retired'
            """
        ) { (Int($0.integer(0)), Int($0.integer(1))) } ?? (0, 0)
    }

    /// What the index of words does not hold as it should; empty for a sound one.
    package func indexProblems() throws -> [String] {
        let index = connection.dialect.words
        let held = try Set(
            connection.query("SELECT \(raw: index.article) FROM article_words") { $0.integer(0) })
        let lengths = try Dictionary(
            uniqueKeysWithValues: connection.query("SELECT number, words FROM article WHERE words IS NOT NULL") {
                ($0.integer(0), Int($0.integer(1)))
            })
        var holders: [String: Set<Int64>] = [:]
        func holds(_ article: Int64, _ word: String) throws -> Bool {
            if holders[word] == nil { holders[word] = Set(try numbers(holding: [word])) }
            return holders[word]?.contains(article) == true
        }
        let wrong = try all().filter { article in
            let (distinct, length) = ArticleWords.all(of: article)
            guard let stored = lengths[article.number] else { return held.contains(article.number) }
            // Each word on its own would be a search a word: the ends of the list stand for all.
            let ends = [distinct.first, distinct.last].compactMap(\.self)
            return try stored != length || !held.contains(article.number)
                || !ends.allSatisfy { try holds(article.number, $0) }
        }
        let strangers = held.subtracting(lengths.keys).count
        return wrong.map { "the index of words does not hold KB-\($0.number) as it is" }
            + (strangers > 0 ? ["the index of words holds \(strangers) articles that are not there"] : [])
    }

    /// Every article, by number.
    package func all() throws -> [KnowledgeArticle] { try select("") }

    /// Signatures of issues of which an article that nobody retired says a workaround that helped more often than not.
    ///
    /// - Parameter moment: UTC ms; articles of which anybody said anything later are left out, because what was known before is
    ///   not kept.
    package func signaturesWithProvenWorkaround(at moment: Int64) throws -> Set<Int64> {
        Set(
            try connection.query(
                """
                SELECT DISTINCT signature_id
                FROM article
                WHERE signature_id IS NOT NULL AND state <> 'retired' AND workaround <> '' AND successes * 2 > uses
                    AND changed_at <= \(moment) AND coalesce(last_used_at, changed_at) <= \(moment)
                ORDER BY signature_id
                """
            ) { $0.integer(0) })
    }

    private func select(_ condition: SQLText) throws -> [KnowledgeArticle] {
        try connection.query(
            """
            SELECT number, state, title, symptom, cause, workaround, restore, prevention, fix, signature_id, author,
                changed_at, last_used_at, uses, successes, pardoned
            FROM article
            \(condition)
            ORDER BY number
            """
        ) { row in
            var sections: [KnowledgeArticle.Section: String] = [:]
            for (index, section) in KnowledgeArticle.Section.allCases.enumerated() {
                let text = row.text(3 + index)
                if !text.isEmpty { sections[section] = text }
            }
            var article = KnowledgeArticle(
                number: row.integer(0), state: KnowledgeArticle.State(rawValue: row.text(1)) ?? .drafted,
                title: row.text(2), sections: sections, signature: row.optionalInteger(9), author: row.text(10),
                changedAt: row.integer(11), lastUsedAt: row.optionalInteger(12), uses: Int(row.integer(13)),
                successes: Int(row.integer(14)))
            article.pardoned = Int(row.integer(15))
            return article
        }
    }
}
