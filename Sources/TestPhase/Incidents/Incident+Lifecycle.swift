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

        package init(
            run: RunReference, failing: Set<Int64>, flickering: Set<Int64>, passing: Set<Int64>, runTests: Int = 0,
            branch: String? = nil
        ) {
            self.branch = branch
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
    package static let quietRunsNeeded = 5
    /// An incident that was opened again this often is intermittent.
    package static let reopeningsToIntermittent = 2

    /// Opens an incident with its first failing observation.
    package init(opening observation: Observation, episode: Int, lastGood: RunReference?) {
        let isFlicker = observation.failing == observation.flickering
        let state: State = isFlicker ? .intermittent : .open
        self.init(
            episode: episode, state: state, opened: observation.run, lastGood: lastGood, lastFailed: observation.run,
            restored: nil, reopenCount: 0, occurrences: observation.failing.count, failedRuns: 1, quietRuns: 0,
            streak: 1, longestStreak: 1, exercisedRuns: 1, spanRuns: 1, isMajor: observation.isMajor,
            branch: observation.branch, exercised: observation.run,
            tests: Dictionary(uniqueKeysWithValues: observation.failing.map { ($0, false) }),
            transitions: [
                Transition(
                    run: observation.run, rule: isFlicker ? "open-by-flicker" : "open-by-failure", from: nil, to: state)
            ])
    }

    /// Whether a recurrence at `run` belongs to a new episode.
    package func isOver(at run: RunReference) -> Bool {
        guard state == .restored, let restored else { return state == .closed }
        return quietRuns >= Self.quietRunsNeeded && run.startedAt - restored.startedAt >= Self.quietMilliseconds
    }

    /// Takes the observation of a later run; cost grows with its tests.
    ///
    /// A failure keeps it open or opens it again. Only a real pass of every affected test restores it: a skipped or missing
    /// test, or one that passed after a failed attempt, restores nothing. An intermittent one needs `quietRunsNeeded` runs
    /// without a failure as well. A closed incident no longer changes.
    package mutating func apply(_ observation: Observation) {
        guard state != .closed else { return }
        var observation = observation
        // What passes on another branch may never have had the defect.
        if let branch, let other = observation.branch, branch != other { observation.passing = [] }
        let isExercised = !observation.failing.isEmpty || !observation.passing.isDisjoint(with: tests.keys)
        if isExercised, state.isLive || !observation.failing.isEmpty { exercised = observation.run }
        // A quiet one is not looked at again until it fails or is to be closed, so its runs are not counted any more.
        let isCounted = quietRuns < Self.quietRunsNeeded && !observation.passing.isDisjoint(with: tests.keys)
        if !observation.failing.isEmpty || isCounted { exercisedRuns += 1 }
        if !observation.failing.isEmpty {
            fail(observation)
        } else if !observation.passing.isDisjoint(with: tests.keys) {
            quietRuns = min(quietRuns + 1, Self.quietRunsNeeded)
            streak = 0
        }
        for test in observation.passing where !observation.failing.contains(test) && tests[test] != nil {
            tests[test] = true
        }
        let hasPassed = tests.values.allSatisfy(\.self)
        if hasPassed, state == .open {
            restored = observation.run
            move(to: .restored, rule: "restore-by-pass", observation.run)
        } else if hasPassed, state == .intermittent, quietRuns >= Self.quietRunsNeeded {
            restored = observation.run
            move(to: .restored, rule: "restore-by-quiet", observation.run)
        } else if observation.failing.isEmpty, isOver(at: observation.run) {
            close(at: observation.run)
        }
    }

    /// Ends it because a recurrence belongs to a new episode.
    package mutating func close(at run: RunReference) {
        if state != .closed { move(to: .closed, rule: "close-by-quiet", run) }
    }

    private mutating func fail(_ observation: Observation) {
        for test in observation.failing { tests[test] = false }
        occurrences += observation.failing.count
        failedRuns += 1
        quietRuns = 0
        spanRuns = exercisedRuns
        isMajor = isMajor || observation.isMajor
        streak += 1
        longestStreak = max(longestStreak, streak)
        lastFailed = observation.run
        branch = observation.branch
        if state == .restored {
            reopenCount += 1
            restored = nil
            let isFlicker = observation.failing == observation.flickering
            let isFlapping = isFlicker || reopenCount >= Self.reopeningsToIntermittent
            move(to: isFlapping ? .intermittent : .open, rule: "reopen-by-recurrence", observation.run)
        }
    }

    private mutating func move(to next: State, rule: String, _ run: RunReference) {
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
