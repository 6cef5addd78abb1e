// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Whether what is tested is what was approved, and whether it was tested.
package struct BaselineAudit: Sendable {
    package enum Verdict: String, Sendable, CaseIterable {
        /// Nothing differs but by approved changes, and every required suite passed on the configuration of the baseline.
        case clean
        /// Something differs, and no approved change speaks of it.
        case drift
        /// Evidence is missing.
        case undecided
    }

    /// Physical: the latest run of a configuration class, or the working tree, beside the baseline.
    package struct Place: Sendable {
        package let configuration: ConfigurationClass
        /// nil for the documents of the working tree.
        package let run: Int64?
        /// nil where nobody knows what the run was made with.
        package let diff: BaselineDiff?
        /// What differs between the parts of the run: it has no configuration of its own, and proves none.
        package let mixed: [BaselineDiff.Delta]

        package init(
            configuration: ConfigurationClass, run: Int64?, diff: BaselineDiff?, mixed: [BaselineDiff.Delta] = []
        ) {
            self.mixed = mixed
            self.configuration = configuration
            self.run = run
            self.diff = diff
        }
    }

    /// Functional: a required suite in a configuration class, and the run that shows that it passes on the configuration of the baseline.
    package struct Suite: Sendable {
        package enum Finding: String, Sendable {
            case passed, failed
            /// No run on this configuration has it.
            case missing
        }

        package let name: String
        package let configuration: ConfigurationClass
        package let finding: Finding
        package let run: Int64?
        /// Tests that fail as the baseline knew, of a suite that passed.
        package let knownFailures: Int

        package init(
            name: String, configuration: ConfigurationClass, finding: Finding, run: Int64?, knownFailures: Int = 0
        ) {
            self.knownFailures = knownFailures
            self.name = name
            self.configuration = configuration
            self.finding = finding
            self.run = run
        }
    }

    /// What became of an incident of kind configuration.
    package struct Notice: Sendable, Equatable {
        package enum Fate: String, Sendable {
            case opened, reopened, restored, closed
            /// It was known before, and is still there.
            case ongoing
        }

        /// Printed as INC-number.
        package let number: Int64
        package let configuration: ConfigurationClass
        package let fate: Fate

        package init(number: Int64, configuration: ConfigurationClass, fate: Fate) {
            self.number = number
            self.configuration = configuration
            self.fate = fate
        }
    }

    package var baseline: Baseline
    /// Incidents that it opened, saw again or ended, in the order of the places; of an audit that keeps nothing none.
    package var incidents: [Notice] = []
    /// The state of the baseline before the audit.
    package let before: BaselineState
    /// By configuration class, the working tree last.
    package let places: [Place]
    /// By name.
    package let suites: [Suite]
    /// Tests of the approved inventory that no latest run has.
    package let missingTests: [String]
    /// Live incidents of failures that were not known when the baseline was captured, by number.
    package let newFailures: [(incident: Int64, title: String)]
    /// Items of the baseline that may change without notice.
    package let unpinned: [ConfigurationItem]
    /// Items of the baseline that nobody supports any more.
    package let outdated: [ConfigurationItem]
    /// Keys of the settings whose support ends and that no item of the baseline has, sorted.
    package let unmatchedEnds: [String]
    /// Environments of the latest runs that nobody registered, or that nobody supports any more, by name.
    package let environments: [(name: String, isRegistered: Bool)]
    /// Records: what differs, each once, and no approved change request says so.
    package let unaccounted: [BaselineDiff.Delta]
    /// What differs because of an approved change, with its number.
    package let accounted: [(delta: BaselineDiff.Delta, change: Int64)]

    package init(
        baseline: Baseline, before: BaselineState, places: [Place], suites: [Suite], missingTests: [String],
        newFailures: [(incident: Int64, title: String)], unpinned: [ConfigurationItem], outdated: [ConfigurationItem],
        environments: [(name: String, isRegistered: Bool)], unaccounted: [BaselineDiff.Delta],
        accounted: [(delta: BaselineDiff.Delta, change: Int64)] = [], unmatchedEnds: [String] = []
    ) {
        self.unmatchedEnds = unmatchedEnds
        self.accounted = accounted
        self.outdated = outdated
        self.environments = environments
        self.baseline = baseline
        self.before = before
        self.places = places
        self.suites = suites
        self.missingTests = missingTests
        self.newFailures = newFailures
        self.unpinned = unpinned
        self.unaccounted = unaccounted
    }

    package var verdict: Verdict {
        if !unaccounted.isEmpty { return .drift }
        let isKnown = !places.isEmpty && places.allSatisfy { $0.diff != nil }
        let isShown = suites.allSatisfy { $0.finding == .passed } && missingTests.isEmpty
        return isKnown && isShown ? .clean : .undecided
    }
}
