// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage

extension Dialect {
    /// SQLite with strict tables and its JSON functions.
    static let sqlite = Dialect(
        identity: "INTEGER PRIMARY KEY", integer: "INTEGER", text: "TEXT", blob: "BLOB", tableSuffix: " STRICT",
        jsonElements: { "json_each(\($0)) \($1)" }, jsonKey: { "\($0).key" }, jsonValue: { "\($0).value" },
        jsonNumber: { "json_extract(\($0).value, '$[\($1)]')" }, jsonText: { "json_extract(\($0).value, '$[\($1)]')" },
        milliseconds: milliseconds,
        tables: """
            SELECT name FROM pragma_table_list
            WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
            ORDER BY name
            """,
        columns: { "SELECT name, type FROM pragma_table_info('\($0)') ORDER BY cid" }, numberOn: { _, _ in nil },
        hash: ("", ""),
        words: Dialect.WordIndex(
            // Its own rules know no signs beyond ASCII, so a word of ours is one of its words.
            table: "CREATE VIRTUAL TABLE article_words USING fts5 (words, tokenize = 'ascii', detail = 'none')",
            index: nil, article: "rowid", document: "TEXT", question: "TEXT", matches: "article_words MATCH",
            quote: "\"", or: " OR "))

    /// Decodes four big-endian bytes by their hexadecimal digits, the only way that SQL alone has.
    private static func milliseconds(blob: String, position: String) -> String {
        let digits = "hex(substr(\(blob), 4 * \(position) + 1, 4))"
        let terms = (0..<8).map { place in
            "((instr('0123456789ABCDEF', substr(\(digits), \(place + 1), 1)) - 1) << \(28 - 4 * place))"
        }
        let code = terms.joined(separator: " + ")
        return """
            CASE
                WHEN \(digits) = 'FFFFFFFF' THEN NULL
                WHEN \(digits) >= '80000000' THEN CAST((\(code)) - 2147483648 AS REAL)
                ELSE (\(code)) / 1000.0
            END
            """
    }
}
