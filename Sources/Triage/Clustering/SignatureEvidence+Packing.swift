// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension SignatureEvidence {
    /// Begins the bytes of `packed`; another layout needs another number.
    private static let layout: UInt8 = 1

    /// Bytes that `init(packed:)` reads back on every machine: some hundred, 8 for each word and frame.
    package var packed: [UInt8] {
        var bytes: [UInt8] = [Self.layout, kind.rawValue, (isAssertion ? 1 : 0) | (hasParameters ? 2 : 0)]
        bytes.reserveCapacity(96 + 8 * tokenCount)
        for token in [suite, type, rootType, template, hardTemplate, className, package, method, test] {
            bytes.append(little: token)
        }
        for list in [hardWords, softWords, frames, testFrames, nameWords, classWords] { bytes.append(list: list) }
        guard let sentence else { return bytes }
        bytes.append(sentence.isLine ? 1 : 0)
        bytes.append(list: sentence.tokens)
        bytes += sentence.needs
        bytes += sentence.words
        bytes += sentence.traits.map(\.rawValue)
        return bytes
    }

    /// Reads what `packed` wrote; nil for anything else.
    package init?(packed bytes: Bytes) {
        var reader = PackedReader(bytes)
        guard reader.byte() == Self.layout, let kind = reader.byte().flatMap(FailureKind.init(rawValue:)),
            let flags = reader.byte(), flags < 4, let tokens = reader.tokens(9)
        else { return nil }
        var lists: [[UInt64]] = []
        for _ in 0..<6 {
            guard let list = reader.list() else { return nil }
            lists.append(list)
        }
        var sentence: SentenceForm?
        if !reader.isAtEnd {
            guard let found = reader.sentence(), reader.isAtEnd else { return nil }
            sentence = found
        }
        self.init(
            suite: tokens[0], kind: kind, isAssertion: flags & 1 == 1, type: tokens[1], rootType: tokens[2],
            template: tokens[3], hardTemplate: tokens[4], rootMessage: 0, className: tokens[5], package: tokens[6],
            method: tokens[7],
            test: tokens[8],
            hasParameters: flags & 2 == 2, hardWords: lists[0], softWords: lists[1], frames: lists[2],
            testFrames: lists[3],
            nameWords: lists[4], classWords: lists[5], phrases: [], differences: [], sentence: sentence)
    }

    private var tokenCount: Int {
        hardWords.count + softWords.count + frames.count + testFrames.count + nameWords.count + classWords.count
            + (sentence?.tokens.count ?? 0) * 2
    }
}

extension [UInt8] {
    fileprivate mutating func append(little token: UInt64) {
        Swift.withUnsafeBytes(of: token.littleEndian) { append(contentsOf: $0) }
    }

    /// Two bytes of count, and the tokens.
    fileprivate mutating func append(list: [UInt64]) {
        let count = UInt16(clamping: list.count)
        append(UInt8(truncatingIfNeeded: count))
        append(UInt8(truncatingIfNeeded: count >> 8))
        for token in list.prefix(Int(count)) { append(little: token) }
    }
}

/// Reads packed bytes from the front; every reading is nil where too few are left.
private struct PackedReader {
    private let bytes: Bytes
    private var place = 0

    init(_ bytes: Bytes) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func byte() -> UInt8? {
        guard place < bytes.count else { return nil }
        place += 1
        return bytes[place - 1]
    }

    mutating func tokens(_ count: Int) -> [UInt64]? {
        guard let start = bytes.baseAddress, bytes.count - place >= count * 8 else { return nil }
        let raw = UnsafeRawPointer(start + place)
        place += count * 8
        return (0..<count).map { UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
    }

    mutating func list() -> [UInt64]? {
        guard let low = byte(), let high = byte() else { return nil }
        return tokens(Int(high) << 8 | Int(low))
    }

    mutating func sentence() -> SentenceForm? {
        guard let line = byte(), line < 2, let tokens = list(), let needs = octets(tokens.count),
            let words = octets(tokens.count), let traits = octets(tokens.count)
        else { return nil }
        return SentenceForm(
            isLine: line == 1, tokens: tokens, needs: needs, words: words,
            traits: traits.map { SentenceForm.Traits(rawValue: $0) })
    }

    private mutating func octets(_ count: Int) -> [UInt8]? {
        guard bytes.count - place >= count else { return nil }
        place += count
        return Array(bytes[place - count..<place])
    }
}
