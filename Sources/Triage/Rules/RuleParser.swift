// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Reads tokens into a tree, one function for each level: `OR` of `AND` of `NOT` of comparisons.
struct RuleParser {
    let source: RuleSource
    private var scanner: RuleScanner
    /// The first token that is not yet part of anything.
    var token: RuleToken
    private var termCount = 0

    private static let fields = RuleField.allCases.map(\.rawValue)

    init(_ source: RuleSource) throws(RuleError) {
        self.source = source
        scanner = RuleScanner(source)
        token = try scanner.next()
    }

    /// The tree of the whole rule.
    mutating func parse() throws(RuleError) -> RuleNode {
        if token.kind == .end {
            throw source.error(at: 0, "the rule is empty", hint: "the smallest rule is like type = \"TimeoutError\"")
        }
        let node = try any(depth: 0)
        if token.kind == .close { throw fail("there is no opening parenthesis for this one") }
        guard token.kind == .end else { throw unexpected(wanted: "AND or OR", candidates: ["AND", "OR"]) }
        return node
    }

    private mutating func any(depth: Int) throws(RuleError) -> RuleNode {
        var nodes = [try all(depth: depth)]
        while isKeyword("or") {
            try advance()
            nodes.append(try all(depth: depth))
        }
        return .joining(any: nodes)
    }

    private mutating func all(depth: Int) throws(RuleError) -> RuleNode {
        var nodes = [try unary(depth: depth)]
        while isKeyword("and") {
            try advance()
            nodes.append(try unary(depth: depth))
        }
        return .joining(all: nodes)
    }

    private mutating func unary(depth: Int) throws(RuleError) -> RuleNode {
        let isNot = isKeyword("not")
        guard isNot || token.kind == .open else { return .term(try term()) }
        guard depth < RulePredicate.depthLimit else {
            throw fail("parentheses and NOT go deeper than \(RulePredicate.depthLimit) levels")
        }
        let opening = token
        try advance()
        if isNot { return .not(try unary(depth: depth + 1)) }
        let node = try any(depth: depth + 1)
        if token.kind == .end { throw source.error(at: opening.range.lowerBound, "the parenthesis is never closed") }
        guard token.kind == .close else { throw unexpected(wanted: "AND, OR or )", candidates: ["AND", "OR"]) }
        try advance()
        return node
    }

    private mutating func term() throws(RuleError) -> RuleTerm {
        let field = try field()
        termCount += 1
        guard termCount <= RulePredicate.termLimit else {
            throw fail("the rule has more than \(RulePredicate.termLimit) comparisons", hint: "join values with IN")
        }
        try advance()
        return try comparison(of: field)
    }

    private func field() throws(RuleError) -> RuleField {
        guard token.kind == .word, !["and", "or", "in", "like"].contains(word) else {
            throw unexpected(wanted: "a field", candidates: ["NOT"])
        }
        if let field = RuleField(rawValue: word) { return field }
        let nearest = NearestWord.of(word, in: Self.fields + ["NOT"])
        throw fail(
            "unknown field \(source.excerpt(token.range))",
            hint: nearest.map(Self.question) ?? "the fields are \(Self.fields.joined(separator: ", "))"
        )
    }
}

/// What all levels share.
extension RuleParser {
    mutating func advance() throws(RuleError) { token = try scanner.next() }

    /// The token in lower case.
    var word: String { source.text(token.range).lowercased() }

    /// - Parameter keyword: In lower case.
    func isKeyword(_ keyword: String) -> Bool { token.kind == .word && word == keyword }

    /// The fault at the current token.
    func fail(_ message: String, hint: String? = nil) -> RuleError {
        source.error(at: token.range.lowerBound, message, hint: hint)
    }

    static func question(_ word: String) -> String { "did you mean \"\(word)\"?" }

    /// The current token is none of what may stand here.
    ///
    /// - Parameter candidates: What it may be a misspelling of.
    func unexpected(wanted: String, candidates: [String] = [], hint: String? = nil) -> RuleError {
        let found =
            switch token.kind {
            case .end: "the end of the rule"
            case .text: "a text"
            default: source.excerpt(token.range)
            }
        let isName = token.kind == .word || token.kind == .sign
        let nearest = isName ? NearestWord.of(word, in: candidates).map(Self.question) : nil
        return fail("\(wanted) must stand here, not \(found)", hint: nearest ?? hint)
    }
}
