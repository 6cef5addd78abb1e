// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Migration {
    /// An index of the words of articles, and how many each has.
    static let search = Migration(version: 10, name: "search") { d in
        [
            d.words.table, d.words.index,
            """
            ALTER TABLE article
            ADD COLUMN -- words, those of the title by their weight, NULL for an article that the index does not hold; command
                words \(d.integer)
            """,
        ].compactMap(\.self)
    }
}
