// Exitgate
// SPDX-License-Identifier: Apache-2.0

extension Incident {
    /// What one run says about one signature in one phase and configuration class.
    package struct Observation: Sendable, Equatable {
        package var run: RunReference
        /// Tests in which the signature occurred and decided, or flickered.
        package var failing: Set<Int64>
        /// Tests in which it occurred although they passed in the end; a subset of `failing`.
        package var flickering: Set<Int64>
        /// Tests that plainly passed; only those that the incident affects matter.
        package var passing: Set<Int64>
        /// Tests of the whole run; 0 where it cannot matter.
        package var runTests: Int
        /// nil where it is not known.
        package var branch: String?
        /// nil where it is not known.
        package var commit: String?
        /// How the commit stands to those of failing runs, by the row of each; without those of which git does not know.
        package var descents: [Int64: Descent] = [:]

        package init(
            run: RunReference, failing: Set<Int64>, flickering: Set<Int64>, passing: Set<Int64>, runTests: Int = 0,
            branch: String? = nil, commit: String? = nil
        ) {
            self.branch = branch
            self.commit = commit
            self.runTests = runTests
            self.run = run
            self.failing = failing
            self.flickering = flickering
            self.passing = passing
        }
    }

    /// Tests that a major incident breaks at least, and how many times as many the run may have.
    package static let majorTests = 10
    package static let majorShare = 5

    /// How long a restored incident must be quiet before a recurrence is a new one, in milliseconds and runs.
    package static let quietMilliseconds: Int64 = 7 * 86_400_000
    package static let quietRunsToClose = 5
    /// So many runs, or runs of so many milliseconds, that did not look leave a live one stale.
    package static let staleRuns = 10
    package static let staleMilliseconds: Int64 = 14 * 86_400_000
    /// It flaps with so many changes between failing and passing in its last runs.
    package static let recentRuns = 10
    package static let changesToFlap = 3
    /// Clean runs that restore an intermittent one at least; and those, with days, that restore one which failed only once.
    package static let cleanRunsAtLeast = 3
    package static let cleanRunsAfterOneFailure = 10
    package static let cleanMillisecondsAfterOneFailure: Int64 = 30 * 86_400_000

    /// Opens an incident with its first failing observation.
    ///
    /// What passed on the very same commit before is intermittent from the beginning, unless it breaks so much at once that
    /// something else than the product is likely.
    ///
    /// - Parameters:
    ///   - lastGood: The last run before it in which one of the tests passed.
    ///   - passedCommit: The commit of that run, if all of them passed in it; nil where it is not known, or was not all.
    package init(opening observation: Observation, episode: Int, lastGood: RunReference?, passedCommit: String? = nil) {
        let isFlicker = observation.failing == observation.flickering
        let passedCommit = observation.isMajor ? nil : passedCommit
        let isOnPassedCommit = passedCommit != nil && passedCommit == observation.commit
        let state: State = isFlicker || isOnPassedCommit ? .intermittent : .open
        let rule =
            isFlicker ? "open-by-flicker" : isOnPassedCommit ? "pass-and-fail-on-one-commit" : "open-by-failure"
        self.init(
            episode: episode, state: state, opened: observation.run, lastGood: lastGood, lastFailed: observation.run,
            restored: nil, reopenCount: 0, occurrences: observation.failing.count, failedRuns: 1, quietRuns: 0,
            streak: 1, longestStreak: 1, exercisedRuns: 1, spanRuns: 1, isMajor: observation.isMajor,
            branch: observation.branch, exercised: observation.run, recent: [.failed], passedCommit: passedCommit,
            lines: [FailingLine(run: observation.run, branch: observation.branch, broken: observation.failing)],
            tests: Dictionary(uniqueKeysWithValues: observation.failing.map { ($0, false) }),
            transitions: [Transition(run: observation.run, rule: rule, from: nil, to: state)])
    }

    /// Whether a recurrence at `run` belongs to a new episode.
    package func isOver(at run: RunReference) -> Bool {
        guard state == .restored, let restored else { return state == .closed }
        return quietRuns >= Self.quietRunsToClose && run.startedAt - restored.startedAt >= Self.quietMilliseconds
    }

    /// Whether it fails and passes by turns.
    package var isFlapping: Bool {
        zip(recent, recent.dropFirst()).count { $0 != $1 } >= Self.changesToFlap
    }

    /// Runs without a failure that restore it while it is intermittent.
    ///
    /// So many that a defect which still fails at the rate seen since its onset would have failed in one of them with a
    /// chance of 95 %; of a single failure no rate is known.
    package var cleanRunsNeeded: Int {
        guard failedRuns > 1 else { return Self.cleanRunsAfterOneFailure }
        return max(
            Self.cleanRunsAtLeast, CleanRuns.needed(failures: failedRuns, trials: spanRuns) ?? CleanRuns.limit)
    }

    /// Takes the observation of a later run; cost grows with its tests and the failing lines.
    ///
    /// A failure keeps it open or opens it again. Only a real pass of every affected test on every failing line restores it: a
    /// skipped or missing test, or one that passed after a failed attempt, restores nothing, nor does a run that covers no
    /// line. One that fails and passes by turns is intermittent and needs `cleanRunsNeeded` runs without a failure as well. A
    /// closed incident no longer changes.
    ///
    /// - Parameter quiet: Of a failure, the passes since the last one that came while `isResting`.
    package mutating func apply(_ observation: Observation, after quiet: QuietPasses = QuietPasses()) {
        guard state != .closed else { return }
        if !observation.failing.isEmpty {
            count(quiet)
            fail(observation)
        } else if isPass(observation) {
            pass(observation)
        }
        settle(observation)
    }

    /// Whether it is restored and was quiet for so many runs that nothing counts its passes until it fails or is closed.
    package var isResting: Bool { state == .restored && quietRuns >= Self.quietRunsToClose }

    /// Whether a run shows it passing: an affected test passes, none fails, and the commit had what failed on some line.
    package func isPass(_ observation: Observation) -> Bool {
        observation.failing.isEmpty && !observation.passing.isDisjoint(with: tests.keys)
            && lines.contains(where: observation.covers)
    }

    /// Restores or closes it where the runs up to now say so.
    private mutating func settle(_ observation: Observation) {
        let hasPassed = tests.values.allSatisfy(\.self)
        if state == .open, isFlapping {
            move(to: .intermittent, rule: "flapping", observation.run)
        } else if hasPassed, state == .open {
            restored = observation.run
            move(to: .restored, rule: "restore-by-pass", observation.run)
        } else if hasPassed, state == .intermittent, isClean(at: observation.run) {
            restored = observation.run
            move(to: .restored, rule: "restore-by-clean-runs", observation.run)
        } else if observation.failing.isEmpty, isOver(at: observation.run) {
            close(at: observation.run)
        }
    }

    private func isClean(at run: RunReference) -> Bool {
        let daysNeeded = failedRuns > 1 ? 0 : Self.cleanMillisecondsAfterOneFailure
        return quietRuns >= cleanRunsNeeded && run.startedAt - lastFailed.startedAt >= daysNeeded
    }

    /// Ends it because a recurrence belongs to a new episode.
    package mutating func close(at run: RunReference) {
        if state != .closed { move(to: .closed, rule: "close-by-quiet", run) }
    }

    /// Ends a restored one because a person says that it is over; any other stays as it is.
    ///
    /// - Parameter at: UTC ms.
    package mutating func close(by actor: String, at: Int64) {
        guard state == .restored, let restored else { return }
        transitions.append(
            Transition(run: restored, rule: "close", from: state, to: .closed, word: (at: at, actor: actor)))
        state = .closed
    }

    private mutating func pass(_ observation: Observation) {
        if state.isLive { exercised = observation.run }
        // A restored one that is quiet is not looked at again until it fails or is to be closed.
        guard !isResting else { return }
        exercisedRuns += 1
        quietRuns = min(quietRuns + 1, CleanRuns.limit)
        // A job that runs only tests which had passed already says nothing of those that still fail.
        let isWhole = tests.allSatisfy { $0.value || observation.passing.contains($0.key) }
        heal(observation)
        guard isWhole else { return }
        passedCommit = observation.commit
        // What passes beside a line that still fails is no turn: both are true at once.
        guard tests.values.allSatisfy(\.self) else { return }
        streak = 0
        recall(.passed)
    }

    /// Takes what passes out of the lines that a run covers.
    private mutating func heal(_ observation: Observation) {
        for place in lines.indices where observation.covers(lines[place]) {
            lines[place].broken.subtract(observation.passing)
        }
        refresh(observation.passing)
    }

    /// Makes the failing run a line of its own, which takes over the lines that it covers; what it did not run stays with them.
    private mutating func extend(_ observation: Observation) {
        let line = FailingLine(run: observation.run, branch: observation.branch, broken: observation.failing)
        var others: [FailingLine] = []
        for var other in lines {
            let isCovered = observation.covers(other)
            if isCovered { other.broken.subtract(observation.failing.union(observation.passing)) }
            if !isCovered || !other.broken.isEmpty { others.append(other) }
        }
        let passed = others.indices.filter { others[$0].broken.isEmpty }
        for place in passed.dropLast(Self.passedLines).reversed() { others.remove(at: place) }
        lines = others + [line]
        refresh(observation.passing)
    }

    private mutating func refresh(_ touched: Set<Int64>) {
        for test in touched where tests[test] != nil {
            tests[test] = !lines.contains { $0.broken.contains(test) }
        }
    }

    private mutating func fail(_ observation: Observation) {
        for test in observation.failing { tests[test] = false }
        exercised = observation.run
        exercisedRuns += 1
        spanRuns = exercisedRuns
        occurrences += observation.failing.count
        failedRuns += 1
        quietRuns = 0
        isMajor = isMajor || observation.isMajor
        streak += 1
        longestStreak = max(longestStreak, streak)
        lastFailed = observation.run
        branch = observation.branch
        recall(.failed)
        let hasFlickered = tests.allSatisfy { $0.value || observation.flickering.contains($0.key) }
        // Nothing of the product changed between the pass and the failure.
        let isOnPassedCommit = passedCommit != nil && observation.commit == passedCommit
        let isIntermittent = hasFlickered || isOnPassedCommit || isFlapping
        if state == .restored {
            reopenCount += 1
            restored = nil
            move(to: isIntermittent ? .intermittent : .open, rule: "reopen-by-recurrence", observation.run)
        } else if state == .open, isIntermittent {
            move(to: .intermittent, rule: isFlapping ? "flapping" : "pass-and-fail-on-one-commit", observation.run)
        }
        extend(observation)
    }

    /// Counts passes that came while it was resting.
    private mutating func count(_ quiet: QuietPasses) {
        guard quiet.runs > 0 else { return }
        exercisedRuns += quiet.runs
        passedCommit = quiet.commit
        for _ in 0..<min(quiet.runs, Self.recentRuns) { recall(.passed) }
    }

    private mutating func recall(_ verdict: RunVerdict) {
        recent.append(verdict)
        if recent.count > Self.recentRuns { recent.removeFirst() }
    }

    private mutating func move(to next: State, rule: String, _ run: RunReference) {
        assert(state.next.contains(next), "an incident never goes from \(state) to \(next)")
        transitions.append(Transition(run: run, rule: rule, from: state, to: next))
        state = next
    }
}

extension Incident.Observation {
    /// Whether so many tests broke at once that something else than the product is likely.
    var isMajor: Bool {
        failing.count >= Incident.majorTests && failing.count * Incident.majorShare >= runTests && runTests > 0
    }
}
