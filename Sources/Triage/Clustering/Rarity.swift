// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// How rare tokens are: in how many clusters of one suite each was seen.
///
/// A cluster of k signatures with a token counts 1 + 2 log2 k for it, not k: one cause that breaks a hundred tests must
/// not make its own message look common. Counts are whole numbers of 1/65,536, so that they are the same whatever was
/// added in between.
struct Rarity: Sendable {
    private static let one: Int64 = 65_536
    private static let damping = 2.0
    /// Counts of one token in one cluster beyond this add nothing.
    private static let limit = 4_096
    /// What the k-th signature of a cluster adds.
    private static let steps: [Int64] = (0..<limit).map { count in
        if count < 2 { return count == 1 ? one : 0 }
        let total = { (k: Int) in Int64((damping * Logarithm.base2(Double(k)) * Double(one)).rounded()) }
        return total(count) - total(count - 1)
    }

    /// Logarithms of small whole counts, which most tokens have.
    private static let wholeLogarithms: [Double] = (0..<512).map { Logarithm.base2(Double($0) + 1) }

    /// What a suite counts as from the start, so that nothing is taken for common in a suite that showed little yet.
    private let prior: Double
    private var counts: [Int64] = []
    /// log2 of the count of each token plus 1.
    private(set) var logarithms: [Double] = []
    /// Of each suite by its number.
    private var clusters: [Int32: Int64] = [:]

    /// - Parameter prior: Clusters that a suite counts as before it showed any, and that show none of its tokens; at least 1.
    init(prior: Double) { self.prior = prior }

    /// Clusters of a suite, damped like the tokens.
    func clusterCount(of suite: Int32) -> Double { Double(clusters[suite] ?? 0) / Double(Self.one) }

    /// log2 of the number of clusters of a suite, with those it began with: the rarity of a token that it never showed.
    func ceiling(of suite: Int32) -> Double { Logarithm.base2(clusterCount(of: suite) + prior) }

    /// Notes that a cluster shows `token` in its `seen`-th signature, from 1.
    @inline(__always)
    mutating func add(_ token: Int32, seen: Int32) {
        let place = Int(token)
        grow(to: place + 1)
        guard seen < Self.limit else { return }
        counts[place] += Self.steps[Int(seen)]
        let whole = Int(counts[place] / Self.one)
        let isWhole = counts[place] % Self.one == 0 && whole < Self.wholeLogarithms.count
        logarithms[place] =
            isWhole
            ? Self.wholeLogarithms[whole] : Logarithm.base2(Double(counts[place]) / Double(Self.one) + 1)
    }

    /// Notes the `seen`-th signature of a cluster of `suite`.
    mutating func addCluster(of suite: Int32, seen: Int32) {
        guard seen < Self.limit else { return }
        clusters[suite, default: 0] += Self.steps[Int(seen)]
    }

    /// Makes room for tokens below `count`, all of them unseen.
    mutating func grow(to count: Int) {
        guard count > counts.count else { return }
        let missing = max(count, counts.count * 2) - counts.count
        counts.append(contentsOf: repeatElement(0, count: missing))
        logarithms.append(contentsOf: repeatElement(0, count: missing))
    }

    /// How often `token` was seen, in units that only compare.
    func count(_ token: Int32) -> Int64 { Int(token) < counts.count ? counts[Int(token)] : 0 }
}

// MARK: Images

extension Rarity {
    /// - Parameter tokens: How many there are; the room for more is no part of an image.
    func write(tokens: Int, to image: inout ImageWriter) {
        var whole = self
        whole.grow(to: tokens)
        let suites = clusters.sorted { $0.key < $1.key }
        image.append(suites.map(\.key))
        image.append(suites.map(\.value))
        image.append(Array(whole.counts.prefix(tokens)))
        image.append(Array(whole.logarithms.prefix(tokens)))
    }

    init(prior: Double, from image: inout ImageReader) throws {
        self.prior = prior
        let (suites, sums): ([Int32], [Int64]) = (try image.numbers(), try image.numbers())
        clusters = Dictionary(zip(suites, sums), uniquingKeysWith: { first, _ in first })
        counts = try image.numbers()
        logarithms = try image.numbers()
    }
}
