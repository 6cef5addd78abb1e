// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Triage

@Suite
struct RuleErrorTests {
    @Test(arguments: [
        ("", 1, 1, "the rule is empty", #"the smallest rule is like type = "TimeoutError""#),
        (" \n# nothing", 1, 1, "the rule is empty", #"the smallest rule is like type = "TimeoutError""#),
        (#"tpye = "a""#, 1, 1, #"unknown field "tpye""#, #"did you mean "type"?"#),
        ("suite = \"é\" OR\n  mesage = \"a\"", 2, 3, #"unknown field "mesage""#, #"did you mean "message"?"#),
        (#"frames = "a""#, 1, 1, #"unknown field "frames""#, #"did you mean "frame"?"#),
        (#"nto name = "a""#, 1, 1, #"unknown field "nto""#, #"did you mean "NOT"?"#),
        (
            #"colour = "a""#, 1, 1, #"unknown field "colour""#,
            "the fields are suite, test, class, name, type, message, frame"
        ),
        (#"AND name = "a""#, 1, 1, #"a field must stand here, not "AND""#, nil),
        (#"name = "a" AND"#, 1, 15, "a field must stand here, not the end of the rule", nil),
        (#""a" = name"#, 1, 1, "a field must stand here, not a text", nil),
        (#"! name = "a""#, 1, 1, #"a field must stand here, not "!""#, #"did you mean "NOT"?"#),
        ("()", 1, 2, #"a field must stand here, not ")""#, nil),
        (#"name == "a""#, 1, 6, #"unknown operator "==""#, #"did you mean "="?"#),
        (#"name <> "a""#, 1, 6, #"unknown operator "<>""#, #"did you mean "!="?"#),
        (#"name =~ "a""#, 1, 6, #"unknown operator "=~""#, #"did you mean "LIKE"?"#),
        (#"name LKIE "a""#, 1, 6, #"unknown operator "LKIE""#, #"did you mean "LIKE"?"#),
        (#"name contains "a""#, 1, 6, #"unknown operator "contains""#, #"did you mean "LIKE"?"#),
        (#"name < "a""#, 1, 6, #"unknown operator "<""#, "the operators are =, !=, LIKE, NOT LIKE, IN, NOT IN"),
        (#"name "a""#, 1, 6, "an operator must stand here, not a text", #"did you mean "="?"#),
        ("name", 1, 5, "an operator must stand here, not the end of the rule", nil),
        (#"name NOT = "a""#, 1, 10, #"LIKE or IN must stand here, not "=""#, #"did you mean "!="?"#),
        (#"name NOT LIEK "a""#, 1, 10, #"LIKE or IN must stand here, not "LIEK""#, #"did you mean "LIKE"?"#),
        (
            "type = shop.CartError", 1, 8, #"a text in quotes must stand here, not "shop.CartError""#,
            #"values stand in quotes: "shop.CartError""#
        ),
        ("type =", 1, 7, "a text in quotes must stand here, not the end of the rule", nil),
        (#"type LIKE ("a")"#, 1, 11, #"a text in quotes must stand here, not "(""#, nil),
        (#"type IN "a""#, 1, 9, "( and a list of texts must stand here, not a text", #"write IN ("a", "b")"#),
        ("type IN ()", 1, 9, "the list is empty", nil),
        (#"type IN ("a", )"#, 1, 15, #"a text in quotes must stand here, not ")""#, nil),
        (#"type IN ("a" "b")"#, 1, 14, "a comma or ) must stand here, not a text", nil),
        (#"type IN ("a", "b""#, 1, 9, "the list is never closed", nil),
        (#"(name = "a" OR (name = "b")"#, 1, 1, "the parenthesis is never closed", nil),
        (#"name = "a")"#, 1, 11, "there is no opening parenthesis for this one", nil),
        (#"name = "a" name = "b""#, 1, 12, #"AND or OR must stand here, not "name""#, nil),
        (#"name = "a" ADN name = "b""#, 1, 12, #"AND or OR must stand here, not "ADN""#, #"did you mean "AND"?"#),
        (#"name = "a" && name = "b""#, 1, 12, #"AND or OR must stand here, not "&&""#, #"did you mean "AND"?"#),
        (#"(name = "a" | name = "b")"#, 1, 13, #"AND, OR or ) must stand here, not "|""#, #"did you mean "OR"?"#),
        (
            "name = \"é\" OR name = \"a\nb\"", 1, 22, "the text has no closing quote on its line",
            #"write \n for a line end"#
        ),
        ("name = 'a\\\n'", 1, 8, "the text has no closing quote on its line", #"write \n for a line end"#),
        (#"name = "a\""#, 1, 8, "the text has no closing quote on its line", #"write \n for a line end"#),
        (#"name = "é\d""#, 1, 10, #"unknown escape \d"#, #"write \\ for a backslash"#),
        (#"name = "\é""#, 1, 9, #"unknown escape \é"#, #"write \\ for a backslash"#),
        (#"name = "5\%""#, 1, 10, #"unknown escape \%"#, "only LIKE has wildcards; leave the backslash out"),
        (#"name = “a”"#, 1, 8, "unexpected character U+201C", #"write straight quotes: " or '"#),
        ("name\u{A0}= \"a\"", 1, 5, "unexpected character U+00A0", "write an ordinary blank"),
        ("name = \"a\"\n\n  ; name = \"b\"", 3, 3, "unexpected character U+003B", "values stand in quotes"),
        ("name = \u{7}", 1, 8, "unexpected character U+0007", "values stand in quotes"),
    ])
    func `a fault has its line, its column and a hint`(
        rule: String, line: Int, column: Int, message: String, hint: String?
    ) {
        let expected = RuleError(line: line, column: column, message: message, hint: hint)

        #expect(throws: expected) { try RulePredicate(parsing: rule) }
    }

    @Test func `a rule that passes a limit is refused where it does`() {
        let term = #"name = """#
        let terms = Array(repeating: term, count: 201).joined(separator: "\nOR ")
        let nots = String(repeating: "NOT ", count: 33) + term
        let pattern = #"name LIKE "\#(String(repeating: "é", count: 501))""#
        let long = #"name = "\#(String(repeating: "é", count: 5_000))""#
        let grows = "name = '" + String(repeating: "\"", count: 9_000) + "'"

        let errors = [terms, nots, pattern, long, grows].map(Self.error)

        #expect(
            errors == [
                RuleError(
                    line: 201, column: 4, message: "the rule has more than 200 comparisons", hint: "join values with IN"
                ),
                RuleError(line: 1, column: 129, message: "parentheses and NOT go deeper than 32 levels", hint: nil),
                RuleError(
                    line: 1, column: 11, message: "the pattern has 1002 bytes; at most 1000 are allowed", hint: nil),
                RuleError(
                    line: 1, column: 1, message: "the rule has 10009 bytes; at most 10000 are allowed", hint: nil),
                RuleError(
                    line: 1,
                    column: 1,
                    message: "the rule has 18009 bytes with blanks and escapes in place; at most 10000 are allowed",
                    hint: nil
                ),
            ]
        )
    }

    @Test func `a message repeats no more than the beginning of a long word`() {
        let error = Self.error(String(repeating: "x", count: 5_000) + " = \"a\"")

        #expect(error?.message == "unknown field \"\(String(repeating: "x", count: 39))…\"")
    }

    private static func error(_ text: String) -> RuleError? {
        switch Result(catching: { () throws(RuleError) in try RulePredicate(parsing: text) }) {
        case .success: nil
        case .failure(let error): error
        }
    }
}
