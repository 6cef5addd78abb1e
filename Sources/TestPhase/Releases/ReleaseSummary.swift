// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A release with what its phases came to.
package struct ReleaseSummary: Sendable {
    /// One phase in which it was tested.
    package struct Phase: Sendable {
        package let name: String
        package let runs: Int
        /// UTC ms of its first and its latest run.
        package let first: Int64
        package let last: Int64
        /// Live incidents that opened or failed last in the release.
        package let live: Int
        /// The latest decision of its gate; nil for none.
        package let gate: GateDecision?

        package init(name: String, runs: Int, first: Int64, last: Int64, live: Int, gate: GateDecision?) {
            self.name = name
            self.runs = runs
            self.first = first
            self.last = last
            self.live = live
            self.gate = gate
        }
    }

    package let name: String
    /// In the order of the settings, then by name.
    package let phases: [Phase]

    package init(name: String, phases: [Phase]) {
        self.name = name
        self.phases = phases
    }

    package var runs: Int { phases.reduce(0) { $0 + $1.runs } }
    package var live: Int { phases.reduce(0) { $0 + $1.live } }
    /// UTC ms.
    package var first: Int64 { phases.map(\.first).min() ?? 0 }
    package var last: Int64 { phases.map(\.last).max() ?? 0 }
}

/// A release on one page.
package struct ReleasePage: Sendable {
    package let summary: ReleaseSummary
    /// An issue that failed in the release.
    package struct Entry: Sendable {
        package let line: IssueLine
        /// Runs of the release in which it failed.
        package let failedRuns: Int

        package init(line: IssueLine, failedRuns: Int) {
            self.line = line
            self.failedRuns = failedRuns
        }
    }

    /// Issues that failed in it and are not solved, by priority.
    package let open: [Entry]
    /// Issues that failed in it and are solved.
    package let solved: [Entry]
    package let phases: [PhaseReport]
    package let waivers: [(waiver: Waiver, state: Waiver.State)]
    /// Current baselines of its phases.
    package let baselines: [Baseline]

    package init(
        summary: ReleaseSummary, open: [Entry], solved: [Entry], phases: [PhaseReport],
        waivers: [(waiver: Waiver, state: Waiver.State)], baselines: [Baseline]
    ) {
        self.summary = summary
        self.open = open
        self.solved = solved
        self.phases = phases
        self.waivers = waivers
        self.baselines = baselines
    }
}
