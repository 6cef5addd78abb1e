// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Finds the cluster that a new signature belongs to, and says why.
struct Linkage {
    /// Members that stand for a cluster: its best must be like the failure, and so must these on average.
    private static let spreadLimit = 8
    /// Share of the best member in the score of a cluster, in tenths; the rest is the mean of the spread. A chain of
    /// neighbours that each differ a little is cut by it.
    private static let bestTenths = 4

    let table: EvidenceTable
    let sightings: Sightings
    let partition: ClusterPartition
    var scorer: LinkScorer
    /// The run of the new signature; nil where run times do not count.
    let run: Int32?

    private struct Best {
        let cluster: Int32
        var match: Int32
        var best: Int32
        var spread: [Int32] = []
        var score: Int32 = 0
    }

    /// The best cluster of those that `candidates` are in, if its score is high enough.
    mutating func choose(
        _ own: InternedEvidence, _ candidates: [Int32]
    ) -> (cluster: Int32, reason: LinkReason)? {
        guard !candidates.isEmpty else { return nil }
        scorer.prepare(own, in: table, partition.rarity)
        let threshold = partition.weights.threshold(for: own.kind)
        var scores: [(signature: Int32, score: Int32)] = []
        var clusters: [Best] = []
        for candidate in candidates {
            let score = score(own, candidate)
            scores.append((candidate, score))
            let cluster = partition.clusters[Int(candidate)]
            if let place = clusters.firstIndex(where: { $0.cluster == cluster }) {
                let known = clusters[place]
                guard score > known.best || score == known.best && candidate < known.match else { continue }
                clusters[place].best = score
                clusters[place].match = candidate
            } else {
                clusters.append(Best(cluster: cluster, match: candidate, best: score))
            }
        }
        for place in clusters.indices {
            if clusters[place].best >= threshold {
                for member in spread(over: clusters[place].cluster) {
                    let known = scores.first { $0.signature == member }?.score
                    clusters[place].spread.append(known ?? score(own, member))
                }
            }
            clusters[place].score = Self.joint(clusters[place].best, clusters[place].spread)
        }
        clusters.sort { ($0.score, $1.cluster) > ($1.score, $0.cluster) }
        guard let first = clusters.first, first.best >= threshold, first.score >= threshold else { return nil }
        return (first.cluster, reason(own, first, clusters, threshold))
    }

    /// The best score of each cluster of `candidates`, the best first, whatever the threshold; its own is left out.
    mutating func nearest(_ own: InternedEvidence, _ candidates: [Int32], without cluster: Int32) -> [Neighbour] {
        scorer.prepare(own, in: table, partition.rarity)
        var best: [Int32: Neighbour] = [:]
        for candidate in candidates {
            let other = partition.clusters[Int(candidate)]
            guard other != cluster else { continue }
            let score = score(own, candidate)
            if best[other].map({ ($0.score, candidate) < (score, $0.match) }) ?? true {
                best[other] = Neighbour(match: candidate, score: score)
            }
        }
        return best.values.sorted { ($1.score, $0.match) < ($0.score, $1.match) }
    }

    /// The score of the prepared failure against a known signature.
    mutating func score(_ own: InternedEvidence, _ other: Int32) -> Int32 {
        let evidence = table.signatures[Int(other)]
        let isShared = own.className == evidence.className || sightings.isSeen(other, inClass: own.className)
        return scorer.score(
            evidence, in: table, partition.rarity, partition.weights, sharesClass: own.className != 0 && isShared,
            gap: run.map { $0 - sightings.lastRuns[Int(other)] })
    }

    private mutating func reason(
        _ own: InternedEvidence, _ first: Best, _ clusters: [Best], _ threshold: Int32
    ) -> LinkReason {
        _ = score(own, first.match)
        return LinkReason(
            match: first.match, terms: scorer.terms, best: first.best, spread: first.spread, score: first.score,
            threshold: threshold,
            runnersUp: clusters.dropFirst().prefix(2).map { .init(cluster: $0.cluster, score: $0.score) })
    }

    /// At most 8 members at equal distances, the first and the last among them.
    private func spread(over cluster: Int32) -> [Int32] {
        let members = partition.members[Int(cluster)]
        guard members.count > Self.spreadLimit else { return members }
        return (0..<Self.spreadLimit).map { members[$0 * (members.count - 1) / (Self.spreadLimit - 1)] }
    }

    /// 0.4 of the best and 0.6 of the mean, rounded to whole thousandths.
    static func joint(_ best: Int32, _ spread: [Int32]) -> Int32 {
        guard !spread.isEmpty else { return best }
        let sum = spread.reduce(0) { $0 + Int($1) }
        let tenths = Double(bestTenths * Int(best)) + Double((10 - bestTenths) * sum) / Double(spread.count)
        return Int32((tenths / 10).rounded())
    }
}

/// A signature of another cluster that is like one.
package struct Neighbour: Sendable, Hashable {
    package let match: Int32
    /// Thousandths.
    package let score: Int32
}
