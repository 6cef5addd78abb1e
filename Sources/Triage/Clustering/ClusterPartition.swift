// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// One way to put signatures into clusters: by content, or by content and run times.
package struct ClusterPartition: Sendable {
    let weights: LinkWeights
    var rarity: Rarity
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
    /// The cluster that each signature was put into at first, folds not done.
    private var origins: [Int32] = []
    /// In how many signatures that were put into a cluster each token was seen.
    private var seen = NumberTable()
    /// Of the clusters that came with an image, which have no such counts yet.
    private var isUncounted: [Bool] = []

    init(_ weights: LinkWeights) {
        self.weights = weights
        rarity = Rarity(prior: weights.prior)
    }

    /// Puts the next signature into `cluster`, or into a new one.
    mutating func place(_ signature: Int32, in cluster: Int32?, _ reason: JoinReason?, _ table: EvidenceTable) {
        let target = cluster ?? Int32(truncatingIfNeeded: members.count)
        if cluster == nil {
            members.append([])
            aliases.append(target)
        }
        // A cluster of one needs no counts; they are made when the second signature comes.
        if members[Int(target)].count == 1 { count(members[Int(target)][0], in: target, table) }
        if Int(target) < isUncounted.count, isUncounted[Int(target)] {
            for (other, origin) in origins.enumerated() where origin == target {
                count(Int32(truncatingIfNeeded: other), in: target, table)
            }
            isUncounted[Int(target)] = false
        }
        members[Int(target)].append(signature)
        clusters.append(target)
        origins.append(target)
        reasons.append(reason)
        let size = Int32(truncatingIfNeeded: members[Int(target)].count)
        rarity.addCluster(of: table.signatures[Int(signature)].suite, seen: size)
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

// MARK: Images

extension ClusterPartition {
    /// Reasons keep what they hang on and how surely, and no terms; counts within clusters are made again where they are needed.
    func write(_ table: EvidenceTable, to image: inout ImageWriter) {
        rarity.write(tokens: table.tokenCount, to: &image)
        image.append(clusters)
        image.append(origins)
        image.append(aliases)
        image.append(members.map { Int32(truncatingIfNeeded: $0.count) })
        image.append(members.flatMap(\.self))
        image.append(reasons.map { $0?.match ?? -1 })
        image.append(
            reasons.map { reason -> Int32 in
                switch reason {
                case .evidence(let reason): reason.score
                case .sentence(_, let wildcards): Int32(truncatingIfNeeded: wildcards)
                case nil: 0
                }
            })
        image.append(
            reasons.map { reason -> UInt8 in
                if case .sentence = reason { return 1 }
                return 0
            })
        image.append(folds.flatMap { [$0.older, $0.younger, $0.signature, $0.match] })
    }

    init(_ weights: LinkWeights, from image: inout ImageReader) throws {
        self.weights = weights
        rarity = try Rarity(prior: weights.prior, from: &image)
        clusters = try image.numbers()
        origins = try image.numbers()
        aliases = try image.numbers()
        let sizes: [Int32] = try image.numbers()
        var all: ArraySlice<Int32> = try image.numbers()[...]
        members = sizes.map { size in
            let own = Array(all.prefix(Int(size)))
            all = all.dropFirst(own.count)
            return own
        }
        isUncounted = sizes.map { $0 > 1 }
        let (matches, values): ([Int32], [Int32]) = (try image.numbers(), try image.numbers())
        let isSentence: [UInt8] = try image.numbers()
        reasons = matches.indices.map { place in
            let (match, value) = (matches[place], values[place])
            if match < 0 { return nil }
            return isSentence[place] == 1
                ? .sentence(match: match, wildcards: Int(value)) : .evidence(.recalled(match: match, score: value))
        }
        let lists: [Int32] = try image.numbers()
        folds = stride(from: 0, to: lists.count, by: 4).map { place in
            ClusterFold(
                older: lists[place], younger: lists[place + 1], signature: lists[place + 2], match: lists[place + 3],
                wildcard: nil)
        }
    }
}
