// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Knows sentences, and learns which of their tokens are values: all that differ at one place become one sentence.
///
/// A sentence is kept as a hash over its tokens and their places, so that a token is blanked in one step; with a token
/// blanked it is a hole. A hole that has shown enough different values is learned: the token is a wildcard from then on,
/// and the sentences that it had kept apart are one. How many are enough depends on the shape of the token: a path needs
/// 2, a plain word 4, `ERROR` 6; and words that say what happened, such as `started` and `stopped`, are never learned
/// from each other. Several tokens of a few fixed words each are learned together, as a joint hole.
///
/// The index speaks of signatures and not of clusters, so one serves every partition. It looks nothing up by likeness:
/// a sentence costs the same whatever is known.
struct WildcardIndex: Sendable {
    /// A known signature with the same sentence, and how many wildcards had to be learned for that.
    struct Match: Sendable, Hashable {
        let signature: Int32
        let wildcards: Int
    }

    /// What the index found out with one more signature.
    struct Finding: Sendable {
        /// Signatures of the same sentence; they and the new one belong together. The first is the nearest.
        fileprivate(set) var matches: [Match] = []
        /// Signatures that belong together because a wildcard was learned.
        fileprivate(set) var learned: [LearnedWildcard] = []
    }

    /// A sentence with some tokens blanked.
    private struct Form {
        /// Bits of the blanked tokens.
        var stars: UInt64 = 0
        var hash: UInt64
        /// Half words that are left.
        var words = 0
    }

    /// Tokens of one sentence that are learned together.
    private struct Joint {
        let form: Form
        let positions: UInt64
        let value: UInt64
        let need: UInt8
    }

    private static let roundLimit = 4
    private static let formLimit = 6
    /// Half words that must remain beside a joint hole.
    private static let leastBesideJoint = 10

    /// The first signature of each sentence.
    private var forms = NumberTable()
    private var holes = HoleTable()

    /// Adds a signature that was not seen before.
    ///
    /// - Parameter space: Hash of what sentences must have in common to be compared: suite and type.
    /// - Complexity: O(t) table look-ups for t tokens, at most 10 times.
    mutating func add(_ signature: Int32, _ sentence: SentenceForm, in space: UInt64) -> Finding {
        var finding = Finding()
        var pending: [Form] = []
        find(sentence, Self.form(of: sentence, in: space), &finding, &pending)
        register(signature, sentence, &finding, &pending)
        return finding
    }

    // MARK: Looking up

    private func find(_ sentence: SentenceForm, _ form: Form, _ finding: inout Finding, _ pending: inout [Form]) {
        var form = form
        for round in 0..<Self.roundLimit {
            if let known = forms[form.hash] { finding.matches.append(Match(signature: known, wildcards: round)) }
            pending.append(form)
            if let joint = joint(sentence, form), holes.isLearned(joint.form.hash, joint.positions) {
                form = joint.form
                continue
            }
            let learned = sentence.tokens.indices.lazy.compactMap { place -> Form? in
                guard let holed = holed(sentence, form, place) else { return nil }
                return holes.isLearned(holed.hash, 1 << UInt64(place)) ? holed : nil
            }
            guard let first = learned.first else { return }
            form = first
        }
    }

    // MARK: Learning

    private mutating func register(
        _ signature: Int32, _ sentence: SentenceForm, _ finding: inout Finding, _ pending: inout [Form]
    ) {
        var next = 0
        while next < pending.count {
            let form = pending[next]
            next += 1
            _ = forms.number(of: form.hash, orElse: signature)
            if let joint = joint(sentence, form) {
                let value = HoleTable.Value(hash: joint.value, signature: signature, traits: [])
                if let hole = holes.show(value, need: joint.need, at: joint.form.hash, joint.positions),
                    hole.isComplete(words: joint.form.words, isJoint: true)
                {
                    learn(joint.form, joint.positions, &finding)
                    if pending.count < Self.formLimit { pending.append(joint.form) }
                }
            }
            for place in sentence.tokens.indices {
                if form.stars >> UInt64(place) & 1 == 1 {
                    showStar(signature, form, place, &finding)
                } else if let holed = show(signature, sentence, form, place, &finding), pending.count < Self.formLimit {
                    pending.append(holed)
                }
            }
        }
    }

    /// A wildcard stands where others have shown values.
    private mutating func showStar(_ signature: Int32, _ form: Form, _ place: Int, _ finding: inout Finding) {
        let positions: UInt64 = 1 << UInt64(place)
        guard holes.isKnown(form.hash, positions) else { return }
        if let hole = holes.show(.star(signature), need: .max, at: form.hash, positions),
            hole.isComplete(words: form.words, isJoint: false)
        {
            learn(form, positions, &finding)
        }
    }

    /// Shows the token to its hole; returns the form without it if the hole is learned by that.
    private mutating func show(
        _ signature: Int32, _ sentence: SentenceForm, _ form: Form, _ place: Int, _ finding: inout Finding
    ) -> Form? {
        guard let holed = holed(sentence, form, place) else { return nil }
        let positions: UInt64 = 1 << UInt64(place)
        if !holes.isKnown(holed.hash, positions), let known = forms[holed.hash] {
            _ = holes.show(.star(known), need: .max, at: holed.hash, positions)
        }
        let value = HoleTable.Value(
            hash: sentence.tokens[place], signature: signature, traits: sentence.traits[place])
        guard let hole = holes.show(value, need: sentence.needs[place], at: holed.hash, positions),
            hole.isComplete(words: holed.words, isJoint: false)
        else { return nil }
        learn(holed, positions, &finding)
        return holed
    }

    private mutating func learn(_ form: Form, _ positions: UInt64, _ finding: inout Finding) {
        let signatures = holes.learn(form.hash, positions)
        guard let first = signatures.first else { return }
        _ = forms.number(of: form.hash, orElse: first)
        finding.learned.append(LearnedWildcard(form: form.hash, positions: positions, signatures: signatures))
    }

    // MARK: Forms

    private static func form(of sentence: SentenceForm, in space: UInt64) -> Form {
        var form = Form(hash: Token.mix(space, UInt64(sentence.tokens.count)))
        for place in sentence.tokens.indices {
            form.hash &+= part(sentence.tokens[place], place)
            form.words += Int(sentence.words[place])
            if sentence.traits[place].contains(.star) { form.stars |= 1 << UInt64(place) }
        }
        return form
    }

    /// What a token at a place adds to the hash.
    private static func part(_ token: UInt64, _ place: Int) -> UInt64 { Token.mix(token, UInt64(place)) }

    private static func blank(_ form: inout Form, _ sentence: SentenceForm, _ place: Int) {
        form.hash &+= part(SentenceForm.star, place) &- part(sentence.tokens[place], place)
        form.words -= Int(sentence.words[place])
        form.stars |= 1 << UInt64(place)
    }

    /// The form with one more token blanked, if the token may become a wildcard and enough remains.
    private func holed(_ sentence: SentenceForm, _ form: Form, _ place: Int) -> Form? {
        guard sentence.needs[place] > 0, form.stars >> UInt64(place) & 1 == 0 else { return nil }
        guard form.words - Int(sentence.words[place]) >= sentence.leastWords else { return nil }
        var holed = form
        Self.blank(&holed, sentence, place)
        return holed
    }

    /// The form with all tokens blanked that may be one of a few words, if there are several and enough remains.
    private func joint(_ sentence: SentenceForm, _ form: Form) -> Joint? {
        var joint = form
        var positions: UInt64 = 0
        var value: UInt64 = 0
        var need: UInt8 = 0
        var isTruth = true
        for place in sentence.tokens.indices where sentence.traits[place].contains(.enumeration) {
            guard form.stars >> UInt64(place) & 1 == 0 else { continue }
            Self.blank(&joint, sentence, place)
            positions |= 1 << UInt64(place)
            value = Token.mix(value, sentence.tokens[place])
            need = max(need, sentence.needs[place])
            if !sentence.traits[place].contains(.truth) { isTruth = false }
        }
        guard positions.nonzeroBitCount > 1 else { return nil }
        guard joint.words >= (isTruth ? SentenceForm.least : Self.leastBesideJoint) else { return nil }
        return Joint(form: joint, positions: positions, value: value, need: need + 1)
    }
}

// MARK: Images

extension WildcardIndex {
    func write(to image: inout ImageWriter) {
        forms.write(to: &image)
        holes.write(to: &image)
    }

    init(from image: inout ImageReader) throws {
        forms = try NumberTable(from: &image)
        holes = try HoleTable(from: &image)
    }
}
