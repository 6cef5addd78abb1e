// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension RulePredicate {
    /// The rule that a new cluster offers for itself, or nil if nothing about it is sure.
    ///
    /// Type and frame come first; the message only where one of them is missing, and the test where nothing else says
    /// more than the type. Each mask of the template becomes `%`.
    ///
    /// For example: `type = "NullPointerException" AND frame = "shop.Cart.total"`, or
    /// `message LIKE "connection to % refused"`.
    ///
    /// - Parameters:
    ///   - type: Common type; empty if there is none.
    ///   - topFrame: Common symbol of the top frame; empty if there is none.
    ///   - template: What `TemplateScanner` made of the message; empty if there is none.
    ///   - test: Common class and name, joined by a dot; empty if there is none.
    ///   - members: Failures that the rule must match: what one of them contradicts is loosened or left out.
    package static func describing(
        type: Bytes,
        topFrame: Bytes,
        template: Bytes,
        test: Bytes = Bytes(start: nil, count: 0),
        members: [RuleSubject] = []
    ) -> RulePredicate? {
        describing(type: type, topFrame: topFrame, template: template, test: test) { members.allSatisfy($0.matches) }
    }

    /// As above.
    ///
    /// - Parameter fits: Whether a rule speaks of every failure that it must match.
    static func describing(
        type: Bytes, topFrame: Bytes, template: Bytes, test: Bytes, fits isFitting: (RulePredicate) -> Bool
    ) -> RulePredicate? {
        func fits(_ term: RuleTerm) -> Bool { isFitting(RulePredicate(root: .term(term))) }
        func message() -> RuleTerm? {
            LikePattern.describing(template).map { RuleTerm(.message, .isLike($0)) }.first(where: fits)
        }
        var terms = [(RuleField.type, type), (.frame, topFrame)].compactMap { field, text in
            text.isEmpty ? nil : RuleTerm(field, .describing(text))
        }.filter(fits)
        if terms.count < 2, TemplateWords.informative(template) > 0, let term = message() { terms.append(term) }
        if terms.isEmpty || terms.count == 1 && terms[0].field == .type, !test.isEmpty {
            terms += [RuleTerm(.test, .describing(test))].filter(fits)
        }
        if terms.isEmpty, let term = message() { terms.append(term) }
        return terms.isEmpty ? nil : RulePredicate(root: .joining(all: terms.map(RuleNode.term)))
    }
}

extension RuleTerm.Comparison {
    /// Equality, or a pattern where the text is long or is not valid UTF-8.
    fileprivate static func describing(_ text: Bytes) -> RuleTerm.Comparison {
        let valid = String(decoding: text.prefix(LikePattern.offerLimit + 1), as: UTF8.self)
        if text.count <= LikePattern.offerLimit, valid.utf8.elementsEqual(text) { return .equals(Array(text)) }
        return .isLike(LikePattern(LikePattern.units(of: text) { _ in false }))
    }
}

extension LikePattern {
    /// Longest text that is offered whole; three of them fit a rule even if every byte is escaped.
    fileprivate static let offerLimit = 990

    private static let maskNames = ["url", "tmp", "host"].map { Array($0.unicodeScalars) }

    /// The template as it stands, then with room around it, then with room for line ends: the strictest first.
    ///
    /// None if the template has nothing but masks and signs.
    fileprivate static func describing(_ template: Bytes) -> [LikePattern] {
        let strict = units(of: template) { $0 == "#" }
        guard strict.contains(where: \.isLetter) else { return [] }
        let loose = units(of: template) { $0 == "#" || $0 == " " }
        return [strict, strict + [.run], [.run] + strict + [.run], [.run] + loose + [.run]].map(LikePattern.init)
    }

    /// The bytes of `text` with runs for what is masked or is not valid, and for what is beyond the limit.
    fileprivate static func units(of text: Bytes, _ isMask: (Unicode.Scalar) -> Bool) -> [Unit] {
        let scalars = Array(String(decoding: text.prefix(offerLimit + 1), as: UTF8.self).unicodeScalars)
        var units: [Unit] = []
        var place = 0
        while place < scalars.count {
            let scalar = scalars[place]
            let bytes = UTF8.encode(scalar).map(Array.init) ?? []
            place += 1
            guard units.count + bytes.count <= offerLimit else { break }
            guard isMask(scalar) || scalar == "\u{FFFD}" else {
                units += bytes.map(Unit.byte)
                continue
            }
            units.append(.run)
            let rest = scalars[place...]
            if scalar == "#" { place += maskNames.first { rest.starts(with: $0) }?.count ?? 0 }
        }
        return text.count > offerLimit ? units + [.run] : units
    }
}

extension LikePattern.Unit {
    /// Whether the unit is a letter, or a part of a character beyond ASCII.
    fileprivate var isLetter: Bool { if case .byte(let byte) = self { byte.isLetter || byte >= 0x80 } else { false } }
}
