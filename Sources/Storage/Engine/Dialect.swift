// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What differs between the engines, as fragments of SQL.
package struct Dialect: Sendable {
    /// Type of a column that numbers its rows.
    package let identity: String
    /// Type of a 64-bit number.
    package let integer: String
    package let text: String
    package let blob: String
    /// What follows the closing bracket of a table.
    package let tableSuffix: String
    /// A table of the elements of the JSON array in an expression, under an alias.
    package let jsonElements: @Sendable (_ expression: String, _ alias: String) -> String
    /// Position of an element of such a table, from 0.
    package let jsonKey: @Sendable (_ alias: String) -> String
    /// An element of such a table, when it is a number.
    package let jsonValue: @Sendable (_ alias: String) -> String
    /// Item `position` of an element that is an array, a number and a text.
    package let jsonNumber: @Sendable (_ alias: String, _ position: Int) -> String
    package let jsonText: @Sendable (_ alias: String, _ position: Int) -> String
    /// Milliseconds of the duration at a position of a blob of durations; NULL when unknown.
    package let milliseconds: @Sendable (_ blob: String, _ position: String) -> String
    /// A query of the names of all tables, sorted.
    package let tables: String
    /// A query of names and types of the columns of a table, in their order.
    package let columns: @Sendable (_ table: String) -> String
    /// A query that makes a column go on with its numbers behind the largest; nil where it does so by itself.
    package let numberOn: @Sendable (_ table: String, _ column: String) -> String?
    /// What stands around a text of any length in an index, which some engines only take up to some thousand bytes.
    package let hash: (before: String, after: String)
    package let words: WordIndex

    /// An index of the words of articles, which the engine keeps. We split the words, and it never does.
    package struct WordIndex: Sendable {
        /// Makes the table `article_words` of articles and their words.
        package let table: String
        /// Makes it fast; nil where the table is an index.
        package let index: String?
        /// The column that holds the row of the article.
        package let article: String
        /// Types of the words of an article, and of a question.
        package let document: String
        package let question: String
        /// Stands before a question, and is true of the rows with one of its words.
        package let matches: String
        /// Sign around each word of a question, and what stands between two of them when one is enough.
        package let quote: String
        package let or: String

        package init(
            table: String, index: String?, article: String, document: String, question: String, matches: String,
            quote: String, or: String
        ) {
            self.table = table
            self.index = index
            self.article = article
            self.document = document
            self.question = question
            self.matches = matches
            self.quote = quote
            self.or = or
        }
    }

    /// An expression as it stands in an index.
    package func hashed(_ expression: String) -> String { hash.before + expression + hash.after }

    package init(
        identity: String, integer: String, text: String, blob: String, tableSuffix: String,
        jsonElements: @escaping @Sendable (String, String) -> String, jsonKey: @escaping @Sendable (String) -> String,
        jsonValue: @escaping @Sendable (String) -> String, jsonNumber: @escaping @Sendable (String, Int) -> String,
        jsonText: @escaping @Sendable (String, Int) -> String,
        milliseconds: @escaping @Sendable (String, String) -> String,
        tables: String,
        columns: @escaping @Sendable (String) -> String, numberOn: @escaping @Sendable (String, String) -> String?,
        hash: (before: String, after: String), words: WordIndex
    ) {
        self.identity = identity
        self.integer = integer
        self.text = text
        self.blob = blob
        self.tableSuffix = tableSuffix
        self.jsonElements = jsonElements
        self.jsonKey = jsonKey
        self.jsonValue = jsonValue
        self.jsonNumber = jsonNumber
        self.jsonText = jsonText
        self.milliseconds = milliseconds
        self.tables = tables
        self.columns = columns
        self.numberOn = numberOn
        self.hash = hash
        self.words = words
    }
}
