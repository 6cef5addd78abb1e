// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A change in one line.
package struct ChangeLine: Sendable {
    /// Printed as CR-number.
    package let number: Int64
    package let request: ChangeRequest
    package let life: ChangeLife
    package let isOverdue: Bool
    /// Whether it did harm; nil while nobody knows, since runs are still watched or it was not implemented.
    package let isHarmful: Bool?

    package init(number: Int64, request: ChangeRequest, life: ChangeLife, isOverdue: Bool, isHarmful: Bool?) {
        self.number = number
        self.request = request
        self.life = life
        self.isOverdue = isOverdue
        self.isHarmful = isHarmful
    }
}

/// Everything about a change on one page.
package struct ChangeReport: Sendable {
    /// An incident that began where the change came.
    package struct Caused: Sendable {
        package let incident: Int64
        package let title: String
        /// Of the change among all suspects, from 0 to 1.
        package let score: Double
        package let isLikely: Bool
        /// Time that it cost so far.
        package let minutes: Double

        package init(incident: Int64, title: String, score: Double, isLikely: Bool, minutes: Double) {
            self.incident = incident
            self.title = title
            self.score = score
            self.isLikely = isLikely
            self.minutes = minutes
        }
    }

    /// The issue that it is to fix.
    package struct Target: Sendable {
        package let number: Int64
        package let state: IssueState
        package let title: String
        /// Time that it cost so far.
        package let minutes: Double

        package init(number: Int64, state: IssueState, title: String, minutes: Double) {
            self.number = number
            self.state = state
            self.title = title
            self.minutes = minutes
        }
    }

    package let line: ChangeLine
    package let watch: ChangeWatch
    package let caused: [Caused]
    package let target: Target?
    /// Baselines that hold it, each the first of its phase, by name.
    package let baselines: [String]
    /// Commits that are known to carry it.
    package let commits: [String]
    /// What still has to be said before it is approved.
    package let missing: [String]

    package init(
        line: ChangeLine, watch: ChangeWatch, caused: [Caused], target: Target?, baselines: [String], commits: [String],
        missing: [String]
    ) {
        self.line = line
        self.watch = watch
        self.caused = caused
        self.target = target
        self.baselines = baselines
        self.commits = commits
        self.missing = missing
    }
}

/// How changes fared, by kind and model.
package struct ChangeStatistics: Sendable {
    package struct Group: Sendable {
        /// `normal`, or `model dev-patches`.
        package let name: String
        package let implemented: Int
        /// Those of which is known whether they did harm.
        package let decided: Int
        package let harmful: Int
        package let backedOut: Int
        package let achieved: Int
        package let notAchieved: Int

        package init(
            name: String, implemented: Int, decided: Int, harmful: Int, backedOut: Int, achieved: Int, notAchieved: Int
        ) {
            self.name = name
            self.implemented = implemented
            self.decided = decided
            self.harmful = harmful
            self.backedOut = backedOut
            self.achieved = achieved
            self.notAchieved = notAchieved
        }

        /// Test-phase change failure rate, from 0 to 1; nil where nothing is decided.
        package var failureRate: Double? { decided == 0 ? nil : Double(harmful) / Double(decided) }
    }

    /// All first, then by kind and by model.
    package let groups: [Group]
    /// Mean square of forecast less outcome, from 0 (always right) to 1; nil without forecasts of decided changes.
    package let brierScore: Double?
    package let forecasts: Int

    package init(groups: [Group], brierScore: Double?, forecasts: Int) {
        self.groups = groups
        self.brierScore = brierScore
        self.forecasts = forecasts
    }
}
