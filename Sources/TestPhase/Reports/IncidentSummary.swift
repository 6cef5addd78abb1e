// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What sort of thing an incident is about.
package enum IncidentKind: String, Sendable, CaseIterable {
    /// Tests fail.
    case test
    /// What is tested is not what was approved.
    case configuration
}

/// An incident in one line, as lists and summaries print it.
package struct IncidentSummary: Sendable, Equatable {
    /// Row in the store.
    ///
    /// 0 for one of kind configuration, which is in no row of its own.
    package let id: Int64
    /// Printed as INC-number.
    package let number: Int64
    package let state: Incident.State
    /// What people read; not yet made safe for a terminal.
    package let title: String
    /// 32 hexadecimal digits; empty for one of kind configuration.
    package let signature: String
    /// Row of the signature in the store; 0 for one of kind configuration.
    package let signatureID: Int64
    /// Name and version that made the signature.
    package let algorithm: String
    package let phase: String
    package let configuration: ConfigurationClass
    /// Position among the episodes of its key, from 1.
    package let episode: Int
    /// First failing run; of one of kind configuration the run that the first audit looked at, 0 for documents, and when it did.
    package let opened: Incident.RunReference
    /// Last run before it in which an affected test passed.
    package let lastGoodRun: Int64?
    package let lastFailed: Incident.RunReference
    package let restored: Incident.RunReference?
    package let reopenCount: Int
    /// Failing tests summed over its runs; of one of kind configuration audits that found it.
    package let occurrences: Int
    /// Runs that failed; of one of kind configuration those in which an audit found it.
    package let failedRuns: Int
    /// Affected tests.
    package let tests: Int
    /// Whether it once broke ten tests and a fifth of a run.
    package let isMajor: Bool
    /// Number of the issue of its cluster; nil while it does not recur.
    package let issue: Int64?
    /// Who looks at it; nil for nobody, and for one that is over.
    package var acknowledgedBy: String?
    /// Whether a person called it a false alarm: it counts for nothing.
    package var isVoid = false

    /// Whether it is live, and no run has looked for so long that nobody knows.
    package var isStale = false

    /// Whether it is live, and its tests fail in another way since, so that they cannot show whether it is over.
    package var isMasked = false

    /// By what the commit that restored it is known to hold what failed; nil where nobody asked.
    package var restoredBy: RestoreEvidence?

    /// What audits found; nil for one whose tests fail.
    package private(set) var drift: DriftEpisode?

    package var kind: IncidentKind { drift == nil ? .test : .configuration }

    /// The state with what is said of it.
    package var standing: IncidentStanding {
        if isVoid { return .void }
        switch state {
        case .restored: return .restored
        case .closed: return .closed
        case .open, .intermittent:
            if isMasked { return .masked }
            if isStale { return .stale }
            if acknowledgedBy != nil { return .acknowledged }
            return state == .open ? .open : .intermittent
        }
    }

    /// Its standing in one word.
    package var stateText: String { standing.rawValue }

    package init(
        id: Int64, number: Int64, state: Incident.State, title: String, signature: String, signatureID: Int64,
        algorithm: String, phase: String, configuration: ConfigurationClass, episode: Int,
        opened: Incident.RunReference, lastGoodRun: Int64?, lastFailed: Incident.RunReference,
        restored: Incident.RunReference?, reopenCount: Int, occurrences: Int, failedRuns: Int, tests: Int,
        isMajor: Bool = false, issue: Int64? = nil
    ) {
        self.id = id
        self.number = number
        self.state = state
        self.title = title
        self.signature = signature
        self.signatureID = signatureID
        self.algorithm = algorithm
        self.phase = phase
        self.configuration = configuration
        self.episode = episode
        self.opened = opened
        self.lastGoodRun = lastGoodRun
        self.lastFailed = lastFailed
        self.restored = restored
        self.reopenCount = reopenCount
        self.occurrences = occurrences
        self.failedRuns = failedRuns
        self.tests = tests
        self.isMajor = isMajor
        self.issue = issue
    }
}

extension IncidentSummary {
    /// Items that its title names.
    private static let named = 3

    /// An incident of kind configuration.
    package init(_ drift: DriftEpisode, phase: String, configuration: ConfigurationClass) {
        func reference(_ sighting: DriftSighting) -> Incident.RunReference {
            Incident.RunReference(id: sighting.run ?? 0, startedAt: sighting.at)
        }
        self.init(
            id: 0, number: drift.number, state: drift.state, title: Self.title(drift.last), signature: "",
            signatureID: 0, algorithm: "", phase: phase, configuration: configuration, episode: drift.episode,
            opened: reference(drift.opened), lastGoodRun: nil, lastFailed: reference(drift.last),
            restored: drift.restored.map(reference), reopenCount: drift.reopenCount, occurrences: drift.findings,
            failedRuns: drift.runs.count, tests: 0)
        self.drift = drift
    }

    /// For example: `drift from BL-beta-1: dependency pkg:npm/alpha, platform os and 2 more`.
    ///
    /// The commit differs with every step and says least, so it comes last.
    private static func title(_ sighting: DriftSighting) -> String {
        let telling = sighting.deltas.filter { $0.kind != .source } + sighting.deltas.filter { $0.kind == .source }
        let names = telling.prefix(named).map(\.name).joined(separator: ", ")
        let rest = sighting.deltas.count - named
        return "drift from \(sighting.baseline): \(names)\(rest > 0 ? " and \(rest) more" : "")"
    }
}

/// Where an incident stands as people read it: its state by the evidence, and what covers that.
package enum IncidentStanding: String, Sendable, CaseIterable {
    case open, intermittent
    /// Live, and a person looks at it.
    case acknowledged
    /// Live, and its tests fail in another way now.
    case masked
    /// Live, and no run, or no audit, has looked for long.
    case stale
    case restored, closed
    /// A person called it a false alarm.
    case void

    /// Whether it is not over.
    package var isLive: Bool { ![.restored, .closed, .void].contains(self) }

    /// The states by the evidence that it may cover.
    package var states: [Incident.State] {
        switch self {
        case .open: [.open]
        case .intermittent: [.intermittent]
        case .acknowledged, .masked, .stale: [.open, .intermittent]
        case .restored: [.restored]
        case .closed: [.closed]
        case .void: Incident.State.allCases
        }
    }
}

/// By what a passing commit is known to hold the failing one.
package enum RestoreEvidence: String, Sendable, CaseIterable {
    /// It is the same commit.
    case same = "same commit"
    /// What git said when the runs were ingested.
    case git
    /// It was tested later, and both are of one branch.
    case branch = "order of runs on the branch"
    /// It was tested later, and of one of them no branch is known.
    case order = "order of runs"
}

/// A change of an incident, with its evidence.
package struct IncidentEvent: Sendable, Equatable {
    /// UTC milliseconds since 1970.
    package let at: Int64
    /// `auto` or who decided.
    package let actor: String
    package let rule: String
    /// Run that is the evidence; nil for documents of the working tree.
    package let run: Int64?
    package let from: Incident.State?
    package let to: Incident.State

    package init(
        at: Int64, actor: String, rule: String, run: Int64?, from: Incident.State?, to: Incident.State
    ) {
        self.at = at
        self.actor = actor
        self.rule = rule
        self.run = run
        self.from = from
        self.to = to
    }
}

/// Where a live incident still fails: it needs a pass of this commit, or of one that holds it.
package struct FailingPlace: Sendable, Equatable {
    package let run: Int64
    /// nil where it is not known.
    package let branch: String?
    /// nil where it is not known.
    package let commit: String?
    /// Those that still fail there.
    package let tests: [TestName]

    package init(run: Int64, branch: String?, commit: String?, tests: [TestName]) {
        self.run = run
        self.branch = branch
        self.commit = commit
        self.tests = tests
    }
}

/// What a person said about an incident.
package struct IncidentWord: Sendable, Equatable {
    /// Printed as DEC-number.
    package let decision: Int64
    /// UTC milliseconds since 1970.
    package let at: Int64
    package let actor: String
    /// `acknowledge`, `close` or `void`.
    package let verb: String
    package let reason: String
    /// Why it is not in force any more, such as `it failed again`; nil while it is.
    package let ended: String?

    package init(decision: Int64, at: Int64, actor: String, verb: String, reason: String, ended: String? = nil) {
        self.ended = ended
        self.decision = decision
        self.at = at
        self.actor = actor
        self.verb = verb
        self.reason = reason
    }
}

/// One failing observation with its texts.
package struct OccurrenceSample: Sendable, Equatable {
    package let test: Int64
    package let run: Int64
    /// `failure`, `error`, `flakyFailure` and so on.
    package let kind: String
    package let type: String
    package let message: String?
    package let details: String?
    package let output: String?
    /// Source line from 1.
    package let line: Int?

    package init(
        test: Int64, run: Int64, kind: String, type: String, message: String?, details: String?,
        output: String?, line: Int?
    ) {
        self.test = test
        self.run = run
        self.kind = kind
        self.type = type
        self.message = message
        self.details = details
        self.output = output
        self.line = line
    }
}
