// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Which tests of W3 fail in which run: about 1.4 %, nearly all of them for
/// causes that come back.
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

    private static let causes = 300
    private static let warmUpRuns = 40
    private static let episodesPerRun = 2

    /// - Parameter tests: Tests of every run, at least 20.
    init(seed: Int, tests: Int) {
        self.tests = tests
        corpus = Cause.Corpus(seed: seed, count: Self.causes)
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
        for _ in 0..<Self.episodesPerRun {
            let breadth = 1 + random.runLength(stopPerMillion: 330_000)
            episodes.append(
                Episode(
                    tests: (0..<breadth).map { _ in random.below(tests) },
                    cause: corpus.pick(random: &random),
                    runsLeft: 1 + random.runLength(stopPerMillion: 180_000)
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
