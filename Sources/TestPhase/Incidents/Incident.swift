// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// An episode in which one signature breaks tests in one phase and one configuration class.
///
/// It is folded from what runs observed, in the order in which they happened.
package struct Incident: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        /// Failing, or not yet shown to pass.
        case open
        /// Fails and passes by turns; only so many clean runs restore it that chance no longer explains them.
        case intermittent
        /// Every affected test passed since its last failure.
        case restored
        /// Restored, and quiet for long enough that a recurrence is a new episode.
        case closed

        /// Whether somebody should look at it.
        package var isLive: Bool { self == .open || self == .intermittent }

        /// Where it can go from here.
        package var next: Set<State> {
            switch self {
            case .open: [.intermittent, .restored]
            case .intermittent: [.restored]
            case .restored: [.open, .intermittent, .closed]
            case .closed: []
            }
        }
    }

    /// A run by its row in the store and its moment.
    package struct RunReference: Sendable, Equatable {
        package var id: Int64
        /// UTC milliseconds since 1970.
        package var startedAt: Int64

        package init(id: Int64, startedAt: Int64) {
            self.id = id
            self.startedAt = startedAt
        }
    }

    /// How the commit of a run stands to one that failed, by git.
    package enum Descent: Sendable, Equatable {
        /// It is that commit.
        case same
        /// It holds that commit.
        case holds
        /// That commit holds it: it is older.
        case precedes
    }

    /// Passes that nothing counted while a restored incident was quiet.
    package struct QuietPasses: Sendable, Equatable {
        package var runs = 0
        /// Of the last of them; nil where it is not known.
        package var commit: String?

        package init() {}

        /// Takes one more, later than the others.
        package mutating func add(commit: String?) {
            runs += 1
            self.commit = commit
        }
    }

    /// How a run ended for an incident.
    package enum RunVerdict: Character, Sendable {
        case failed = "f"
        case passed = "p"
    }

    /// A change of state with the rule and the run, or the person, that made it.
    package struct Transition: Sendable, Equatable {
        /// Of the change by a person, the run that had restored it.
        package let run: RunReference
        /// UTC milliseconds since 1970.
        package let at: Int64
        /// `auto` or who decided.
        package let actor: String
        /// Identifier of the rule, such as `restore-by-pass`, or the verb of a person.
        package let rule: String
        package let from: State?
        package let to: State

        /// - Parameter word: When a person made it, UTC ms, and who; nil for what the run says.
        package init(
            run: RunReference, rule: String, from: State?, to: State, word: (at: Int64, actor: String)? = nil
        ) {
            self.run = run
            at = word?.at ?? run.startedAt
            actor = word?.actor ?? "auto"
            self.rule = rule
            self.from = from
            self.to = to
        }
    }

    /// Position among the episodes of its key, from 1.
    package var episode: Int
    package var state: State
    package var opened: RunReference
    /// The last run before it in which a test of the first failure passed.
    package var lastGood: RunReference?
    package var lastFailed: RunReference
    package var restored: RunReference?
    package var reopenCount = 0
    /// Failing tests summed over its runs.
    package var occurrences: Int
    package var failedRuns = 1
    /// Runs since the last failure that exercised an affected test; once it is restored, counted up to `quietRunsToClose`.
    package var quietRuns = 0
    /// Failing runs one after the other up to now, among those that exercised an affected test.
    package var streak = 1
    /// The longest `streak` so far.
    package var longestStreak = 1
    /// Runs since its onset that exercised an affected test; those of a quiet time are counted when it fails again.
    package var exercisedRuns = 1
    /// Those of them up to its last failure.
    package var spanRuns = 1
    /// Whether it once broke ten tests and a fifth of a run: most often an outage.
    package var isMajor = false
    /// Branch of the run that failed last.
    package var branch: String?
    /// The last run that exercised an affected test while it was live.
    package var exercised: RunReference?
    /// How the last runs that exercised an affected test ended, the latest last, at most `recentRuns` of them.
    package var recent: [RunVerdict]
    /// Commit of the last of them that passed; nil where it is not known.
    package var passedCommit: String?
    /// Failing runs that no later failure took over, in the order in which they happened; the last one is `lastFailed`.
    ///
    /// One in most incidents; as many as there are branches that failed apart, and `passedLines` that passed again.
    package var lines: [FailingLine]
    /// Affected tests, and whether each passed after its last failure on every line.
    package var tests: [Int64: Bool]
    package var transitions: [Transition]

    package init(
        episode: Int, state: State, opened: RunReference, lastGood: RunReference?, lastFailed: RunReference,
        restored: RunReference?, reopenCount: Int, occurrences: Int, failedRuns: Int, quietRuns: Int,
        streak: Int, longestStreak: Int, exercisedRuns: Int, spanRuns: Int, isMajor: Bool, branch: String?,
        exercised: RunReference?, recent: [RunVerdict], passedCommit: String?, lines: [FailingLine],
        tests: [Int64: Bool], transitions: [Transition]
    ) {
        self.episode = episode
        self.state = state
        self.opened = opened
        self.lastGood = lastGood
        self.lastFailed = lastFailed
        self.restored = restored
        self.reopenCount = reopenCount
        self.occurrences = occurrences
        self.failedRuns = failedRuns
        self.quietRuns = quietRuns
        self.streak = streak
        self.longestStreak = longestStreak
        self.exercisedRuns = exercisedRuns
        self.spanRuns = spanRuns
        self.isMajor = isMajor
        self.branch = branch
        self.exercised = exercised
        self.recent = recent
        self.passedCommit = passedCommit
        self.lines = lines
        self.tests = tests
        self.transitions = transitions
    }
}
