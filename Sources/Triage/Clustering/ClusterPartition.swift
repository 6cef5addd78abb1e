// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One way to put signatures into clusters: by content, or by content and run times.
package struct ClusterPartition: Sendable {
    let weights: LinkWeights
    var rarity = Rarity()
    /// Cluster of each signature, folds done.
    package private(set) var clusters: [Int32] = []
    /// Signatures of each cluster in the order in which they joined; none where it was folded into an older one.
    package private(set) var members: [[Int32]] = []
    /// Why each signature is where it is; nil for the first of its cluster.
    package private(set) var reasons: [JoinReason?] = []
    /// Clusters that turned out to be one, in the order in which that was found.
    package private(set) var folds: [ClusterFold] = []
    /// What each cluster was folded into; itself if it was not.
    private var aliases: [Int32] = []
    /// In how many signatures of a cluster each token was seen.
    private var seen = NumberTable()

    init(_ weights: LinkWeights) { self.weights = weights }

    /// Puts the next signature into `cluster`, or into a new one.
    mutating func place(_ signature: Int32, in cluster: Int32?, _ reason: JoinReason?, _ table: EvidenceTable) {
        let target = cluster ?? Int32(truncatingIfNeeded: members.count)
        if cluster == nil {
            members.append([])
            aliases.append(target)
        }
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

    /// How many clusters there are.
    package var clusterCount: Int { members.count - folds.count }

    /// What a cluster is called now.
    package func current(_ cluster: Int32) -> Int32 {
        var cluster = cluster
        while aliases[Int(cluster)] != cluster { cluster = aliases[Int(cluster)] }
        return cluster
    }

    /// Makes the clusters of two signatures one, under the name of the older; nothing if they are one already.
    ///
    /// - Parameters:
    ///   - wildcards: How many learned wildcards make the sentences of both equal.
    ///   - wildcard: What was learned, if that is why.
    /// - Complexity: O(n) for n signatures of the younger cluster.
    mutating func fold(
        _ first: Int32, _ second: Int32, wildcards: Int, by wildcard: LearnedWildcard?, _ table: EvidenceTable
    ) {
        let (one, other) = (clusters[Int(first)], clusters[Int(second)])
        guard one != other else { return }
        let (older, younger) = (min(one, other), max(one, other))
        let match = one == older ? first : second
        let moved = members[Int(younger)]
        if members[Int(older)].count == 1 { count(members[Int(older)][0], in: older, table) }
        for signature in moved { clusters[Int(signature)] = older }
        members[Int(older)] += moved
        members[Int(younger)] = []
        aliases[Int(younger)] = older
        reasons[Int(moved[0])] = .sentence(match: match, wildcards: wildcards)
        folds.append(
            ClusterFold(older: older, younger: younger, signature: moved[0], match: match, wildcard: wildcard))
    }

    /// Makes the clusters of all signatures that a learned wildcard joins one.
    mutating func fold(_ wildcard: LearnedWildcard, _ table: EvidenceTable) {
        let oldest = wildcard.signatures.min { clusters[Int($0)] < clusters[Int($1)] }
        guard let oldest else { return }
        for signature in wildcard.signatures { fold(oldest, signature, wildcards: 1, by: wildcard, table) }
    }

    private mutating func count(_ signature: Int32, in cluster: Int32, _ table: EvidenceTable) {
        table.forEachToken(of: signature) { _ = seen.increment(Self.key(cluster, $0)) }
    }

    private static func key(_ cluster: Int32, _ token: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: cluster) &+ 1) << 32 | UInt64(UInt32(bitPattern: token))
    }
}
