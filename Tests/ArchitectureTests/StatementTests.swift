// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Every statement that a server may see, held against what databases that speak like PostgreSQL do not take.
struct StatementTests {
    /// What they document as unsupported, or supported in name only, with who says so.
    private static let denied: [(pattern: String, why: String)] = [
        (#"\bpg_(try_)?advisory"#, "advisory locks: without effect in CockroachDB, not in every YugabyteDB"),
        (#"\bLOCK\s+TABLE\b"#, "CockroachDB has none, YugabyteDB one mode"),
        (#"\b(LISTEN|NOTIFY|UNLISTEN)\b"#, "neither has notifications"),
        (#"\bCREATE\s+(OR\s+REPLACE\s+)?(TRIGGER|RULE|DOMAIN|AGGREGATE|OPERATOR|CAST)\b"#, "not in CockroachDB"),
        (#"\bCREATE\s+(OR\s+REPLACE\s+)?(FUNCTION|PROCEDURE)\b"#, "languages differ"),
        (#"\bEXCLUDE\s+USING\b"#, "neither has exclusion constraints"),
        (#"\bDEFERRABLE\b|\bSET\s+CONSTRAINTS\b"#, "CockroachDB has no deferred constraints"),
        (#"\bINHERITS\b|\bPARTITION\s+OF\b"#, "neither inherits tables"),
        (#"\bUNLOGGED\b|\bTABLESPACE\b"#, "not in CockroachDB"),
        (#"\bTEMP(ORARY)?\s+TABLE\b"#, "experimental in CockroachDB"),
        (#"\b(ctid|xmin|xmax|oid)\b"#, "system columns of rows differ"),
        (#"\bxml\w*\("#, "neither has XML"),
        (#"\b(int4|int8|num|ts|tstz|date)range\b"#, "CockroachDB has no ranges"),
        (#"\b(PREPARE\s+TRANSACTION|COMMIT\s+PREPARED)\b"#, "neither has two phases for clients"),
        (#"\bDECLARE\s+\w+\s+CURSOR\b"#, "cursors are limited"),
        (#"\bVACUUM\b|\bCLUSTER\b|\bREINDEX\b"#, "upkeep of PostgreSQL alone"),
        (#"\bUSING\s+(gist|brin|spgist|hash)\b"#, "kinds of indexes differ"),
        (#"\bTABLESAMPLE\b|\bFETCH\s+FIRST\b.*\bWITH\s+TIES\b"#, "not in CockroachDB"),
        (#"\bMERGE\s+INTO\b"#, "neither has MERGE"),
        (#"\b(sqlite_|PRAGMA|rowid|AUTOINCREMENT|INSERT\s+OR\s)"#, "only SQLite"),
        (#"\b(json_each|json_extract|group_concat|ifnull|instr|hex|zeroblob)\s*\("#, "only SQLite"),
    ]

    /// Targets whose statements reach a server.
    private static let targets: Set = ["Storage", "StoragePostgres", "Workflow"]

    private struct Statement: CustomStringConvertible {
        let file: String
        let text: String
        var description: String { "\(file): \(text.prefix(120))" }
    }

    private static let statements: [Statement] = Repository.files(in: "Sources").filter {
        targets.contains($0.target)
    }.flatMap { file in
        literals(of: file.text).map { text in
            // What is interpolated is a value or a name of ours.
            let plain = text.replacing(/\\\((raw: )?[^()]*(\([^()]*\)[^()]*)*\)/, with: "?")
            let shown = plain.replacing(/--[^\n]*/, with: "").split(whereSeparator: \.isWhitespace).joined(
                separator: " ")
            return Statement(file: "\(file)", text: shown)
        }
    }

    /// String literals of a file that are statements; of interpolated values only their marks are left.
    private static func literals(of text: String) -> [String] {
        let multiple = text.components(separatedBy: "\"\"\"").enumerated().filter { !$0.offset.isMultiple(of: 2) }
            .map(\.element)
        let rest = text.components(separatedBy: "\"\"\"").enumerated().filter { $0.offset.isMultiple(of: 2) }
            .map(\.element).joined(separator: "\n")
        let single = rest.split(separator: "\n").flatMap { line -> [String] in
            guard let start = line.firstIndex(of: "\""), let end = line.lastIndex(of: "\""), start < end else {
                return []
            }
            return [String(line[line.index(after: start)..<end])]
        }
        let verbs = [
            "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "CREATE ", "ALTER ", "DROP ", "WITH ", "BEGIN", "COPY ",
        ]
        return (multiple + single).filter { literal in
            let head = literal.drop(while: \.isWhitespace)
            return
                verbs.contains(where: head.hasPrefix)
                || verbs.contains { head.hasPrefix($0.trimmingCharacters(in: .whitespaces) + "\n") }
        }
    }

    @Test func `every statement is taken by databases that speak like PostgreSQL`() throws {
        for (pattern, why) in Self.denied {
            let expression = try NSRegularExpression(pattern: pattern, options: [.caseInsensitive])
            for statement in Self.statements {
                let range = NSRange(statement.text.startIndex..., in: statement.text)
                #expect(expression.firstMatch(in: statement.text, range: range) == nil, "\(statement) (\(why))")
            }
        }
    }

    @Test func `the list of statements is the whole list`() {
        let texts = Self.statements.map(\.text)

        #expect(texts.count > 250, "found \(texts.count)")
        for part in [
            "INTO run", "CREATE TABLE gate_evaluation", "FROM incident", "FOR UPDATE", "COPY ?", "UPDATE baseline",
        ] {
            #expect(texts.contains { $0.contains(part) }, "\(part)")
        }
    }

    @Test(arguments: [
        "SELECT pg_advisory_lock(1)", "LOCK TABLE run", "SELECT ctid FROM run", "INSERT OR IGNORE INTO run", "NOTIFY x",
    ])
    func `what is denied is found`(statement: String) throws {
        let matches = try Self.denied.filter { pattern, _ in
            try NSRegularExpression(pattern: pattern, options: [.caseInsensitive]).firstMatch(
                in: statement, range: NSRange(statement.startIndex..., in: statement)) != nil
        }
        #expect(!matches.isEmpty)
    }
}
