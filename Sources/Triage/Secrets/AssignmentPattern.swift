// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A value behind a name that says it is secret: `name=value`, `name: value`, `"name": "value"`, `--name value`, `<name>`.
struct AssignmentPattern: Sendable {
    /// How much the name alone proves; the less, the more the value has to look like a secret.
    enum Proof: Sendable {
        /// Nearly every value is one: `password`.
        case strong
        /// Values that are words or numbers are none: `client_secret`, `api_key`.
        case fair
        /// Names of other things too: `token`, `auth`.
        case weak
    }

    /// Lower-case letters and the separators that the name is written with.
    let words: [[UInt8]]
    let proof: Proof
    /// Only names in which another word stands right before, such as `api` before `key`.
    let qualifiers: [[UInt8]]
    /// The name must not be the end of a longer word.
    let startsWord: Bool
    /// Which four bytes of each word are searched for, counted from its beginning.
    let anchor: Int
    /// A directory is no secret: `PWD=/home/build`.
    let mayBePath: Bool

    init(
        _ words: [String],
        _ proof: Proof,
        qualifiers: [String] = [],
        startsWord: Bool = false,
        anchor: Int = 0,
        mayBePath: Bool = false
    ) {
        self.words = words.map { Array($0.utf8) }.sorted { $0.count > $1.count }
        self.proof = proof
        self.qualifiers = qualifiers.map { Array($0.utf8) }
        self.startsWord = startsWord
        self.anchor = anchor
        self.mayBePath = mayBePath
    }

    var anchors: [SecretAnchor] {
        if !qualifiers.isEmpty { return words.flatMap(qualifiedAnchors) }
        return words.flatMap { word in
            let tail = Array(word.dropFirst(anchor).prefix(4))
            let ends: [[UInt8]] = tail.count == 4 ? [tail] : Array("=:\"'\\]> ".utf8).map { tail + [$0] }
            return ends.filter { $0.count == 4 }.flatMap { SecretAnchor.spellings($0, offset: anchor) }
        }
    }

    /// The range of the value when one of the words begins at `start`.
    func match(_ text: Bytes, wordAt start: Int) -> Range<Int>? {
        guard let word = words.first(where: { text.hasIgnoringCase($0, at: start) }) else { return nil }
        if startsWord, text.byte(start - 1).isLetter, !text.startsWord(at: start) { return nil }
        guard qualifiers.isEmpty || isQualified(text, wordAt: start) else { return nil }
        guard let value = AssignedValue(text, nameStart: start, nameEnd: start + word.count) else { return nil }
        return value.isSecret(proof, name: word, mayBePath: mayBePath) ? value.whole : nil
    }

    private func isQualified(_ text: Bytes, wordAt start: Int) -> Bool {
        let separated = ByteSet("_-. ").contains(text.byte(start - 1)) ? start - 1 : start
        return qualifiers.contains { text.hasIgnoringCase($0, at: separated - $0.count) }
    }

    /// Every end of a qualifier and every separator, before the word.
    private func qualifiedAnchors(_ word: [UInt8]) -> [SecretAnchor] {
        let before = Set(qualifiers.compactMap(\.last) + Array("_-. ".utf8))
        return before.sorted().flatMap { SecretAnchor.spellings([$0] + word.prefix(3), offset: -1) }
    }
}
