// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension ReleaseReview {
    /// A figure with what it is made of.
    package struct Measure: Sendable, Equatable {
        package enum Unit: String, Sendable {
            /// From 0 to 1.
            case share
            case milliseconds
            case runs
            /// Failing tests in 100 runs.
            case perHundred = "per_100_runs"
            /// One rate by another.
            case ratio
            /// Without a unit.
            case number
        }

        /// Below this count nothing is said.
        package static let least = 5

        /// Stable, such as `recurrence-rate`.
        package let id: String
        package let meaning: String
        package let unit: Unit
        /// nil where there is not enough to say it, or half of what it counts has not ended.
        package let value: Double?
        /// Bounds that hold it 19 times of 20; nil where there is none.
        package let lower: Double?
        package let upper: Double?
        /// What only nine of ten stay below, of a time.
        package let p90: Double?
        /// How many things it counts, and how many of them have not ended.
        package let count: Int
        package let open: Int

        package init(
            _ id: String, _ meaning: String, _ unit: Unit, value: Double?, lower: Double? = nil, upper: Double? = nil,
            p90: Double? = nil, count: Int, open: Int = 0
        ) {
            let isKnown = count >= Self.least
            self.id = id
            self.meaning = meaning
            self.unit = unit
            self.value = isKnown ? value : nil
            self.lower = isKnown ? lower : nil
            self.upper = isKnown ? upper : nil
            self.p90 = isKnown ? p90 : nil
            self.count = count
            self.open = open
        }

        package var isKnown: Bool { count >= Self.least }
    }

    /// An issue that a phase found although one before it had run.
    package struct Escape: Sendable {
        /// Why the earlier phase did not find it.
        package enum Gap: String, Sendable, CaseIterable {
            /// The same test passed there.
            case environment
            /// Its configuration class never ran there.
            case matrix
            /// No such test ran there.
            case coverage
            /// The test was skipped there.
            case skipped
            /// The test failed there in another way.
            case hidden

            package var reason: String {
                switch self {
                case .environment: "the same test passed there"
                case .matrix: "its configuration never ran there"
                case .coverage: "no such test ran there"
                case .skipped: "the test was skipped there"
                case .hidden: "the test failed there in another way"
                }
            }
        }

        package let line: IssueLine
        /// The first phase that could have found it, and the one that did.
        package let due: String
        package let found: String
        package let gap: Gap

        package init(line: IssueLine, due: String, found: String, gap: Gap) {
            self.line = line
            self.due = due
            self.found = found
            self.gap = gap
        }
    }

    /// What a phase found of all that passed through it.
    package struct Containment: Sendable, Equatable {
        package let phase: String
        /// Issues found in it, by the phase that should have found them.
        package let found: [String: Int]
        /// Issues that it let through, and a later phase found.
        package let missed: Int

        package init(phase: String, found: [String: Int], missed: Int) {
            self.phase = phase
            self.found = found
            self.missed = missed
        }

        package var total: Int { found.values.reduce(0, +) }
        /// From 0 to 1; nil where nothing came by.
        package var share: Double? { total + missed == 0 ? nil : Double(total) / Double(total + missed) }
    }

    /// How long the runs of a phase took.
    package struct Capacity: Sendable, Equatable {
        package let phase: String
        package let runs: Int
        /// Time of all tests of a run in 50 and 95 of 100, in milliseconds; nil where no run says.
        package let p50: Int64?
        package let p95: Int64?
        /// The same of the release before.
        package let before: Int64?
        /// Runs that tell how long they were queued, and how long in 50 and 95 of 100 of them, in milliseconds.
        package var queued = 0
        package var queueP50: Int64?
        package var queueP95: Int64?

        package init(phase: String, runs: Int, p50: Int64?, p95: Int64?, before: Int64?) {
            self.phase = phase
            self.runs = runs
            self.p50 = p50
            self.p95 = p95
            self.before = before
        }
    }

    /// How far the evidence can be trusted.
    package struct Quality: Sendable, Equatable {
        package var runs = 0
        package var empty = 0
        package var incomplete = 0
        package var withoutCommit = 0
        package var withoutConfiguration = 0
        /// Runs that an outage spoilt.
        package var tainted = 0

        package init() {}
    }

    /// A release in one row of a trend.
    package struct Trend: Sendable, Equatable {
        package let release: String
        package let runs: Int
        package let failedRuns: Int
        /// Failing tests summed over runs.
        package let occurrences: Int
        /// Tests that ended, and those that passed only in a later attempt.
        package let executions: Int
        package let flaky: Int

        package init(release: String, runs: Int, failedRuns: Int, occurrences: Int, executions: Int, flaky: Int) {
            self.release = release
            self.runs = runs
            self.failedRuns = failedRuns
            self.occurrences = occurrences
            self.executions = executions
            self.flaky = flaky
        }

        package var perHundred: Double? { runs == 0 ? nil : Double(occurrences) * 100 / Double(runs) }
    }
}
