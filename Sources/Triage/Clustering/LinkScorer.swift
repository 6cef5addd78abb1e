// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Scores one failure against others: the sum of the evidence that they have one cause, in thousandths of log-odds.
///
/// Every term is rounded to a whole thousandth before it is added, so that the score is exactly the sum of the terms that
/// are shown. The tokens of the failure are marked once; a comparison then reads only the lists of the other one.
struct LinkScorer {
    /// What the marks say of a token of the failure at hand.
    private struct Role: OptionSet {
        let rawValue: UInt8
        static let hard = Role(rawValue: 1)
        static let soft = Role(rawValue: 2)
        static let name = Role(rawValue: 4)
        static let className = Role(rawValue: 8)
        static let phrase = Role(rawValue: 16)
        static let difference = Role(rawValue: 32)
    }

    /// Sums of rarity over the lists of the failure at hand.
    private struct Totals {
        var hard = 0.0
        var soft = 0.0
        var frames = 0.0
        var names = 0.0
        var classes = 0.0
        var phrases = 0.0
        var differences = 0.0
    }

    private var stamps: [UInt32] = []
    /// Role of a word, or 1 + place of a frame; frames of tests from 65 on.
    private var roles: [UInt8] = []
    private var stamp: UInt32 = 0
    /// By raw value of the term; of the last comparison.
    private(set) var points = [Int32](repeating: 0, count: LinkTerm.allCases.count)
    private var evidence: InternedEvidence?
    /// Rarity of a token that the suite of the failure at hand never showed, and its clusters.
    private var ceiling = 1.0
    private var clusterCount = 0.0
    /// The terms of the last comparison, strongest first.
    var terms: [LinkEvidence] {
        LinkTerm.allCases.compactMap { term in
            let points = points[Int(term.rawValue)]
            return points == 0 ? nil : LinkEvidence(term: term, points: points)
        }
        .sorted { (abs($0.points), $1.term.rawValue) > (abs($1.points), $0.term.rawValue) }
    }

    private var totals = Totals()

    private static let positions: [Double] = (0..<64).map { 1 / Double($0 + 1).squareRoot() }
    private static let distances: [Double] = (0..<64).reduce(into: [1.0]) { list, _ in
        list.append(list[list.count - 1] * 0.860_707_976_425_057_8)
    }

    /// Marks the tokens of `evidence`, which comparisons are with from now on.
    mutating func prepare(_ evidence: InternedEvidence, in table: EvidenceTable, _ rarity: Rarity) {
        if stamps.count < table.tokenCount {
            let missing = table.tokenCount * 2 - stamps.count
            stamps.append(contentsOf: repeatElement(0, count: missing))
            roles.append(contentsOf: repeatElement(0, count: missing))
        }
        stamp &+= 1
        self.evidence = evidence
        ceiling = rarity.ceiling(of: evidence.suite)
        clusterCount = rarity.clusterCount(of: evidence.suite)
        totals = Totals()
        table.withTokens { tokens in
            totals.hard = mark(evidence.hardWords, .hard, tokens, rarity)
            totals.soft = mark(evidence.softWords, .soft, tokens, rarity)
            totals.names = mark(evidence.names, .name, tokens, rarity)
            totals.classes = mark(evidence.classWords, .className, tokens, rarity)
            totals.phrases = mark(evidence.phrases, .phrase, tokens, rarity)
            totals.differences = mark(evidence.differences, .difference, tokens, rarity)
            for (place, index) in evidence.frames.enumerated() {
                let token = Int(tokens[index])
                stamps[token] = stamp
                roles[token] = UInt8(place + 1)
                totals.frames += (ceiling - rarity.logarithms[token]) * Self.positions[place]
            }
            for (place, index) in evidence.testFrames.enumerated() {
                stamps[Int(tokens[index])] = stamp
                roles[Int(tokens[index])] = UInt8(place + 65)
            }
        }
    }

    private mutating func mark(
        _ list: Range<Int>, _ role: Role, _ tokens: UnsafeBufferPointer<Int32>, _ rarity: Rarity
    ) -> Double {
        var total = 0.0
        for index in list {
            let token = Int(tokens[index])
            roles[token] = stamps[token] == stamp ? roles[token] | role.rawValue : role.rawValue
            stamps[token] = stamp
            total += ceiling - rarity.logarithms[token]
        }
        return total
    }
}

extension LinkScorer {
    /// Rarity of shared and of unshared tokens of one kind of list.
    private struct Overlap {
        var shared = 0.0
        var unshared = 0.0
        var count = 0

        /// Share of the rarity that both have, 0...1.
        var share: Double { shared + unshared > 0 ? shared / (shared + unshared) : 0 }
    }

    /// The score against `other`, in thousandths; `points` holds its terms.
    ///
    /// - Parameters:
    ///   - sharesClass: Whether any class that shows one failure shows the other.
    ///   - gap: Runs since `other` was last seen; nil without run times.
    /// - Complexity: O(tokens of `other`).
    mutating func score(
        _ other: InternedEvidence, in table: EvidenceTable, _ rarity: Rarity, _ weights: LinkWeights,
        sharesClass: Bool, gap: Int32?
    ) -> Int32 {
        guard let own = evidence else { return 0 }
        for index in points.indices { points[index] = 0 }
        var sum: Int32 = 0
        func put(_ term: LinkTerm, _ value: Double) {
            guard value != 0 else { return }
            let thousandths = Int32((weights.weights[Int(term.rawValue)] * value * 1_000).rounded())
            points[Int(term.rawValue)] = thousandths
            sum += thousandths
        }
        let ceiling = ceiling
        let bits = { (token: Int32) in min(8, ceiling - rarity.logarithms[Int(token)]) / 8 }
        let isPackageShared = own.package == other.package && own.package != 0
        let isTypeEqual = own.type == other.type
        put(.always, 1)
        put(.clustersKnown, min(1, Logarithm.base2(1 + clusterCount) / 10))
        if !sharesClass { put(.classDiffers, 1) }
        if !sharesClass, !isPackageShared { put(.packageDiffers, 1) }
        if isPackageShared { put(.samePackage, bits(own.package)) }
        if own.type != 0, other.type != 0, !isTypeEqual { put(.typeDiffers, 1) }
        if own.rootType == other.rootType, own.rootType != own.type || other.rootType != other.type {
            put(.rootType, 1)
        }
        if own.template == other.template, own.template != 0 {
            put(.sameTemplate, 1)
            put(.rareMessage, bits(own.template))
        }
        if own.rootMessage == other.rootMessage, own.rootMessage != 0 { put(.rootMessage, bits(own.rootMessage)) }
        if own.isAssertion != other.isAssertion { put(.assertionDiffers, 1) }
        // One cause fails a test in one way, and what changes is masked; but a mere message may be any part of a log.
        let isTest = own.method == other.method && own.className == other.className && own.method != 0
        let hasFrames = own.kind.hasFrames && other.kind.hasFrames
        if isTest, !own.hasParameters, !other.hasParameters {
            put(hasFrames ? .sameTest : .sameTestWithoutFrames, 1)
        }
        // A test that only says that a part of it failed.
        if isTest, own.hasParameters != other.hasParameters, (own.hasParameters ? other : own).isSilent {
            put(.partOfTest, 1)
        }
        if !isTest, own.isSilent || other.isSilent { put(.silent, 1) }
        if let gap, gap <= 0 { put(.failingNow, 1) }
        table.withTokens { tokens in
            let hard = overlap(other.hardWords, .hard, own.hardWords.count, totals.hard, tokens, rarity)
            put(.messageWords, hard.share)
            put(.hardShared, min(hard.shared, 40) / 40)
            put(.hardDiffers, min(hard.unshared, 40) / 40)
            if own.kind.isMessageOnly, other.kind.isMessageOnly { put(.messageOnlyWords, hard.share) }
            let phrases = overlap(other.phrases, .phrase, own.phrases.count, totals.phrases, tokens, rarity)
            put(.phrasesShared, min(phrases.shared, 40) / 40)
            if !own.differences.isEmpty, !other.differences.isEmpty {
                let differences = overlap(
                    other.differences, .difference, own.differences.count, totals.differences, tokens, rarity)
                if differences.count == 0 { put(.differencesDiffer, 1) }
            }
            let classBits = sharesClass ? bits(own.className) : 0
            put(.classAndMessage, classBits * hard.share)
            let soft = overlap(other.softWords, .soft, own.softWords.count, totals.soft, tokens, rarity)
            if !own.softWords.isEmpty, !other.softWords.isEmpty {
                put(.softWords, soft.share)
                if soft.count == own.softWords.count, soft.count == other.softWords.count { put(.softEqual, 1) }
                if soft.count == 0 { put(.softDisjoint, 1) }
            }
            put(.softShared, min(soft.shared, 40) / 40)
            put(.softDiffers, min(soft.unshared, 40) / 40)
            let names = overlap(other.names, .name, own.names.count, totals.names, tokens, rarity)
            put(.nameWords, names.share * min(1, names.shared / 8))
            let classes = overlap(other.classWords, .className, own.classWords.count, totals.classes, tokens, rarity)
            put(.classNameWords, classes.share * min(1, classes.shared / 8))
            if own.frames.isEmpty, other.frames.isEmpty {
                put(.noFrames, 1)
                if hard.shared < 6 { put(.bare, 1) }
            } else if own.frames.isEmpty || other.frames.isEmpty {
                put(.framesOnOneSide, 1)
            } else {
                let isException = isTypeEqual && !own.isAssertion && !other.isAssertion
                compareFrames(own, other, tokens, rarity, isException: isException, put)
            }
            guard !own.testFrames.isEmpty, !other.testFrames.isEmpty else { return }
            let isTop = tokens[own.testFrames.lowerBound] == tokens[other.testFrames.lowerBound]
            if isTop {
                put(.topTestFrame, 1)
                put(.testFrameAndMessage, hard.share)
                put(.classAndTestFrame, classBits)
            } else if !other.testFrames.contains(where: { isTestFrame(Int(tokens[$0])) }) {
                put(.testFramesDiffer, 1)
            }
        }
        return sum
    }

    @inline(__always)
    private func isTestFrame(_ token: Int) -> Bool { stamps[token] == stamp && roles[token] > 64 }

    @inline(__always)
    private func overlap(
        _ list: Range<Int>, _ role: Role, _ ownCount: Int, _ total: Double, _ tokens: UnsafeBufferPointer<Int32>,
        _ rarity: Rarity
    ) -> Overlap {
        var overlap = Overlap()
        for index in list {
            let token = Int(tokens[index])
            let weight = ceiling - rarity.logarithms[token]
            if stamps[token] == stamp, roles[token] & role.rawValue != 0 {
                overlap.shared += weight
                overlap.count += 1
            } else {
                overlap.unshared += weight
            }
        }
        // Sums of the same numbers in another order may differ in their last bits.
        overlap.unshared += overlap.count == ownCount ? 0 : max(0, total - overlap.shared)
        return overlap
    }

    /// Frames that both have count by rarity and place; those further apart in the two traces count less.
    private func compareFrames(
        _ own: InternedEvidence, _ other: InternedEvidence, _ tokens: UnsafeBufferPointer<Int32>, _ rarity: Rarity,
        isException: Bool, _ put: (LinkTerm, Double) -> Void
    ) {
        var alike = 0.0
        var all = totals.frames
        for (place, index) in other.frames.enumerated() {
            let token = Int(tokens[index])
            let weight = ceiling - rarity.logarithms[token]
            all += weight * Self.positions[place]
            guard stamps[token] == stamp, roles[token] <= 64 else { continue }
            let ownPlace = Int(roles[token]) - 1
            alike += weight * (Self.positions[ownPlace] + Self.positions[place]) * Self.distances[abs(ownPlace - place)]
        }
        let similarity = all > 0 ? min(1, alike / all) : 0
        put(.frames, similarity)
        put(.framesDiffer, min(max(0, all - alike), 40) / 40)
        if isException { put(.exceptionFrames, similarity) }
        let top = tokens[own.frames.lowerBound]
        guard top == tokens[other.frames.lowerBound] else { return put(.topFrameDiffers, 1) }
        put(.topFrame, min(8, ceiling - rarity.logarithms[Int(top)]) / 8)
        let isPair = own.frames.count > 1 && other.frames.count > 1
        if isPair, tokens[own.frames.lowerBound + 1] == tokens[other.frames.lowerBound + 1] { put(.topTwoFrames, 1) }
    }
}
