// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SentenceForm {
    /// Reads the sentence of `template`.
    ///
    /// - Complexity: O(n) in its bytes; it allocates, so it is made once a signature.
    init(_ template: Bytes, isLine: Bool) {
        var reading = SentenceReading(template)
        reading.markValues()
        reading.setNeeds()
        reading.restore(isLine: isLine)
        self.init(
            isLine: isLine, tokens: reading.tokens, needs: reading.needs.map { UInt8($0) },
            words: reading.words.indices.map { reading.isStar[$0] ? 0 : UInt8(min(255, reading.words[$0])) },
            traits: reading.traits)
    }
}

/// Judges the tokens of one sentence by their shapes and neighbours.
private struct SentenceReading {
    /// Words that a name follows: `user ann`.
    private static let keys = WordList(
        "user username host hostname interface via device package client tag account domain")
    /// Words that a value often follows.
    private static let prepositions = WordList(
        """
        for from by on at of file class node thread process service module id name state group topic database table \
        container image volume pod role job queue bucket :
        """)
    /// Words that a verb follows.
    private static let modals = WordList("to not cannot can could will would must should")
    /// Half words that must remain when a token with dots is a value.
    private static let leastBesideDotted = 6
    /// Half words that make a sentence long: fewer values are enough there.
    private static let many = 10

    private let texts: [Bytes]
    /// Shapes as the words alone say.
    private let rawShapes: [TokenShape]
    private var shapes: [TokenShape]
    let words: [Int]
    private(set) var isStar: [Bool]
    private(set) var needs: [Int]

    init(_ template: Bytes) {
        texts = SentenceTokens(template).places.map { template.part($0.lowerBound, $0.upperBound) }
        rawShapes = texts.map { TokenShape($0) }
        shapes = rawShapes
        words = texts.map { TokenShape.evidence($0) }
        isStar = texts.map { $0.isEmpty || $0.isEqual("*") }
        needs = [Int](repeating: 0, count: texts.count)
    }

    private func text(_ place: Int) -> Bytes {
        texts.indices.contains(place) ? texts[place] : Bytes(start: nil, count: 0)
    }

    /// The only byte of a neighbour; 0 for longer ones.
    private func mark(_ place: Int) -> UInt8 {
        let text = text(place)
        return text.count == 1 ? text[0] : 0
    }

    /// Half words of the tokens that are no wildcards.
    private var evidence: Int { words.indices.reduce(0) { $0 + (isStar[$1] ? 0 : words[$1]) } }

    // MARK: Values seen at a glance

    mutating func markValues() {
        let all = words.reduce(0, +)
        for place in texts.indices where shapes[place] != .mark {
            refineShape(place)
            let next = mark(place + 1)
            let isCall = next == UInt8(ascii: "(")
            switch shapes[place] {
            case .mask:
                if isFreeMask(place), !isCall { isStar[place] = true } else { shapes[place] = .capitals }
            case .path:
                if place > 0, !isCall { isStar[place] = true }
            case .dotted:
                let isKey = isCall || next == .colon || next == .equals
                if place > 0, !isKey, all - words[place] >= Self.leastBesideDotted { isStar[place] = true }
            default:
                if isNamed(place) { isStar[place] = true }
            }
        }
    }

    /// A flag or a verb is told by its neighbours.
    private mutating func refineShape(_ place: Int) {
        let previous = mark(place - 1)
        if shapes[place] == .function, TokenShape.isTruth(texts[place]) {
            let isLast = !(text(place + 1).first?.isAlphanumeric ?? false)
            let isFlag = ByteSet("=(").contains(previous) || mark(place + 1) == UInt8(ascii: ")")
            if isFlag || isLast && ByteSet(":,").contains(previous) { shapes[place] = .truth }
        } else if shapes[place] == .word, Self.modals.contains(text(place - 1)) {
            shapes[place] = .verb
        }
    }

    /// Not a mask that names a thing: `SOCKS#`, or `node#` at the beginning.
    private func isFreeMask(_ place: Int) -> Bool {
        let text = texts[place]
        var end = text.count
        while end > 0, text[end - 1] == UInt8(ascii: "#") { end -= 1 }
        let isWord = end > 0 && text.part(0, end).allSatisfy(\.isLetter)
        if isWord, !text.contains(where: \.isLower) { return false }
        guard place == 0 else { return true }
        return end < text.count && !(isWord && end == text.count - 1)
    }

    /// Whether quotes, `=` or a word such as `user` say that the token is a value.
    private func isNamed(_ place: Int) -> Bool {
        let shape = shapes[place]
        let (previous, next) = (mark(place - 1), mark(place + 1))
        if previous == .quote || previous == .apostrophe, next == previous { return true }
        if previous == .equals, shape != .capitals, shape != .function { return true }
        return shape != .function && shape != .verb && next != .equals && Self.keys.contains(text(place - 1))
    }

    // MARK: Values that are learned

    mutating func setNeeds() {
        let all = evidence
        for place in texts.indices where !isStar[place] && mark(place + 1) != .equals {
            let shape = shapes[place]
            if shape == .mark || shape == .function { continue }
            var need = shape.need
            let rest = all - words[place]
            switch shape {
            case .dotted where rest < Self.leastBesideDotted: need = 3
            case .capitals where rest >= Self.many + 2: need = 4
            case .name where rest >= Self.many: need = 2
            default: break
            }
            if shape != .verb {
                if isLikelyValue(place) { need = shape == .capitals ? need - 1 : min(need, 3) }
                if mark(place - 1) == .equals { need = 2 }
            }
            needs[place] = need + (place == 0 ? 1 : 0)
        }
    }

    /// Stands behind a word such as `from`, or alone in brackets.
    private func isLikelyValue(_ place: Int) -> Bool {
        if Self.prepositions.contains(text(place - 1)) { return true }
        return ByteSet("[(").contains(mark(place - 1)) && ByteSet("])").contains(mark(place + 1))
    }

    // MARK: Too little left

    /// Takes back wildcards of a sentence that would hardly say anything without them.
    mutating func restore(isLine: Bool) {
        let left = evidence
        guard left < SentenceForm.least else { return }
        let keepsSome = isLine && left >= SentenceForm.leastOfLine
        for place in texts.indices where isStar[place] && !(texts[place].isEmpty || texts[place].isEqual("*")) {
            let isSure = rawShapes[place] == .mask || mark(place - 1) == .equals
            if !keepsSome || !isSure { isStar[place] = false }
        }
    }

    // MARK: What is kept

    var tokens: [UInt64] {
        texts.indices.map { isStar[$0] ? SentenceForm.star : TokenSpace.sentence.token(texts[$0]) }
    }

    var traits: [SentenceForm.Traits] {
        texts.indices.map { place in
            let shape = rawShapes[place]
            var traits: SentenceForm.Traits = []
            if isStar[place] { traits.insert(.star) }
            if shape.isValue { traits.insert(.value) }
            if TokenShape.isTruth(texts[place]) { traits.insert(.truth) }
            if shape.isEnumeration, needs[place] > 0 { traits.insert(.enumeration) }
            if needs[place] >= TokenShape.verb.need, shape != .capitals, shape != .name { traits.insert(.verb) }
            return traits
        }
    }
}
