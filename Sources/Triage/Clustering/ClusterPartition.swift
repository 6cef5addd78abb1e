// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Why a signature joined a cluster: everything that the decision was made of.
package struct LinkReason: Sendable, Hashable {
    /// The member of the cluster that is most like the signature.
    package let match: Int32
    /// The terms against `match`, strongest first; their sum is `best`.
    package let terms: [LinkEvidence]
    /// Thousandths.
    package let best: Int32
    /// Scores against the members that stand for the cluster, at most 8 spread over it.
    package let spread: [Int32]
    /// 0.4 of `best` and 0.6 of the mean of `spread`, in thousandths.
    package let score: Int32
    /// The least score that joins.
    package let threshold: Int32
    /// The next best clusters with their scores, best first, at most 2.
    package let runnersUp: [Candidate]

    package struct Candidate: Sendable, Hashable {
        package let cluster: Int32
        package let score: Int32
    }
}

/// One way to put signatures into clusters: by content, or by content and run times.
package struct ClusterPartition: Sendable {
    let weights: LinkWeights
    var rarity = Rarity()
    /// Cluster of each signature.
    package private(set) var clusters: [Int32] = []
    /// Signatures of each cluster in the order in which they joined.
    package private(set) var members: [[Int32]] = []
    /// Why each signature is where it is; nil for the first of its cluster.
    package private(set) var reasons: [LinkReason?] = []
    /// In how many signatures of a cluster each token was seen.
    private var seen = NumberTable()

    init(_ weights: LinkWeights) { self.weights = weights }

    /// Puts the next signature into `cluster`, or into a new one.
    mutating func place(_ signature: Int32, in cluster: Int32?, _ reason: LinkReason?, _ table: EvidenceTable) {
        let target = cluster ?? Int32(truncatingIfNeeded: members.count)
        if cluster == nil { members.append([]) }
        // A cluster of one needs no counts; they are made when the second signature comes.
        if members[Int(target)].count == 1 { count(members[Int(target)][0], in: target, table) }
        members[Int(target)].append(signature)
        clusters.append(target)
        reasons.append(reason)
        let size = Int32(truncatingIfNeeded: members[Int(target)].count)
        rarity.addCluster(seen: size)
        rarity.grow(to: table.tokenCount)
        if size == 1 {
            table.forEachToken(of: signature) { rarity.add($0, seen: 1) }
        } else {
            table.forEachToken(of: signature) { rarity.add($0, seen: seen.increment(Self.key(target, $0))) }
        }
    }

    private mutating func count(_ signature: Int32, in cluster: Int32, _ table: EvidenceTable) {
        table.forEachToken(of: signature) { _ = seen.increment(Self.key(cluster, $0)) }
    }

    private static func key(_ cluster: Int32, _ token: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: cluster) &+ 1) << 32 | UInt64(UInt32(bitPattern: token))
    }
}
