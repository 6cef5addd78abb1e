// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Replaces secrets by the name of the rule that knew them: `password=[masked:password] for user`.
///
/// Tests print what they should not: tokens, passwords, keys. Texts are masked before anything is stored, hashed or
/// shown, on decoded bytes. A text without a secret costs one pass over a bit table and no allocation. Time is linear
/// whatever the text holds: no rule goes back over bytes that another try has read, beyond a fixed number.
///
/// A leak is worse than a mask too many, within reason: at most one ordinary line in a thousand may change. The rules
/// are values in `Secrets/Rules`, each with its own examples.
package struct SecretMasker: Sendable {
    private let rules: [SecretRule]
    private let index: AnchorIndex

    package init() { self.init(rules: SecretRule.all) }

    init(rules: [SecretRule]) {
        self.rules = rules
        index = AnchorIndex(
            rules.enumerated().flatMap { number, rule in
                rule.shape.anchors.map { (gram: $0.gram, candidate: .init(rule: number, offset: $0.offset)) }
            }
        )
    }

    /// Bytes that even the shortest token has more of.
    static let fewBytes = 12

    /// Whether a text is a short plain word, such as most names of people and branches: no token is as short, and what is known
    /// by a name before it needs a sign between. Asking makes no tables.
    package static func isHarmless(_ text: Bytes) -> Bool {
        text.count <= fewBytes
            && text.allSatisfy {
                ByteSet.alphanumeric.contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
    }

    /// Masks the secrets of `text`: findings in the order of rule names, or none and `output` as it was.
    ///
    /// - Parameters:
    ///   - text: Decoded text, not necessarily valid UTF-8.
    ///   - output: Replaced by the whole masked text if there is a finding; its capacity is kept.
    /// - Complexity: O(n), without allocation when nothing is found.
    package func mask(_ text: Bytes, into output: inout [UInt8]) -> [SecretFinding] {
        var counts: [Int] = []
        var copied = 0
        var cursor = 0
        while let position = index.next(in: text, from: cursor) {
            cursor = position + 1
            guard let found = secret(in: text, at: position, floor: copied) else { continue }
            if counts.isEmpty {
                counts = [Int](repeating: 0, count: rules.count)
                output.removeAll(keepingCapacity: true)
            }
            counts[found.rule] += 1
            output.append(contentsOf: text[copied..<found.range.lowerBound])
            output.append(contentsOf: "[masked:".utf8)
            output.append(contentsOf: rules[found.rule].name.utf8)
            output.append(UInt8(ascii: "]"))
            copied = found.range.upperBound
            cursor = max(cursor, copied)
        }
        if counts.isEmpty { return [] }
        output.append(contentsOf: text[copied...])
        return findings(counts)
    }

    private func secret(in text: Bytes, at position: Int, floor: Int) -> (rule: Int, range: Range<Int>)? {
        for candidate in index.candidates(in: text, at: position) {
            let rule = rules[candidate.rule]
            guard let range = rule.shape.match(text, at: position - candidate.offset, floor: floor) else { continue }
            guard range.lowerBound >= floor, range.upperBound > position || range.lowerBound > position else {
                continue
            }
            if case .token = rule.shape { return (candidate.rule, range) }
            return (specificRule(in: text, range) ?? candidate.rule, range)
        }
        return nil
    }

    /// The token rule that knows exactly the value which a key gave away, since its name says more.
    private func specificRule(in text: Bytes, _ range: Range<Int>) -> Int? {
        for position in range.prefix(16) {
            for candidate in index.candidates(in: text, at: position) {
                guard case .token = rules[candidate.rule].shape else { continue }
                let match = rules[candidate.rule].shape.match(text, at: position - candidate.offset, floor: 0)
                if match == range { return candidate.rule }
            }
        }
        return nil
    }

    private func findings(_ counts: [Int]) -> [SecretFinding] {
        zip(rules, counts)
            .filter { $0.1 > 0 }
            .map { SecretFinding(rule: $0.0.name, count: $0.1) }
            .sorted { $0.rule < $1.rule }
    }
}

extension SecretShape {
    /// Where the search looks for this shape.
    var anchors: [SecretAnchor] {
        switch self {
        case .token(let pattern): pattern.anchors
        case .assignment(let pattern): pattern.anchors
        case .authorization: SecretAnchor.spellings(Array("hori".utf8), offset: 3)
        case .bearer: SecretAnchor.spellings(Array("eare".utf8), offset: 1)
        case .cookie: SecretAnchor.spellings(Array("ooki".utf8), offset: 1)
        case .addressPassword: AddressPassword.anchors
        case .commandLineUser: [SecretAnchor(Array(" -u ".utf8)[...], offset: 0)]
        case .privateKeyBlock: PrivateKeyBlock.anchors
        }
    }

    /// The range to hide when the shape's anchor word begins at `start`; nothing before `floor` may be hidden.
    func match(_ text: Bytes, at start: Int, floor: Int) -> Range<Int>? {
        switch self {
        case .token(let pattern): pattern.match(text, prefixAt: start)
        case .assignment(let pattern): pattern.match(text, wordAt: start)
        case .authorization: HeaderValue.authorization(text, wordAt: start)
        case .bearer: HeaderValue.bearer(text, wordAt: start)
        case .cookie: HeaderValue.cookie(text, wordAt: start)
        case .addressPassword: AddressPassword.match(text, at: start)
        case .commandLineUser: HeaderValue.commandLineUser(text, at: start)
        case .privateKeyBlock: PrivateKeyBlock.match(text, at: start, floor: floor)
        }
    }
}
