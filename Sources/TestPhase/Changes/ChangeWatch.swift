// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What runs before and after a change say about its effect.
package struct ChangeWatch: Sendable, Equatable {
    package enum Verdict: String, Sendable, CaseIterable {
        case achieved
        case notAchieved = "not_achieved"
        case inconclusive
    }

    /// How often something failed.
    package struct Count: Sendable, Equatable {
        package var failures = 0
        package var trials = 0

        package init(failures: Int = 0, trials: Int = 0) {
            self.failures = failures
            self.trials = trials
        }
    }

    /// One phase and configuration class in which it was seen.
    package struct Place: Sendable, Equatable {
        package let phase: String
        package let configuration: String
        /// The first run with it, and the last one without it before that.
        package let firstRun: Int64
        package let lastRunBefore: Int64?
        package var before = Count()
        package var after = Count()
        /// The first run in which it was taken back.
        package var backedOutIn: Int64?

        package init(phase: String, configuration: String, firstRun: Int64, lastRunBefore: Int64?) {
            self.phase = phase
            self.configuration = configuration
            self.firstRun = firstRun
            self.lastRunBefore = lastRunBefore
        }
    }

    /// A test that fails more often since.
    package struct Collateral: Sendable, Equatable {
        package let test: Int64
        package let name: String
        package let before: Count
        package let after: Count
        /// By Fisher's one-sided test, and adjusted for all tests that were looked at.
        package let chance: Double
        package let adjusted: Double

        package init(test: Int64, name: String, before: Count, after: Count, chance: Double, adjusted: Double) {
            self.test = test
            self.name = name
            self.before = before
            self.after = after
            self.chance = chance
            self.adjusted = adjusted
        }
    }

    package var places: [Place] = []
    /// Runs of each side that are wanted, and whether there are so many after it.
    package var window = 0
    package var isFull = false
    package var isExtended = false
    /// The chance that it is less often now, and less than half as often; nil where no effect was promised.
    package var lower: Double?
    package var halved: Double?
    /// nil while the window is open.
    package var verdict: Verdict?
    /// What else changed in the window, such as `CR-8` or a commit; nil for nothing.
    package var confoundedBy: String?
    package var collateral: [Collateral] = []
    /// How many other tests were looked at.
    package var testsWatched = 0
    /// How it is known which runs hold the change: `git`, `items`, or `order of runs on the branch`.
    package var source = ""

    package init() {}

    package var before: Count {
        places.reduce(Count()) {
            Count(failures: $0.failures + $1.before.failures, trials: $0.trials + $1.before.trials)
        }
    }

    package var after: Count {
        places.reduce(Count()) { Count(failures: $0.failures + $1.after.failures, trials: $0.trials + $1.after.trials) }
    }

    package var isAdverse: Bool { !collateral.isEmpty }
}
