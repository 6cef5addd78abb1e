// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The evidence of one signature with small numbers for its tokens; the lists lie in one array that all share.
struct InternedEvidence: Sendable {
    let suite: Int32
    let type: Int32
    let rootType: Int32
    let template: Int32
    let hardTemplate: Int32
    let className: Int32
    let package: Int32
    let method: Int32
    let kind: FailureKind
    let isAssertion: Bool
    fileprivate let start: Int
    fileprivate let ends: (hard: UInt16, soft: UInt16, frames: UInt16, tests: UInt16, names: UInt16, classes: UInt16)
}

/// Evidence of all signatures, in the order in which they were first seen.
struct EvidenceTable: Sendable {
    /// Number 0 stands for an absent token.
    private var numbers = NumberTable(capacity: 4_096)
    private var tokens: [Int32] = []
    private(set) var signatures: [InternedEvidence] = []

    init() { _ = numbers.number(of: 0, orElse: 0) }

    /// Different tokens, the absent one included.
    var tokenCount: Int { numbers.count }

    /// Adds evidence under the next number.
    mutating func add(_ evidence: SignatureEvidence) -> Int32 {
        let start = tokens.count
        var end: UInt16 = 0
        func append(_ list: [UInt64]) -> UInt16 {
            for token in list.prefix(1_000) { tokens.append(number(of: token)) }
            end = UInt16(truncatingIfNeeded: tokens.count - start)
            return end
        }
        let ends = (
            append(evidence.hardWords), append(evidence.softWords), append(evidence.frames),
            append(evidence.testFrames), append(evidence.nameWords), append(evidence.classWords)
        )
        signatures.append(
            InternedEvidence(
                suite: number(of: evidence.suite), type: number(of: evidence.type),
                rootType: number(of: evidence.rootType), template: number(of: evidence.template),
                hardTemplate: number(of: evidence.hardTemplate), className: number(of: evidence.className),
                package: number(of: evidence.package), method: number(of: evidence.method), kind: evidence.kind,
                isAssertion: evidence.isAssertion, start: start, ends: ends))
        return Int32(truncatingIfNeeded: signatures.count - 1)
    }

    mutating func number(of token: UInt64) -> Int32 {
        let fresh = Int32(truncatingIfNeeded: numbers.count)
        return numbers.number(of: token, orElse: fresh)
    }

    /// Calls `body` with all tokens, for code that reads many lists.
    @inline(__always)
    func withTokens<Value>(_ body: (UnsafeBufferPointer<Int32>) -> Value) -> Value {
        tokens.withUnsafeBufferPointer(body)
    }

    /// Calls `body` with every token that counts towards rarity; a token may come twice, as a word of name and class.
    func forEachToken(of signature: Int32, _ body: (Int32) -> Void) {
        let evidence = signatures[Int(signature)]
        let start = evidence.start
        for place in start..<start + Int(evidence.ends.names) { body(tokens[place]) }
        let names = evidence.names
        for place in evidence.classWords where !names.contains(where: { tokens[$0] == tokens[place] }) {
            body(tokens[place])
        }
        body(evidence.type)
        body(evidence.method)
        body(evidence.className)
        body(evidence.package)
    }
}

extension InternedEvidence {
    // Places of the lists in the shared array.
    var hardWords: Range<Int> { start..<start + Int(ends.hard) }
    var softWords: Range<Int> { start + Int(ends.hard)..<start + Int(ends.soft) }
    var frames: Range<Int> { start + Int(ends.soft)..<start + Int(ends.frames) }
    var testFrames: Range<Int> { start + Int(ends.frames)..<start + Int(ends.tests) }
    var names: Range<Int> { start + Int(ends.tests)..<start + Int(ends.names) }
    var classWords: Range<Int> { start + Int(ends.names)..<start + Int(ends.classes) }
}
