// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

/// Every transition of an incident, from values alone.
struct IncidentLifecycleTests {
    @Test func `the first failure opens it`() {
        let incident = Incident.opened(failing: [1, 2])

        #expect(incident.state == .open)
        #expect(incident.tests == [1: false, 2: false])
        #expect(incident.occurrences == 2)
        #expect(incident.transitions == [transition("open-by-failure", day: 1, from: nil, to: .open)])
    }

    @Test func `a failure that passed in the end opens it as intermittent`() {
        let incident = Incident.opened(failing: [1, 2], flickering: [1, 2])

        #expect(incident.state == .intermittent)
        #expect(incident.transitions == [transition("open-by-flicker", day: 1, from: nil, to: .intermittent)])
    }

    @Test func `one failure that decided beside a flicker opens it as open`() {
        #expect(Incident.opened(failing: [1, 2], flickering: [2]).state == .open)
    }

    @Test func `a pass of every affected test restores it`() {
        var incident = Incident.opened(failing: [1, 2])

        incident.apply(.day(2, passing: [1, 2]))

        #expect(incident.state == .restored)
        #expect(incident.restored == .day(2))
        #expect(incident.transitions.last == transition("restore-by-pass", day: 2, from: .open, to: .restored))
    }

    @Test func `the passes of its tests may come one after the other`() {
        var incident = Incident.opened(failing: [1, 2])

        incident.apply(.day(2, passing: [1]))
        let between = incident.state
        incident.apply(.day(3, passing: [2]))

        #expect(between == .open)
        #expect(incident.restored == .day(3))
    }

    @Test func `a failure takes back the pass of its test`() {
        var incident = Incident.opened(failing: [1, 2])

        incident.apply(.day(2, passing: [1]))
        incident.apply(.day(3, failing: [1]))
        incident.apply(.day(4, passing: [2]))

        #expect(incident.state.isLive)
        #expect(incident.tests == [1: false, 2: true])
        #expect(incident.lastFailed == .day(3))
        #expect((incident.failedRuns, incident.occurrences, incident.quietRuns) == (2, 3, 1))
    }

    @Test func `a run that says nothing of its tests changes nothing`() {
        var incident = Incident.opened(failing: [1])
        let before = incident

        incident.apply(.day(2, passing: [7]))
        incident.apply(.day(3))

        #expect(incident == before)
    }

    @Test func `a flicker restores nothing and takes back the pass`() {
        var incident = Incident.opened(failing: [1, 2])

        incident.apply(.day(2, passing: [1]))
        incident.apply(.day(3, failing: [1], flickering: [1], passing: [1, 2]))

        #expect(incident.state == .open)
        #expect(incident.tests == [1: false, 2: true])
    }

    @Test func `a failure in a further test must pass as well`() {
        var incident = Incident.opened(failing: [1])

        incident.apply(.day(2, failing: [2], passing: [1]))
        incident.apply(.day(3, passing: [1]))

        #expect(incident.state == .open)
        #expect(incident.tests == [1: true, 2: false])
    }

    @Test func `a recurrence before it is over opens it again`() {
        var incident = Incident.restored()

        incident.apply(.day(3, failing: [1]))

        #expect(incident.state == .open)
        #expect((incident.reopenCount, incident.restored) == (1, nil))
        #expect(incident.transitions.last == transition("reopen-by-recurrence", day: 3, from: .restored, to: .open))
    }

    @Test func `the third change between failing and passing makes it intermittent`() {
        var incident = Incident.restored()

        incident.apply(.day(3, failing: [1]))
        let between = incident.state
        incident.apply(.day(4, passing: [1]))

        #expect(between == .open)
        #expect(incident.state == .intermittent)
        #expect(incident.transitions.last == transition("flapping", day: 4, from: .open, to: .intermittent))
    }

    @Test func `changes that ten runs lie behind no longer make it flap`() {
        var incident = Incident.restored()

        for day in 3...12 { incident.apply(.day(day, failing: [1])) }
        incident.apply(.day(13, passing: [1]))

        #expect(incident.recent == Array(repeating: .failed, count: 9) + [.passed])
        #expect(incident.state == .restored)
    }

    @Test func `what git knows of a pass decides, and its branch only where git knows nothing`() {
        let cases: [(Incident.Descent?, branch: String, Incident.State)] = [
            (.same, "feature", .restored), (.holds, "feature", .restored), (.precedes, "main", .open),
            (nil, "main", .restored), (nil, "feature", .open),
        ]

        for (descent, branch, state) in cases {
            var incident = Incident.opened(failing: [1], branch: "main")
            var observation = Incident.Observation.day(2, passing: [1])
            observation.branch = branch
            observation.descents[Incident.RunReference.day(1).id] = descent
            incident.apply(observation)
            #expect(incident.state == state, "\(String(describing: descent)) on \(branch)")
        }
    }

    @Test func `passes of a quiet time count when it fails again`() {
        var incident = Incident.restored()
        for day in 3...6 { incident.apply(.day(day, passing: [1])) }
        let before = incident
        incident.apply(.day(7, passing: [1]))
        let isUnchanged = incident == before && incident.isResting

        var quiet = Incident.QuietPasses()
        quiet.add(commit: "c0ffee1")
        incident.apply(.day(8, failing: [1]), after: quiet)

        #expect(isUnchanged)
        #expect((incident.exercisedRuns, incident.spanRuns) == (8, 8))
        #expect(incident.recent == [.failed] + Array(repeating: .passed, count: 6) + [.failed])
    }

    @Test func `what passes beside a test that still fails is no pass of the incident`() {
        var incident = Incident.opened(failing: [1, 2])
        incident.apply(.day(2, passing: [2], commit: "c0ffee"))

        for day in 3...8 {
            incident.apply(.day(day, failing: [1], commit: "c0ffee"))
            incident.apply(.day(day, passing: [2], commit: "c0ffee"))
        }

        #expect(incident.state == .open)
        #expect(incident.transitions.map(\.rule) == ["open-by-failure"])
        #expect(incident.longestStreak == 7)
    }

    @Test func `a failure on the commit that passed last makes it intermittent, one on another does not`() {
        var (same, other) = (Incident.opened(failing: [1]), Incident.opened(failing: [1]))

        same.apply(.day(2, passing: [1], commit: "c0ffee"))
        same.apply(.day(3, failing: [1], commit: "c0ffee"))
        other.apply(.day(2, passing: [1], commit: "c0ffee"))
        other.apply(.day(3, failing: [1], commit: "beef"))

        #expect(same.state == .intermittent)
        #expect(other.state == .open)
    }

    @Test func `a pass on the commit that failed restores it`() {
        var incident = Incident.opened(failing: [1], commit: "c0ffee")

        incident.apply(.day(2, passing: [1], commit: "c0ffee"))

        #expect(incident.state == .restored)
    }

    @Test func `a pass after a failed attempt in all that fails makes it intermittent`() {
        var incident = Incident.opened(failing: [1])

        incident.apply(.day(2, failing: [1], flickering: [1]))

        #expect(incident.state == .intermittent)
        #expect(
            incident.transitions.last
                == transition("pass-and-fail-on-one-commit", day: 2, from: .open, to: .intermittent))
    }

    /// Failing and passing from day 1 on by turns, and the clean runs that its rate asks for: `CleanRuns` has the rule.
    @Test(arguments: [("fpfpf", 8), ("fppfppf", 13), ("ffpffpff", 4)])
    func `an intermittent one is restored when chance no longer explains its passes`(days: String, needed: Int) {
        var incident = Incident.opened(failing: [1], flickering: [1])
        for (day, letter) in zip(2..., days.dropFirst()) {
            incident.apply(letter == "f" ? .day(day, failing: [1]) : .day(day, passing: [1]))
        }
        let last = days.count

        for day in 1..<needed { incident.apply(.day(last + day, passing: [1])) }
        let between = incident.state
        incident.apply(.day(last + needed, passing: [1]))

        #expect(incident.cleanRunsNeeded == needed)
        #expect(between == .intermittent)
        #expect(
            incident.transitions.last
                == transition("restore-by-clean-runs", day: last + needed, from: .intermittent, to: .restored))
    }

    @Test func `one that failed only once needs ten clean runs and thirty days`() {
        var often = Incident.opened(failing: [1], flickering: [1])
        var seldom = often

        for day in 2...30 { often.apply(.day(day, passing: [1])) }
        for day in stride(from: 4, through: 28, by: 3) { seldom.apply(.day(day, passing: [1])) }
        let between = (often.state, seldom.state)
        often.apply(.day(31, passing: [1]))
        seldom.apply(.day(31, passing: [1]))

        #expect(between == (.intermittent, .intermittent))
        #expect((often.state, seldom.state) == (.restored, .restored))
    }

    @Test func `a flicker among the clean runs starts the count again`() {
        var incident = Incident.opened(failing: [1], flickering: [1])

        for day in 2...5 { incident.apply(.day(day, passing: [1])) }
        incident.apply(.day(6, failing: [1], flickering: [1]))
        incident.apply(.day(7, passing: [1]))

        #expect(incident.state == .intermittent)
        #expect(incident.quietRuns == 1)
    }

    @Test func `clean runs restore it only when every test passed`() {
        var incident = Incident.opened(failing: [1, 2], flickering: [1, 2])

        for day in 2...60 { incident.apply(.day(day, passing: [1])) }

        #expect(incident.state == .intermittent)
    }

    /// Restored on day 2; quiet on some days after it.
    static let quiet: [(days: [Int], isOver: Bool)] = [
        ([3, 4, 5, 9], true), ([3, 4, 5, 6, 7, 8, 9], true), ([10, 11, 12, 13], true),
        ([3, 4, 5, 6, 7, 8], false), ([3, 4, 9], false), ([20], false),
    ]

    @Test(arguments: quiet)
    func `seven days and five runs close it, not one of the two alone`(days: [Int], isOver: Bool) {
        var incident = Incident.restored()

        for day in days { incident.apply(.day(day, passing: [1])) }

        #expect((incident.state == .closed) == isOver)
        #expect((incident.transitions.last?.rule == "close-by-quiet") == isOver)
    }

    @Test func `a recurrence seven days and five runs later is another episode`() {
        var incident = Incident.restored()
        for day in [3, 4, 5, 6] { incident.apply(.day(day, passing: [1])) }

        #expect(!incident.isOver(at: .day(8)))
        #expect(incident.isOver(at: .day(9)))
    }

    @Test func `a live one is never over`() {
        #expect(!Incident.opened(failing: [1]).isOver(at: .day(4000)))
    }

    @Test func `a closed one no longer changes`() {
        var incident = Incident.restored()
        incident.close(at: .day(30))
        let before = incident

        incident.apply(.day(31, failing: [1]))
        incident.apply(.day(32, passing: [1]))
        incident.close(at: .day(33))

        #expect(incident == before)
        #expect(incident.isOver(at: .day(31)))
    }

    private func transition(
        _ rule: String, day: Int, from: Incident.State?, to: Incident.State
    ) -> String {
        "\(rule) on day \(day): \(from?.rawValue ?? "-") to \(to.rawValue)"
    }
}

extension Incident.RunReference {
    /// The run of a day, from 1.
    static func day(_ day: Int) -> Incident.RunReference {
        Incident.RunReference(id: Int64(100 + day), startedAt: Int64(day) * 86_400_000)
    }
}

extension Incident.Observation {
    static func day(
        _ day: Int, failing: Set<Int64> = [], flickering: Set<Int64> = [], passing: Set<Int64> = [],
        commit: String? = nil
    ) -> Incident.Observation {
        Incident.Observation(
            run: .day(day), failing: failing, flickering: flickering, passing: passing, commit: commit)
    }
}

extension Incident {
    static func opened(
        failing: Set<Int64>, flickering: Set<Int64> = [], commit: String? = nil, branch: String? = nil
    ) -> Incident {
        var observation = Incident.Observation.day(1, failing: failing, flickering: flickering, commit: commit)
        observation.branch = branch
        return Incident(opening: observation, episode: 1, lastGood: nil)
    }

    /// Opened on day 1 by test 1, restored on day 2.
    static func restored() -> Incident {
        var incident = opened(failing: [1])
        incident.apply(.day(2, passing: [1]))
        return incident
    }
}

/// A transition in words, to compare and to print.
private func == (left: [Incident.Transition], right: [String]) -> Bool { left.map(words) == right }

private func == (left: Incident.Transition?, right: String) -> Bool { left.map(words) == right }

private func words(_ transition: Incident.Transition) -> String {
    let day = transition.run.startedAt / 86_400_000
    return "\(transition.rule) on day \(day): \(transition.from?.rawValue ?? "-") to \(transition.to.rawValue)"
}
