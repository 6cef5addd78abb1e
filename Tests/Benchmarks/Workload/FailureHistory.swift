// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which tests of W3 and W5 fail in which run: about 1.4 %, nearly all of them
/// for causes that come back.
///
/// Three sorts: episodes (a few tests are broken for some runs), flaky tests,
/// and single failures. A run depends only on the runs before it, so a shorter
/// history is the beginning of a longer one.
struct FailureHistory {
    private struct Episode {
        var tests: [Int]
        var cause: Cause
        var runsLeft: Int
    }

    private struct FlakyTest {
        var test: Int
        var cause: Cause
        var perMillion: Int
    }

    private let corpus: Cause.Corpus
    private let tests: Int
    private var random: SeededRandom
    private var episodes: [Episode] = []
    private var flakyTests: [FlakyTest] = []
    private var reasons: [Int: Cause] = [:]

    /// How many causes there are, and how much each breaks.
    struct Variety {
        var causes: Int
        var hasLongTail: Bool
        var episodesPerRun: Int
        /// The chance that an episode breaks no further test, and that it ends
        /// with a run, per million.
        var stopsWidening: Int
        var stopsLasting: Int

        /// A few hundred causes, some of them all the time.
        static let few = Variety(
            causes: 300, hasLongTail: true, episodesPerRun: 2, stopsWidening: 330_000, stopsLasting: 180_000)
        /// Two thousand causes, each of them for a short time.
        static let many = Variety(
            causes: 2400, hasLongTail: false, episodesPerRun: 11, stopsWidening: 670_000, stopsLasting: 500_000)
    }

    private static let warmUpRuns = 40
    private let variety: Variety

    /// - Parameter tests: Tests of every run, at least 20.
    init(seed: Int, tests: Int, _ variety: Variety) {
        self.tests = tests
        self.variety = variety
        corpus = Cause.Corpus(seed: seed, count: variety.causes, hasLongTail: variety.hasLongTail)
        random = SeededRandom("history", seed)
        for _ in 0..<tests / 20 {
            flakyTests.append(
                FlakyTest(
                    test: random.below(tests),
                    cause: corpus.pick(random: &random),
                    perMillion: 20_000 + random.below(180_000)
                )
            )
        }
        for _ in 0..<Self.warmUpRuns {
            beginRun()
        }
    }

    /// Ends what was repaired, begins what broke.
    mutating func beginRun() {
        for index in episodes.indices {
            episodes[index].runsLeft -= 1
        }
        episodes.removeAll { $0.runsLeft <= 0 }
        for _ in 0..<variety.episodesPerRun {
            let breadth = 1 + random.runLength(stopPerMillion: variety.stopsWidening)
            episodes.append(
                Episode(
                    tests: (0..<breadth).map { _ in random.below(tests) },
                    cause: corpus.pick(random: &random),
                    runsLeft: 1 + random.runLength(stopPerMillion: variety.stopsLasting)
                )
            )
        }
        reasons.removeAll(keepingCapacity: true)
        for flaky in flakyTests where random.chance(perMillion: flaky.perMillion) {
            reasons[flaky.test] = flaky.cause
        }
        for episode in episodes {
            for test in episode.tests {
                reasons[test] = episode.cause
            }
        }
    }

    /// Why a test fails in this run; nil when it does not.
    func cause(of test: Int, random: inout SeededRandom) -> Cause? {
        if let cause = reasons[test] { return cause }
        return random.chance(perMillion: 1_500) ? corpus.pick(random: &random) : nil
    }
}
