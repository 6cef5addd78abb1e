// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A failure that happened: which signature in which run.
package struct RunSighting: Sendable, Hashable {
    package let signature: Int32
    /// Position of the run among the runs, in the order in which they happened.
    package let run: Int32

    package init(signature: Int32, run: Int32) {
        self.signature = signature
        self.run = run
    }
}

/// Why two clusters are shown as one issue.
package struct IssueLink: Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        /// They fail together: the terms in thousandths, whose sum is the score.
        case together([RunEvidence])
        /// Many tests broke in one run with the same exception and message.
        case storm
    }

    package struct RunEvidence: Sendable, Hashable {
        package let label: String
        package let points: Int32
    }

    /// Clusters by content and run times.
    package let first: Int32
    package let second: Int32
    package let reason: Reason
}

/// Joins clusters that fail in the same runs to issues: probable causes, shown as such and revised with every run.
///
/// Two clusters are compared when they began in the same run, or when three runs or more have both and at least half of
/// the runs that have one. A storm, five signatures of three classes that begin in one run with the same exception and
/// message, is one issue without further evidence.
package struct RunLinkage {
    private static let content = 0.85
    private static let jaccard = 2.57
    private static let onset = 3.59
    private static let ended = 0.37
    private static let common = 1.79
    private static let start = -4.54
    /// Thousandths.
    package static let threshold: Int32 = 500
    private static let runLimit = 40
    private static let clusterLimit = 60
    private static let memberLimit = 5

    /// Issue of each cluster by run times: the number of the oldest cluster in it.
    package let issues: [Int32]
    /// What made issues of clusters, storms first, then the surest.
    package let links: [IssueLink]

    /// What is known of one cluster.
    private struct History {
        var suite: Int32 = 0
        var runs: [Int32] = []
        /// Signatures in the order in which they were seen.
        var signatures: [Int32] = []
        var first: Int32 { runs[0] }
        var last: Int32 { runs[runs.count - 1] }

        /// How many runs both have; they ascend.
        func runsShared(with other: History) -> Int {
            var (place, otherPlace, count) = (0, 0, 0)
            while place < runs.count, otherPlace < other.runs.count {
                let (run, otherRun) = (runs[place], other.runs[otherPlace])
                if run == otherRun { count += 1 }
                if run <= otherRun { place += 1 }
                if otherRun <= run { otherPlace += 1 }
            }
            return count
        }
    }

    /// - Parameter sightings: Of all failures, in the order of their runs.
    /// - Complexity: O(s + p) for s sightings and p pairs of clusters in the same run, at most 60 clusters a run.
    package init(_ clusterer: Clusterer, _ sightings: [RunSighting]) {
        guard let partition = clusterer.runs else {
            (issues, links) = ([], [])
            return
        }
        var forest = UnionFind(partition.members.count)
        var links: [IssueLink] = []
        func join(_ link: IssueLink) { if forest.join(link.first, link.second) { links.append(link) } }
        let histories = Self.histories(partition, clusterer.table, sightings)
        for storm in Self.storms(clusterer.table, partition, sightings) { join(storm) }
        var scorer = Linkage(
            table: clusterer.table, sightings: clusterer.sightings, partition: partition, scorer: LinkScorer(),
            run: nil)
        let pairs = Self.pairs(histories)
        var scored: [(score: Int32, first: Int32, second: Int32, terms: [IssueLink.RunEvidence])] = []
        let lasts = Self.lastRuns(histories)
        for (first, second, count) in pairs {
            let terms = Self.terms(histories[Int(first)], histories[Int(second)], count, lasts, &scorer)
            let score = terms.reduce(0) { $0 + $1.points }
            if score >= Self.threshold { scored.append((score, first, second, terms)) }
        }
        scored.sort { ($1.score, $0.first, $0.second) < ($0.score, $1.first, $1.second) }
        for pair in scored { join(IssueLink(first: pair.first, second: pair.second, reason: .together(pair.terms))) }
        issues = partition.members.indices.map { forest.root(Int32($0)) }
        self.links = links
    }

    private static func histories(
        _ partition: ClusterPartition, _ table: EvidenceTable, _ sightings: [RunSighting]
    ) -> [History] {
        var histories = [History](repeating: History(), count: partition.members.count)
        for sighting in sightings {
            let cluster = Int(partition.clusters[Int(sighting.signature)])
            histories[cluster].suite = table.signatures[Int(sighting.signature)].suite
            if histories[cluster].runs.last != sighting.run { histories[cluster].runs.append(sighting.run) }
            if histories[cluster].signatures.count < memberLimit,
                !histories[cluster].signatures.contains(sighting.signature)
            {
                histories[cluster].signatures.append(sighting.signature)
            }
        }
        return histories
    }

    private static func lastRuns(_ histories: [History]) -> [Int32: Int32] {
        histories.reduce(into: [:]) { lasts, history in
            guard !history.runs.isEmpty else { return }
            lasts[history.suite] = max(lasts[history.suite] ?? -1, history.last)
        }
    }

    /// Clusters that broke in one run with the same exception and message.
    private static func storms(
        _ table: EvidenceTable, _ partition: ClusterPartition, _ sightings: [RunSighting]
    ) -> [IssueLink] {
        struct Key: Hashable { let suite, run, type, template: Int32 }
        var seen = [Bool](repeating: false, count: table.signatures.count)
        var order: [Key] = []
        var groups: [Key: [Int32]] = [:]
        for sighting in sightings where !seen[Int(sighting.signature)] {
            seen[Int(sighting.signature)] = true
            let evidence = table.signatures[Int(sighting.signature)]
            guard !evidence.isAssertion, evidence.type != 0 || evidence.template != 0 else { continue }
            let key = Key(
                suite: evidence.suite, run: sighting.run, type: evidence.type, template: evidence.template)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(sighting.signature)
        }
        return order.flatMap { key -> [IssueLink] in
            let group = groups[key] ?? []
            guard group.count >= 5, Set(group.map { table.signatures[Int($0)].className }).count >= 3 else { return [] }
            let clusters = Set(group.map { partition.clusters[Int($0)] }).sorted()
            return clusters.dropFirst().map { IssueLink(first: clusters[0], second: $0, reason: .storm) }
        }
    }

    /// Pairs of clusters of one suite with the number of runs that have both, in ascending order.
    private static func pairs(_ histories: [History]) -> [(Int32, Int32, Int32)] {
        struct Key: Hashable { let suite, run: Int32 }
        var byRun: [Key: [Int32]] = [:]
        for (cluster, history) in histories.enumerated() {
            for run in history.runs.prefix(runLimit) {
                byRun[Key(suite: history.suite, run: run), default: []].append(Int32(cluster))
            }
        }
        var counts: [UInt64: Int32] = [:]
        for clusters in byRun.values {
            let some = clusters.prefix(clusterLimit)
            for (place, first) in some.enumerated() {
                for second in some.dropFirst(place + 1) {
                    counts[UInt64(first) << 32 | UInt64(second), default: 0] += 1
                }
            }
        }
        return counts.keys.sorted().map {
            (Int32(truncatingIfNeeded: $0 >> 32), Int32(truncatingIfNeeded: $0 & 0xFFFF_FFFF), counts[$0] ?? 0)
        }
    }

    private static func terms(
        _ first: History, _ second: History, _ count: Int32, _ lasts: [Int32: Int32], _ linkage: inout Linkage
    ) -> [IssueLink.RunEvidence] {
        let share = Double(count) / Double(first.runs.count + second.runs.count - first.runsShared(with: second))
        let isOnset = first.first == second.first
        guard isOnset || share >= 0.5 && count >= 3 else { return [] }
        let isEnd = first.last == second.last && first.last < lasts[first.suite] ?? -1
        let said = max(-12, min(6, Double(linkage.best(first.signatures, second.signatures)) / 1_000))
        let all: [(String, Double)] = [
            ("what they say", content * said), ("share of runs that have both", jaccard * share),
            ("began in the same run", isOnset ? onset : 0), ("ended with the same run", isEnd ? ended : 0),
            ("runs that have both", common * Logarithm.base2(1 + Double(count))), ("starting point", start),
        ]
        return all.filter { $0.1 != 0 }.map {
            IssueLink.RunEvidence(label: $0.0, points: Int32(($0.1 * 1_000).rounded()))
        }
    }
}

extension Linkage {
    /// The best score of any two signatures of two clusters.
    fileprivate mutating func best(_ first: [Int32], _ second: [Int32]) -> Int32 {
        var best = Int32.min
        for signature in first {
            let own = table.signatures[Int(signature)]
            scorer.prepare(own, in: table, partition.rarity)
            for other in second { best = max(best, score(own, other)) }
        }
        return best
    }
}
