// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A published token format: a literal beginning, then runs and literals, matched greedily and without going back.
struct TokenPattern: Sendable {
    /// One part behind the beginning.
    enum Piece: Sendable {
        case text([UInt8])
        /// At least `least` bytes; a run longer than `most` is something else, unless `most` is nil.
        case run(ByteSet, least: Int, most: Int?)
    }

    let prefixes: [[UInt8]]
    let pieces: [Piece]
    /// Bytes that belong to the secret and stand before the prefix.
    let lead: (set: ByteSet, counts: ClosedRange<Int>)?
    /// The secret must not begin in the middle of a word: for short prefixes.
    let startsWord: Bool
    /// Which four bytes of the prefix are searched for.
    let anchor: Int
    /// The prefix is an address or a name and stays readable.
    let keepsPrefix: Bool

    init(
        _ prefixes: [String],
        _ pieces: [Piece],
        lead: (set: ByteSet, counts: ClosedRange<Int>)? = nil,
        startsWord: Bool = false,
        anchor: Int = 0,
        keepsPrefix: Bool = false
    ) {
        self.prefixes = prefixes.map { Array($0.utf8) }
        self.pieces = pieces
        self.lead = lead
        self.startsWord = startsWord
        self.anchor = anchor
        self.keepsPrefix = keepsPrefix
    }

    var anchors: [SecretAnchor] {
        prefixes.flatMap {
            SecretAnchor.completing(Array($0.dropFirst(anchor)), with: firstAlphabet, offset: anchor)
        }
    }

    /// The range of the secret whose prefix begins at `start`, or nil.
    func match(_ text: Bytes, prefixAt start: Int) -> Range<Int>? {
        guard let prefix = prefixes.first(where: { text.has($0, at: start) }) else { return nil }
        var begin = start
        if let lead {
            let stop = max(0, start - lead.counts.upperBound)
            while begin > stop, lead.set.contains(text[begin - 1]) { begin -= 1 }
            guard lead.counts.contains(start - begin) else { return nil }
        }
        guard !startsWord || text.startsWord(at: begin) else { return nil }
        var end = start + prefix.count
        for piece in pieces {
            guard let next = match(text, piece, at: end) else { return nil }
            end = next
        }
        return (keepsPrefix ? start + prefix.count : begin)..<end
    }

    var fillerAlphabet: [UInt8] {
        for case .run(let set, _, _) in pieces { return set.members.filter(ByteSet.alphanumeric.contains) }
        return ByteSet.alphanumeric.members
    }

    private var firstAlphabet: [UInt8] {
        if case .run(let set, _, _)? = pieces.first { return set.members }
        return []
    }

    private func match(_ text: Bytes, _ piece: Piece, at index: Int) -> Int? {
        switch piece {
        case .text(let literal):
            return text.has(literal, at: index) ? index + literal.count : nil
        case .run(let set, let least, let most):
            let limit = most.map { index + $0 + 1 } ?? text.count
            let end = text.end(of: set, from: index, limit: limit)
            guard end - index >= least, most.map({ end - index <= $0 }) ?? true else { return nil }
            return end
        }
    }
}

extension SecretShape {
    /// One of `prefixes`, then `least` or more bytes of `set`.
    static func token(
        _ prefixes: [String],
        _ set: ByteSet,
        _ least: Int,
        most: Int? = nil,
        startsWord: Bool = false,
        anchor: Int = 0
    ) -> SecretShape {
        let run = TokenPattern.Piece.run(set, least: least, most: most)
        return .token(TokenPattern(prefixes, [run], startsWord: startsWord, anchor: anchor))
    }

    /// One of `prefixes`, then exactly `count` bytes of `set`.
    static func token(
        _ prefixes: [String],
        _ set: ByteSet,
        exactly count: Int,
        startsWord: Bool = false,
        anchor: Int = 0
    ) -> SecretShape {
        token(prefixes, set, count, most: count, startsWord: startsWord, anchor: anchor)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether a word may begin at `index`: also behind `\n`, `%3D`, `=` as `\u003d` and colour codes.
    func startsWord(at index: Int) -> Bool {
        let before = byte(index - 1)
        guard before.isAlphanumeric else { return true }
        if ByteSet("nrt").contains(before), byte(index - 2) == .backslash { return true }
        if before.isHex, byte(index - 2).isHex, byte(index - 3) == UInt8(ascii: "%") { return true }
        if before.isHex, byte(index - 5) == UInt8(ascii: "u"), byte(index - 6) == .backslash { return true }
        guard before == UInt8(ascii: "m") else { return false }
        var place = index - 2
        while place >= 0, index - place < 12, self[place].isDigit || self[place] == UInt8(ascii: ";") { place -= 1 }
        return byte(place) == UInt8(ascii: "[") && byte(place - 1) == 0x1B
    }
}
