// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension RuleParser {
    private static let operators = ["=", "!=", "LIKE", "NOT LIKE", "IN", "NOT IN"]

    /// Operator and value behind a field.
    mutating func comparison(of field: RuleField) throws(RuleError) -> RuleTerm {
        let isNegated = isKeyword("not") || token.kind == .sign && word == "!="
        if token.kind == .sign, word == "=" || word == "!=" {
            try advance()
            return RuleTerm(field, .equals(try value()), isNegated: isNegated)
        }
        if isNegated {
            try advance()
            guard isKeyword("like") || isKeyword("in") else { throw notAlone() }
        }
        if isKeyword("like") {
            try advance()
            return RuleTerm(field, .isLike(try pattern()), isNegated: isNegated)
        }
        guard isKeyword("in") else { throw noOperator() }
        try advance()
        return RuleTerm(field, .isOneOf(try list()), isNegated: isNegated)
    }

    private mutating func list() throws(RuleError) -> [[UInt8]] {
        guard token.kind == .open else {
            throw unexpected(wanted: "( and a list of texts", hint: "write IN (\"a\", \"b\")")
        }
        let opening = token
        try advance()
        if token.kind == .close { throw source.error(at: opening.range.lowerBound, "the list is empty") }
        var values = [try value()]
        while token.kind == .comma {
            try advance()
            values.append(try value())
        }
        if token.kind == .end { throw source.error(at: opening.range.lowerBound, "the list is never closed") }
        guard token.kind == .close else { throw unexpected(wanted: "a comma or )") }
        try advance()
        return values
    }

    private mutating func value() throws(RuleError) -> [UInt8] {
        let units = try units(isPattern: false)
        return units.compactMap { if case .byte(let byte) = $0 { byte } else { nil } }
    }

    private mutating func pattern() throws(RuleError) -> LikePattern {
        let text = token
        let units = try units(isPattern: true)
        guard units.count <= RulePredicate.patternLimit else {
            let limit = RulePredicate.patternLimit
            throw source.error(
                at: text.range.lowerBound,
                "the pattern has \(units.count) bytes; at most \(limit) are allowed"
            )
        }
        return LikePattern(units)
    }

    /// The text without quotes and escapes.
    private mutating func units(isPattern: Bool) throws(RuleError) -> [LikePattern.Unit] {
        guard token.kind == .text else {
            let hint = token.kind == .word ? "values stand in quotes: \(source.excerpt(token.range))" : nil
            throw unexpected(wanted: "a text in quotes", hint: hint)
        }
        var units: [LikePattern.Unit] = []
        var place = token.range.lowerBound + 1
        while place < token.range.upperBound - 1 {
            let byte = source.bytes[place]
            if byte == .backslash {
                units.append(.byte(try escaped(at: place, isPattern: isPattern)))
                place += 2
                continue
            }
            units.append(!isPattern ? .byte(byte) : byte == .percent ? .run : byte == .underscore ? .one : .byte(byte))
            place += 1
        }
        try advance()
        return units
    }

    /// What the byte behind the backslash at `place` stands for.
    private func escaped(at place: Int, isPattern: Bool) throws(RuleError) -> UInt8 {
        let byte = source.bytes[place + 1]
        let isWildcard = byte == .percent || byte == .underscore
        switch byte {
        case UInt8(ascii: "n"): return .newline
        case UInt8(ascii: "t"): return .tab
        case .quote, .apostrophe, .backslash: return byte
        case _ where isWildcard && isPattern: return byte
        default: break
        }
        let end = source.bytes[(place + 2)...].firstIndex { !$0.isContinuation } ?? source.bytes.count
        let hint = isWildcard ? "only LIKE has wildcards; leave the backslash out" : "write \\\\ for a backslash"
        throw source.error(at: place, "unknown escape \(source.text(place..<end))", hint: hint)
    }

    private func notAlone() -> RuleError {
        let hint = token.kind == .sign && word == "=" ? Self.question("!=") : nil
        return unexpected(wanted: "LIKE or IN", candidates: ["LIKE", "IN"], hint: hint)
    }

    private func noOperator() -> RuleError {
        guard token.kind == .word || token.kind == .sign else {
            return unexpected(wanted: "an operator", hint: token.kind == .text ? Self.question("=") : nil)
        }
        let nearest = NearestWord.of(word, in: Self.operators + ["NOT"])
        return fail(
            "unknown operator \(source.excerpt(token.range))",
            hint: nearest.map(Self.question) ?? "the operators are \(Self.operators.joined(separator: ", "))"
        )
    }
}
