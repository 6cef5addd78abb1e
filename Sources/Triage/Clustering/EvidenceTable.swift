// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The evidence of one signature with small numbers for its tokens; the lists lie in one array that all share.
struct InternedEvidence: Sendable {
    let suite: Int32
    let type: Int32
    let rootType: Int32
    let template: Int32
    let hardTemplate: Int32
    let rootMessage: Int32
    let className: Int32
    let package: Int32
    let method: Int32
    let kind: FailureKind
    let isAssertion: Bool
    let hasParameters: Bool
    fileprivate let start: Int
    fileprivate let ends:
        (
            hard: UInt16, soft: UInt16, frames: UInt16, tests: UInt16, names: UInt16, classes: UInt16, phrases: UInt16,
            differences: UInt16
        )
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
        func own(_ token: UInt64) -> Int32 { number(of: token, in: evidence.suite) }
        func append(_ list: [UInt64]) -> UInt16 {
            for token in list.prefix(1_000) { tokens.append(own(token)) }
            end = UInt16(truncatingIfNeeded: tokens.count - start)
            return end
        }
        let ends = (
            append(evidence.hardWords), append(evidence.softWords), append(evidence.frames),
            append(evidence.testFrames), append(evidence.nameWords), append(evidence.classWords),
            append(evidence.phrases), append(evidence.differences)
        )
        signatures.append(
            InternedEvidence(
                suite: number(of: evidence.suite), type: own(evidence.type), rootType: own(evidence.rootType),
                template: own(evidence.template), hardTemplate: own(evidence.hardTemplate),
                rootMessage: own(evidence.rootMessage),
                className: own(evidence.className), package: own(evidence.package),
                method: own(evidence.method), kind: evidence.kind, isAssertion: evidence.isAssertion,
                hasParameters: evidence.hasParameters, start: start, ends: ends))
        return Int32(truncatingIfNeeded: signatures.count - 1)
    }

    /// The number of a token of a suite; what other suites show is no evidence, so they share no numbers.
    mutating func number(of token: UInt64, in suite: UInt64) -> Int32 {
        number(of: token == 0 || suite == 0 ? token : Token.mix(token, suite))
    }

    private mutating func number(of token: UInt64) -> Int32 {
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
        for place in evidence.phrases.lowerBound..<evidence.differences.upperBound { body(tokens[place]) }
        if evidence.template != 0 { body(evidence.template) }
        if evidence.rootMessage != 0 { body(evidence.rootMessage) }
        body(evidence.type)
        body(evidence.method)
        body(evidence.className)
        body(evidence.package)
    }
}

extension InternedEvidence {
    /// Whether it neither says anything nor shows where it failed.
    var isSilent: Bool { template == 0 && frames.isEmpty && testFrames.isEmpty }

    // Places of the lists in the shared array.
    var hardWords: Range<Int> { start..<start + Int(ends.hard) }
    var softWords: Range<Int> { start + Int(ends.hard)..<start + Int(ends.soft) }
    var frames: Range<Int> { start + Int(ends.soft)..<start + Int(ends.frames) }
    var testFrames: Range<Int> { start + Int(ends.frames)..<start + Int(ends.tests) }
    var names: Range<Int> { start + Int(ends.tests)..<start + Int(ends.names) }
    var classWords: Range<Int> { start + Int(ends.names)..<start + Int(ends.classes) }
    var phrases: Range<Int> { start + Int(ends.classes)..<start + Int(ends.phrases) }
    var differences: Range<Int> { start + Int(ends.phrases)..<start + Int(ends.differences) }
}

// MARK: Images

extension InternedEvidence {
    /// Numbers of one signature in an image.
    fileprivate static let width = 20

    fileprivate var image: [Int32] {
        [
            suite, type, rootType, template, hardTemplate, className, package, method, Int32(kind.rawValue),
            (isAssertion ? 1 : 0) | (hasParameters ? 2 : 0), Int32(truncatingIfNeeded: start), Int32(ends.hard),
            Int32(ends.soft),
            Int32(ends.frames), Int32(ends.tests), Int32(ends.names), Int32(ends.classes), Int32(ends.phrases),
            Int32(ends.differences), rootMessage,
        ]
    }

    fileprivate init(_ image: ArraySlice<Int32>) throws {
        func number(_ place: Int) -> Int32 { image[image.startIndex + place] }
        func end(_ place: Int) -> UInt16 { UInt16(truncatingIfNeeded: number(place)) }
        guard let kind = FailureKind(rawValue: UInt8(truncatingIfNeeded: number(8))) else { throw ImageReader.Damage() }
        self.init(
            suite: number(0), type: number(1), rootType: number(2), template: number(3), hardTemplate: number(4),
            rootMessage: number(19),
            className: number(5), package: number(6), method: number(7), kind: kind, isAssertion: number(9) & 1 == 1,
            hasParameters: number(9) & 2 == 2, start: Int(number(10)),
            ends: (end(11), end(12), end(13), end(14), end(15), end(16), end(17), end(18)))
    }
}

extension EvidenceTable {
    func write(to image: inout ImageWriter) {
        image.append(numbers.list)
        image.append(tokens)
        image.append(signatures.flatMap(\.image))
    }

    init(from image: inout ImageReader) throws {
        numbers = NumberTable(numbering: try image.numbers())
        tokens = try image.numbers()
        let lists: [Int32] = try image.numbers()
        let width = InternedEvidence.width
        guard lists.count % width == 0 else { throw ImageReader.Damage() }
        signatures = try stride(from: 0, to: lists.count, by: width).map {
            try InternedEvidence(lists[$0..<$0 + width])
        }
    }
}
