// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// An index of the words of articles, and what a publication forgives.
    static let search = Migration(version: 10, name: "search") { d in
        [
            d.words.table, d.words.index,
            """
            ALTER TABLE article
            ADD COLUMN -- words, those of the title by their weight, NULL for an article that the index does not hold; command
                words \(d.integer)
            """,
            """
            ALTER TABLE article
            ADD COLUMN -- uses without success that were known when it was published last; command
                pardoned \(d.integer) NOT NULL DEFAULT 0
            """,
        ].compactMap(\.self)
    }
}
