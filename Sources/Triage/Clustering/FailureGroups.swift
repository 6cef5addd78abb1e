// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One failure as grouping sees it.
package struct GroupedFailure: Sendable {
    package var signature: Signature
    package var place: TestPlace
    /// Number of its run, for `grouped`; nil when it is not known.
    package var run: Int32?

    package init(signature: Signature, place: TestPlace, run: Int32?) {
        self.signature = signature
        self.place = place
        self.run = run
    }
}

/// Gathers the failures of a batch, and groups them in an order that does not depend on how they were listed.
///
/// Memory grows with signatures, and with the tests and runs that each was seen in, not with failures.
package struct FailureGroups: Sendable {
    /// Tests of one signature that are remembered.
    private static let testLimit = 32

    /// Something that grouping must hear of: a signature in a test or a run for the first time.
    struct Event {
        let run: Int32
        let signature: Int32
        let className: UInt64
        let test: UInt64
    }

    private var numbers: [Signature: Int32] = [:]
    /// In the order in which they were added.
    private(set) var signatures: [Signature] = []
    /// Until it is grouped.
    private var evidence: [SignatureEvidence?] = []
    private(set) var suites: [UInt64] = []
    private var testCounts: [UInt8] = []
    private var pairs = NumberTable(capacity: 4_096)
    private var events: [Event] = []
    /// Failures of each signature.
    package private(set) var counts: [Int] = []
    /// Different tests of each signature and test, for counting: signature and hash of the test.
    package private(set) var tests: [(signature: Int32, test: UInt64)] = []
    private var failures = 0
    private var failuresWithRun = 0

    /// Whether all failures came with the run that they happened in.
    package var hasRuns: Bool { failures > 0 && failuresWithRun == failures }

    package init() {}

    /// Whether the signature was added before.
    package func isKnown(_ signature: Signature) -> Bool { numbers[signature] != nil }

    /// Adds a failure; returns the number of its signature, or nil where a new one comes without evidence.
    ///
    /// - Parameter found: Is looked at where the signature is new.
    package mutating func add(_ failure: GroupedFailure, evidence found: SignatureEvidence?) -> Int32? {
        let number: Int32
        if let known = numbers[failure.signature] {
            number = known
        } else {
            guard let found else { return nil }
            number = Int32(truncatingIfNeeded: signatures.count)
            numbers[failure.signature] = number
            signatures.append(failure.signature)
            evidence.append(found)
            suites.append(failure.place.suite)
            counts.append(0)
            testCounts.append(0)
        }
        failures += 1
        if failure.run != nil { failuresWithRun += 1 }
        counts[Int(number)] += 1
        note(failure, number)
        return number
    }

    /// Offers other evidence of a known signature; that of the test with the smallest token stands for it, whichever
    /// test came first.
    ///
    /// - Returns: whether it was taken.
    package mutating func lead(_ signature: Signature, with fresh: SignatureEvidence) -> Bool {
        guard let number = numbers[signature], let known = evidence[Int(number)], fresh.leads(known) else {
            return false
        }
        evidence[Int(number)] = fresh
        return true
    }

    private mutating func note(_ failure: GroupedFailure, _ number: Int32) {
        let isNewTest = pairs.set(Token.mix(UInt64(number), failure.place.test), to: 1) == nil
        if isNewTest { tests.append((number, failure.place.test)) }
        let isCounted = isNewTest && Int(testCounts[Int(number)]) < Self.testLimit
        if isCounted { testCounts[Int(number)] += 1 }
        let run = failure.run ?? 0
        let isNewRun = pairs.set(Token.mix(~UInt64(number), UInt64(UInt32(bitPattern: run))), to: 1) == nil
        guard isCounted || isNewRun else { return }
        events.append(
            Event(run: run, signature: number, className: failure.place.className, test: failure.place.test))
    }

    /// What the failures came to.
    package struct Outcome: Sendable {
        /// Cluster of each signature, in the order in which signatures were added.
        package let clusters: [Int32]
        /// Issue of each signature; its cluster where runs are not known.
        package let issues: [Int32]
        package let clusterer: Clusterer
        /// Number within `clusterer` of each signature.
        package let ranks: [Int32]
        package let links: [IssueLink]
        package let hasRuns: Bool
    }

    /// Groups everything; deterministic.
    ///
    /// - Parameter positions: Of each run by its number, in the order in which runs happened; empty where runs are not known.
    /// - Complexity: O(n log n) for n signatures with their tests and runs, and the cost of `Clusterer`.
    package consuming func grouped(runs positions: [Int32] = []) -> Outcome {
        let clusterer = Clusterer(usesRuns: hasRuns)
        return grouped(by: clusterer, runs: positions)
    }

    /// Groups everything by a clusterer that knows nothing yet; it must know run times where there are any.
    package consuming func grouped(by fresh: Clusterer, runs positions: [Int32]) -> Outcome {
        let hasRuns = hasRuns
        var clusterer = fresh
        var ranks = [Int32](repeating: -1, count: signatures.count)
        var sightings: [RunSighting] = []
        for event in ordered(positions) {
            let number = Int(event.signature)
            let run = hasRuns ? positions[Int(event.run)] : nil
            if let found = take(number) {
                ranks[number] = clusterer.add(found, run: run)
            }
            let place = TestPlace(suite: suites[number], className: event.className, test: event.test)
            clusterer.see(ranks[number], in: place, run: run)
            if let run { sightings.append(RunSighting(signature: ranks[number], run: run)) }
        }
        let clusters = ranks.map { clusterer.content.clusters[Int($0)] }
        guard hasRuns, let runs = clusterer.runs else {
            return Outcome(
                clusters: clusters, issues: clusters, clusterer: clusterer, ranks: ranks, links: [], hasRuns: false)
        }
        let linkage = RunLinkage(clusterer, sightings)
        return Outcome(
            clusters: clusters, issues: ranks.map { linkage.issues[Int(runs.clusters[Int($0)])] },
            clusterer: clusterer, ranks: ranks, links: linkage.links, hasRuns: true)
    }

    /// The evidence of a signature; nil from the second time on.
    mutating func take(_ number: Int) -> SignatureEvidence? { evidence[number].take() }

    /// By run; within a run class by class, so that the order of the input makes no difference.
    func ordered(_ positions: [Int32]) -> [Event] {
        let ranks = canonicalRanks
        return events.sorted { left, right in
            let (first, second) = hasRuns ? (positions[Int(left.run)], positions[Int(right.run)]) : (0, 0)
            if first != second { return first < second }
            let (rank, other) = (ranks[Int(left.signature)], ranks[Int(right.signature)])
            return rank != other ? rank < other : left.test < right.test
        }
    }

    /// The place of each signature among all: those of one class stand together, since they are most often of one cause.
    private var canonicalRanks: [Int32] {
        let classes = evidence.map { $0?.className ?? 0 }
        let order = signatures.indices.sorted {
            (classes[$0], signatures[$0]) < (classes[$1], signatures[$1])
        }
        var ranks = [Int32](repeating: 0, count: order.count)
        for (rank, number) in order.enumerated() { ranks[number] = Int32(truncatingIfNeeded: rank) }
        return ranks
    }
}
