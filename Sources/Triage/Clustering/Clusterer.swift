// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Puts signatures into clusters, one after the other, each once and for good.
///
/// Where the message is all there is, a signature joins those of the same sentence, see `WildcardIndex`; when a word
/// turns out to be a value, clusters fold into the oldest of them. Otherwise evidence decides: a new signature is
/// compared with those that share a rare word, a frame, its test or its class, at most 48, found through posting lists.
/// It joins the best cluster whose best member and whose spread both score enough, else it begins one. Nothing is
/// compared with everything, so a signature costs the same whatever is known already.
package struct Clusterer: Sendable {
    private static let candidateLimit = 48

    private(set) var table = EvidenceTable()
    var sightings = Sightings()
    var postings = PostingLists()
    /// Clusters by what failures say.
    package internal(set) var content: ClusterPartition
    /// Clusters by what failures say and when they happen; nil without run times.
    package private(set) var runs: ClusterPartition?
    private var wildcards = WildcardIndex()
    private var scorer = LinkScorer()
    private var hits: [UInt8] = []

    /// - Parameter usesRuns: Whether failures come with the run that they happened in.
    package init(usesRuns: Bool = false) { self.init(content: .content, runs: usesRuns ? .runs : nil) }

    /// With other weights, to measure them.
    package init(content: LinkWeights, runs: LinkWeights?) {
        self.content = ClusterPartition(content)
        self.runs = runs.map { ClusterPartition($0) }
    }

    /// Signatures known.
    package var count: Int { table.signatures.count }

    /// Adds a signature that was not seen before; returns its number, from 0.
    ///
    /// - Complexity: O(tokens) in it and in at most 48 others and 8 of each cluster among them.
    package mutating func add(_ evidence: SignatureEvidence, run: Int32? = nil) -> Int32 {
        let (signature, keys, finding) = enter(evidence)
        let isLine = evidence.sentence?.isLine == true
        let candidates = finding.matches.isEmpty && !isLine ? candidates(keys) : []
        Self.place(signature, finding, candidates, in: &content, table, sightings, &scorer, run: nil)
        if var partition = runs.take() {
            Self.place(signature, finding, candidates, in: &partition, table, sightings, &scorer, run: run)
            runs = partition
        }
        for key in keys { postings.add(signature, to: key) }
        sightings.add(signature, test: evidence.test, run: run)
        return signature
    }

    /// Adds a signature whose place was found before, by the same signatures in the same order; nothing is scored.
    ///
    /// - Parameter match: What it hung on by evidence, see `LinkReason.recalled`; nil if nothing, or a sentence, decided.
    /// - Complexity: O(tokens) in it.
    package mutating func restore(_ evidence: SignatureEvidence, match: LinkReason?) -> Int32 {
        let (signature, keys, finding) = enter(evidence)
        content.rarity.grow(to: table.tokenCount)
        if finding.matches.isEmpty {
            let cluster = match.map { content.clusters[Int($0.match)] }
            content.place(signature, in: cluster, match.map(JoinReason.evidence), table)
            for wildcard in finding.learned { content.fold(wildcard, table) }
        } else {
            Self.join(signature, finding, in: &content, table)
        }
        for key in keys { postings.add(signature, to: key) }
        sightings.add(signature, test: evidence.test, run: nil)
        return signature
    }

    /// The next number, with the keys and the sentence found under it.
    mutating func enter(
        _ evidence: SignatureEvidence
    ) -> (signature: Int32, keys: [UInt64], finding: WildcardIndex.Finding) {
        let signature = table.add(evidence)
        hits.append(0)
        let keys = keys(of: evidence)
        return (signature, keys, finding(signature, evidence))
    }

    /// Notes that a known signature was seen again, in a test of a class.
    package mutating func see(_ signature: Int32, in place: TestPlace, run: Int32? = nil) {
        if let run { sightings.see(signature, run: run) }
        guard sightings.isNew(signature, test: place.test) else { return }
        sightings.add(
            signature, test: place.test, className: table.number(of: place.className, in: place.suite),
            first: table.signatures[Int(signature)].className)
        postings.add(signature, to: Key.test(place.test, place.suite))
    }

    /// Signatures of other clusters that a known one is most like, one a cluster, the nearest first.
    ///
    /// - Complexity: As `add`.
    package mutating func nearest(to signature: Int32, _ evidence: SignatureEvidence, limit: Int) -> [Neighbour] {
        let candidates = candidates(keys(of: evidence))
        var linkage = Linkage(
            table: table, sightings: sightings, partition: content, scorer: LinkScorer(), run: nil)
        let found = linkage.nearest(
            table.signatures[Int(signature)], candidates, without: content.clusters[Int(signature)])
        return Array(found.prefix(limit))
    }

    /// Signatures of the same sentence.
    private mutating func finding(_ signature: Int32, _ evidence: SignatureEvidence) -> WildcardIndex.Finding {
        guard let sentence = evidence.sentence else { return WildcardIndex.Finding() }
        return wildcards.add(signature, sentence, in: Token.mix(evidence.suite, evidence.type))
    }

    private static func place(
        _ signature: Int32, _ finding: WildcardIndex.Finding, _ candidates: [Int32],
        in partition: inout ClusterPartition, _ table: EvidenceTable, _ sightings: Sightings,
        _ scorer: inout LinkScorer, run: Int32?
    ) {
        partition.rarity.grow(to: table.tokenCount)
        guard finding.matches.isEmpty else { return join(signature, finding, in: &partition, table) }
        let choice = choose(signature, candidates, in: partition, table, sightings, &scorer, run: run)
        partition.place(signature, in: choice?.cluster, choice.map { .evidence($0.reason) }, table)
        for wildcard in finding.learned { partition.fold(wildcard, table) }
    }

    /// Puts a signature with those of the same sentence.
    private static func join(
        _ signature: Int32, _ finding: WildcardIndex.Finding, in partition: inout ClusterPartition,
        _ table: EvidenceTable
    ) {
        guard let match = finding.matches.first else { return }
        for other in finding.matches.dropFirst() {
            partition.fold(match.signature, other.signature, wildcards: other.wildcards, by: nil, table)
        }
        let reason = JoinReason.sentence(match: match.signature, wildcards: match.wildcards)
        partition.place(signature, in: partition.clusters[Int(match.signature)], reason, table)
        for wildcard in finding.learned { partition.fold(wildcard, table) }
    }

    /// Lends the scorer, so that its memory is not copied.
    private static func choose(
        _ signature: Int32, _ candidates: [Int32], in partition: ClusterPartition, _ table: EvidenceTable,
        _ sightings: Sightings, _ scorer: inout LinkScorer, run: Int32?
    ) -> (cluster: Int32, reason: LinkReason)? {
        var linkage = Linkage(
            table: table, sightings: sightings, partition: partition, scorer: LinkScorer(), run: run)
        swap(&linkage.scorer, &scorer)
        defer { swap(&linkage.scorer, &scorer) }
        return linkage.choose(table.signatures[Int(signature)], candidates)
    }

    // MARK: Candidates

    /// Kinds of posting lists.
    private enum Key {
        static func test(_ test: UInt64, _ suite: UInt64) -> UInt64 { Token.mix(suite ^ 0x54, test) }
        static func classAndType(_ className: UInt64, _ type: UInt64, _ suite: UInt64) -> UInt64 {
            Token.mix(suite ^ 0x43, Token.mix(className, type))
        }
        static func token(_ token: UInt64, _ suite: UInt64) -> UInt64 { Token.mix(suite ^ 0x57, token) }
        static func pair(_ first: UInt64, _ second: UInt64, _ suite: UInt64) -> UInt64 {
            Token.mix(suite ^ 0x47, Token.mix(first, second))
        }
    }

    mutating func keys(of evidence: SignatureEvidence) -> [UInt64] {
        let suite = evidence.suite
        var keys = [Key.test(evidence.test, suite), Key.classAndType(evidence.className, evidence.type, suite)]
        func add(_ key: UInt64) { if !keys.contains(key) { keys.append(key) } }
        if let first = evidence.frames.first {
            add(Key.token(first, suite))
            if evidence.frames.count > 1 { add(Key.pair(first, evidence.frames[1], suite)) }
            if evidence.frames.count > 2 { add(Key.token(evidence.frames[1], suite)) }
        }
        if let first = evidence.testFrames.first { add(Key.token(first, suite)) }
        if evidence.hardTemplate != 0 { add(Key.token(evidence.hardTemplate, suite)) }
        for word in rarest(4, of: evidence.hardWords, in: suite) { add(Key.token(word, suite)) }
        for word in rarest(2, of: evidence.softWords, in: suite) { add(Key.token(word, suite)) }
        return keys
    }

    /// The words that fewest clusters show, equally rare ones by their hash.
    private mutating func rarest(_ count: Int, of words: [UInt64], in suite: UInt64) -> [UInt64] {
        var best: [(count: Int64, word: UInt64)] = []
        for word in words {
            let entry = (content.rarity.count(table.number(of: word, in: suite)), word)
            if best.count == count, let last = best.last, last <= entry { continue }
            if best.count == count { best.removeLast() }
            best.insert(entry, at: best.firstIndex { entry < $0 } ?? best.count)
        }
        return best.map(\.word)
    }

    /// Signatures that share most keys, the older first among equals, at most 48.
    mutating func candidates(_ keys: [UInt64]) -> [Int32] {
        var found: [Int32] = []
        for key in keys {
            postings.forEach(of: key) { signature in
                if hits[Int(signature)] == 0 { found.append(signature) }
                hits[Int(signature)] += 1
            }
        }
        var ranked = found.map { Int64(32 - Int(hits[Int($0)])) << 32 | Int64($0) }
        for signature in found { hits[Int(signature)] = 0 }
        ranked.sort()
        return ranked.prefix(Self.candidateLimit).map { Int32(truncatingIfNeeded: $0) }
    }
}

// MARK: Images

extension Clusterer {
    /// Clusters by run times are no part of an image.
    func write(to image: inout ImageWriter) {
        table.write(to: &image)
        sightings.write(to: &image)
        postings.write(to: &image)
        wildcards.write(to: &image)
        content.write(table, to: &image)
    }

    init(_ weights: LinkWeights, from image: inout ImageReader) throws {
        table = try EvidenceTable(from: &image)
        sightings = try Sightings(from: &image)
        postings = try PostingLists(from: &image)
        wildcards = try WildcardIndex(from: &image)
        content = try ClusterPartition(weights, from: &image)
        hits = Array(repeating: 0, count: table.signatures.count)
    }
}
