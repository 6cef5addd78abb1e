// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization
import Triage

/// Moves weights to where clusters, or issues, agree best with the labels.
///
/// A fit looks at pairs of failures; what counts is what comes out of all the joins together. Each climb goes from the
/// same start in random steps, and keeps those that raise the mean F1 of the sets; it knows three quarters of the
/// projects, and far from the start it pays for the way. The mean of several climbs is the outcome, so that no weight
/// rests on a few joins of one project.
struct WeightClimb {
    /// A project of a set.
    struct Part: Sendable {
        let set: Int
        let project: String
        let failures: LabelledSet
    }

    /// What a weight may be moved by without gain, in F1.
    private static let fare = 0.000_3
    /// What F1 loses for each share of precision that is missing.
    private static let precisionFare = 1.5
    /// What F1 loses for each share of the failures that come again and are not known again.
    private static let recurrenceFare = 1.0

    /// What weights are for.
    enum Goal {
        case clusters
        /// Issues, with run times.
        case issues
    }

    let parts: [Part]
    private let goal: Goal
    private let terms: [LinkTerm]
    private let precision: Double
    private let stepCount: Int

    /// - Parameters:
    ///   - terms: Those that may have a weight.
    ///   - precision: The least mean precision of the sets.
    init(_ sets: [LabelledSet], for goal: Goal, terms: [LinkTerm], precision: Double, steps: Int = 400) {
        self.goal = goal
        self.terms = goal == .clusters ? terms.filter { $0 != .failingNow } : terms
        parts = sets.enumerated().flatMap { place, set in
            set.projectNames.map { Part(set: place, project: $0, failures: set.part(of: $0)) }
        }
        self.precision = precision
        stepCount = steps
    }

    /// The mean of `count` climbs on `parts`.
    func weights(from start: LinkWeights, on parts: [Part], climbs count: Int) -> LinkWeights {
        let climbs = (0..<count).map { climb -> LinkWeights in
            var random = SplitMix(state: UInt64(climb) + 1)
            let counts = parts.reduce(into: [:]) { $0[$1.set, default: 0] += 1 }
            // A set of one project is never left out.
            let some = parts.filter { counts[$0.set] == 1 || random.share() < 0.75 }
            return self.climb(from: start, on: some, &random)
        }
        let mean = { (value: (LinkWeights) -> Double) in climbs.reduce(0) { $0 + value($1) } / Double(max(1, count)) }
        let threshold = { (value: (LinkWeights) -> Int32) in Int32((mean { Double(value($0)) } / 50).rounded() * 50) }
        return LinkWeights(
            threshold: threshold(\.threshold), messageThreshold: threshold(\.messageThreshold), prior: start.prior,
            Dictionary(
                uniqueKeysWithValues: LinkTerm.allCases.map { term in
                    let weight = (mean { $0.weights[Int(term.rawValue)] } * 100).rounded() / 100
                    // What hardly any climb took up is left out.
                    return (term, abs(weight) < 0.1 ? 0 : weight)
                }))
    }

    private func climb(from start: LinkWeights, on parts: [Part], _ random: inout SplitMix) -> LinkWeights {
        var best = start
        var value = worth(best, start, parts)
        var width = 0.5
        for step in 1...max(1, stepCount) {
            var weights = best.weights
            var thresholds = (all: Double(best.threshold), message: Double(best.messageThreshold))
            for _ in 0...random.number(below: 4) {
                let place = random.number(below: terms.count + 1)
                guard place < terms.count else {
                    thresholds.all += random.normal() * 300 * width
                    switch goal {
                    case .clusters: thresholds.message = thresholds.all
                    case .issues: thresholds.message += random.normal() * 300 * width
                    }
                    continue
                }
                let index = Int(terms[place].rawValue)
                let moved = weights[index] + random.normal() * width * max(0.5, abs(weights[index]) / 2)
                let rounded = (moved * 100).rounded() / 100
                weights[index] = terms[place].isAgreement ? max(0, rounded) : min(0, rounded)
            }
            let tried = LinkWeights(
                threshold: Int32(thresholds.all.rounded()), messageThreshold: Int32(thresholds.message.rounded()),
                prior: start.prior,
                Dictionary(uniqueKeysWithValues: LinkTerm.allCases.map { ($0, weights[Int($0.rawValue)]) }))
            let found = worth(tried, start, parts)
            if found > value { (best, value) = (tried, found) }
            if step % 100 == 0 { width = max(0.15, width * 0.85) }
        }
        return best
    }

    /// Mean F1 of the sets, less what is missing of the precision, what is not known again, and what the way from the start
    /// costs.
    private func worth(_ weights: LinkWeights, _ start: LinkWeights, _ parts: [Part]) -> Double {
        let agreements = Self.bySet(parts, agreements(weights, on: parts))
        let count = Double(agreements.count)
        let f1 = agreements.reduce(0) { $0 + $1.f1 } / count
        let missing = max(0, precision - agreements.reduce(0) { $0 + $1.precision } / count)
        let lost = agreements.reduce(0) { $0 + 1 - $1.recurrence } / count
        let way = zip(weights.weights, start.weights).reduce(0) { $0 + abs($1.0 - $1.1) }
        return f1 - Self.precisionFare * missing - Self.recurrenceFare * lost
            - Self.fare * (way + Double(abs(weights.threshold - start.threshold)) / 1_000)
    }

    /// What the weights do on each part.
    func agreements(_ weights: LinkWeights, on parts: [Part]) -> [Agreement] {
        let found = Mutex([Agreement?](repeating: nil, count: parts.count))
        DispatchQueue.concurrentPerform(iterations: parts.count) { place in
            let failures = parts[place].failures
            let groups =
                switch goal {
                case .clusters: failures.grouped(content: weights, runs: nil).clusters
                case .issues: failures.grouped(content: .content, runs: weights).issues
                }
            let agreement = Agreement(failures.labels, groups, recurrences: failures.recurrences)
            found.withLock { $0[place] = agreement }
        }
        return found.withLock { $0 }.compactMap(\.self)
    }

    /// One agreement for each set that has parts, over all its failures.
    static func bySet(_ parts: [Part], _ agreements: [Agreement]) -> [Agreement] {
        Dictionary(grouping: parts.indices) { parts[$0].set }.sorted { $0.key < $1.key }.map { _, places in
            Agreement(merging: places.map { (parts[$0].failures.labels.count, agreements[$0]) })
        }
    }
}

/// Random numbers that are the same everywhere.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// 0 to 1, without 1.
    mutating func share() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// Nearly normal: mean 0, variance 1.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + share() } }
}
