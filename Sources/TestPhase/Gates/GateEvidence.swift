// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// All that a gate decides by, as it was at one moment: the criteria see nothing else, so that a decision can be replayed.
package struct GateEvidence: Sendable, Equatable, Codable {
    /// Something that a criterion speaks of.
    package struct Subject: Sendable, Equatable, Hashable, Codable {
        /// Such as `ISS-3`, `TEST-12`, `RUN-7`, a suite, a class or an item.
        package let id: String
        package let text: String

        package init(_ id: String, _ text: String = "") {
            self.id = id
            self.text = text
        }
    }

    /// A run of the phase, of the candidate or before it.
    package struct Run: Sendable, Equatable, Codable {
        package var id: Int64
        package var configuration: String
        /// UTC ms.
        package var startedAt: Int64
        package var isCandidate = true
        package var isComplete = true
        /// Whether the checkout held what no commit holds; nil where nobody knows.
        package var isDirty: Bool?
        /// Whether it says which commit it tested.
        package var isCommitted = true
        /// Whether its reports are those of an earlier run, byte for byte.
        package var isRepeated = false
        /// Whether an outage broke so much of it that it proves nothing.
        package var isTainted = false
        package var tests = 0
        package var failed = 0
        package var flaky = 0

        package init(id: Int64, configuration: String, startedAt: Int64) {
            self.id = id
            self.configuration = configuration
            self.startedAt = startedAt
        }

        /// Whether it can prove something: whole, with tests, of a commit, its own, and spoilt by nothing.
        package var isSound: Bool { tests > 0 && isComplete && isDirty != true && !isTainted && !isRepeated }
    }

    /// A required suite in a required configuration class: its runs on the candidate, the latest last.
    package struct Suite: Sendable, Equatable, Codable {
        package struct Result: Sendable, Equatable, Codable {
            package let run: Int64
            package let passed: Bool

            package init(run: Int64, passed: Bool) {
                self.run = run
                self.passed = passed
            }
        }

        package var name: String
        package var configuration: String
        package var results: [Result] = []

        package init(_ name: String, _ configuration: String, _ results: [Result] = []) {
            self.name = name
            self.configuration = configuration
            self.results = results
        }
    }

    package struct Inventory: Sendable, Equatable, Codable {
        /// Tests that the baseline has, and those of them that the candidate executed.
        package var expected = 0
        package var executed = 0
        package var missing: [Subject] = []

        package init() {}
    }

    package struct Issue: Sendable, Equatable, Codable {
        package var number: Int64
        package var title: String
        package var severity: Int
        package var state: String
        /// UTC ms of its first failure.
        package var since: Int64
        package var hasCause = false
        /// When it was verified or closed last, UTC ms.
        package var solvedAt: Int64?
        /// Whether the earliest phase that runs its tests passed them before it was found here.
        package var isEscape = false
        /// Whether something was done so that an earlier phase finds it the next time.
        package var isCorrected = false
        /// Share of its trials that fail now, from 0 to 1, for what was accepted about it.
        package var rate = 0.0

        package init(number: Int64, title: String, severity: Int, state: String, since: Int64) {
            self.number = number
            self.title = title
            self.severity = severity
            self.state = state
            self.since = since
        }

        private enum CodingKeys: String, CodingKey {
            case number, title, severity, state, since, hasCause, solvedAt, isEscape, isCorrected, rate
        }

        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            number = try values.decode(Int64.self, forKey: .number)
            title = try values.decode(String.self, forKey: .title)
            severity = try values.decode(Int.self, forKey: .severity)
            state = try values.decode(String.self, forKey: .state)
            since = try values.decode(Int64.self, forKey: .since)
            hasCause = try values.decodeIfPresent(Bool.self, forKey: .hasCause) ?? false
            solvedAt = try values.decodeIfPresent(Int64.self, forKey: .solvedAt)
            isEscape = try values.decodeIfPresent(Bool.self, forKey: .isEscape) ?? false
            isCorrected = try values.decodeIfPresent(Bool.self, forKey: .isCorrected) ?? false
            rate = try values.decodeIfPresent(Double.self, forKey: .rate) ?? 0
        }

        /// Of thousands of issues only what differs from the usual is written.
        package func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(number, forKey: .number)
            try values.encode(title, forKey: .title)
            try values.encode(severity, forKey: .severity)
            try values.encode(state, forKey: .state)
            try values.encode(since, forKey: .since)
            if hasCause { try values.encode(true, forKey: .hasCause) }
            try values.encodeIfPresent(solvedAt, forKey: .solvedAt)
            if isEscape { try values.encode(true, forKey: .isEscape) }
            if isCorrected { try values.encode(true, forKey: .isCorrected) }
            if rate != 0 { try values.encode(rate, forKey: .rate) }
        }

        package var subject: Subject { Subject("ISS-\(number)", "S\(severity) \(state): \(title)") }
        /// Whether it is still to be solved.
        package var isOpen: Bool { !["verified", "closed", "not_reproduced", "merged"].contains(state) }
    }

    package struct Incident: Sendable, Equatable, Codable {
        package var number: Int64
        package var title: String
        /// UTC ms.
        package var opened: Int64
        package var isAcknowledged = false

        package init(number: Int64, title: String, opened: Int64) {
            self.number = number
            self.title = title
            self.opened = opened
        }

        package var subject: Subject { Subject("INC-\(number)", title) }
    }

    /// The approved baseline of the phase, or the latest one that is captured.
    package struct Baseline: Sendable, Equatable, Codable {
        package var name: String
        package var state: String
        package var digest: String
        /// Whether each latest run was captured; what differs then is the drift.
        package var isCompared = false
        package var isAttested = false
        /// Whether whoever made it or asked for the approval approved it; nil where not, or where nobody kept that.
        package var isSelfApproved: Bool?

        package init(name: String, state: String, digest: String) {
            self.name = name
            self.state = state
            self.digest = digest
        }
    }

    /// Something that differs from the baseline.
    package struct Drift: Sendable, Equatable, Codable {
        package var kind: String
        package var key: String
        package var text: String
        /// The approved change that speaks of it; nil for none.
        package var change: Int64?

        package init(kind: String, key: String, text: String, change: Int64? = nil) {
            self.kind = kind
            self.key = key
            self.text = text
            self.change = change
        }

        package var subject: Subject { Subject("\(kind) \(key)", text) }
    }

    package struct Change: Sendable, Equatable, Codable {
        package var number: Int64
        package var title: String
        package var state: String
        package var isAdverse = false
        package var isOverdue = false
        /// Of the issue that it is to fix, 1 to 4; nil for none.
        package var severity: Int?

        package init(number: Int64, title: String, state: String) {
            self.number = number
            self.title = title
            self.state = state
        }

        package var subject: Subject { Subject("CR-\(number)", "\(state): \(title)") }
    }

    /// A requirement that tests name, and whether all of them passed.
    package struct Requirement: Sendable, Equatable, Codable {
        package var name: String
        package var passed: Bool

        package init(_ name: String, passed: Bool) {
            self.name = name
            self.passed = passed
        }
    }

    package struct Capacity: Sendable, Equatable, Codable {
        /// Time of all tests of a run in 95 of 100, in milliseconds: of the candidate's runs, and of those before.
        package var now: Int64
        package var before: Int64
        package var timeouts = 0
        package var executions = 0

        package init(now: Int64, before: Int64) {
            self.now = now
            self.before = before
        }
    }

    /// What stands for runs in a phase of documents.
    package struct Documents: Sendable, Equatable, Codable {
        /// When those of the working tree were held against the baseline last, UTC ms; nil for never.
        package var auditedAt: Int64?

        package init(auditedAt: Int64?) { self.auditedAt = auditedAt }
    }

    package var project = ""
    package var phase = ""
    /// nil for a phase in which a product is tested.
    package var documents: Documents?
    package var release: String?
    /// When it is decided, UTC ms.
    package var at: Int64 = 0
    /// The commit that may go out; nil where no run says.
    package var candidate: String?
    /// Runs of the candidate, and those of the last 28 days before, by when they happened.
    package var runs: [Run] = []
    /// Classes in which the phase was tested in the last 28 days, sorted.
    package var classes: [String] = []
    /// Of the required suites; nil where no baseline says which they are.
    package var suites: [Suite]?
    /// nil where no baseline has an inventory.
    package var inventory: Inventory?
    /// Files of the candidate's runs that could not be read to their end.
    package var unreadable: [Subject] = []
    /// Tests that ended, and that passed, in the latest candidate run of each class.
    package var executed = 0
    package var passed = 0
    package var failing: [Subject] = []
    /// Executions of tests in all candidate runs, and those that passed only after a failed attempt.
    package var executions = 0
    package var flaky: [Subject] = []
    package var flakyExecutions = 0
    /// Failures that the baseline did not know; nil without one.
    package var newFailures: [Subject]?
    package var issues: [Issue] = []
    /// Live ones.
    package var incidents: [Incident] = []
    /// Tests that fail more often than before the candidate; nil where there is nothing to compare with.
    package var regressions: [Subject]?
    /// Tests that a waiver holds back from the gate, and those of them that no longer run.
    package var quarantined: [Subject] = []
    package var quarantinedIdle: [Subject] = []
    package var baseline: Baseline?
    package var drift: [Drift] = []
    package var changes: [Change] = []
    /// Waivers of the phase that count now.
    package var waivers: [Waiver] = []
    package var requirements: [Requirement] = []
    /// Runs without a failure up to now, one after the other, and since when, UTC ms.
    package var cleanRuns = 0
    package var cleanSince: Int64?
    package var outdated: [Subject] = []
    package var unregistered: [Subject] = []
    /// nil where nothing can be compared.
    package var capacity: Capacity?
    /// The policy that was in force when the baseline was approved; nil where nobody knows.
    package var approvedPolicy: String?
    package var policy = ""

    package init() {}
}
