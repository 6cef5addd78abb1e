// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// One rule of a gate.
package protocol Criterion {
    /// Such as `G05`; never renumbered.
    static var id: String { get }
    /// What people write in a policy, such as `open-issues`.
    static var name: String { get }
    /// One sentence for people, without a full stop.
    static var summary: String { get }
    static var thresholds: [Threshold] { get }
    /// Whether it counts in a phase unless the policy says otherwise.
    static var levels: PhaseTable<Level> { get }
    /// Whether somebody can answer for what it cannot decide, such as an old run; not where there is nothing at all.
    static var canWaiveUndecided: Bool { get }
    /// Whether it judges results of tests, so that it says nothing of documents before there is a product.
    static var isOfTests: Bool { get }
    /// - Returns: what it found; never passed where evidence is missing.
    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding
    /// Cases that must end as they say; one of each outcome that it can have.
    static var examples: [CriterionExample] { get }
}

extension Criterion {
    package static var canWaiveUndecided: Bool { false }
    package static var isOfTests: Bool { true }
}

/// Whether a rule can stop a gate.
package enum Level: String, Sendable, CaseIterable, Codable {
    case blocking
    /// It is told, and stops nothing.
    case informing
    case off
}

extension Level: Comparable {
    private var weight: Int { self == .blocking ? 2 : self == .informing ? 1 : 0 }
    package static func < (left: Level, right: Level) -> Bool { left.weight < right.weight }
}

/// A number that a policy may set.
package struct Threshold: Sendable {
    package let name: String
    package let meaning: String
    package let range: ClosedRange<Double>
    package let defaults: PhaseTable<Double>

    init(_ name: String, _ meaning: String, _ range: ClosedRange<Double>, _ defaults: PhaseTable<Double>) {
        self.name = name
        self.meaning = meaning
        self.range = range
        self.defaults = defaults
    }
}

/// A value for each of the four phases that gates are made for; other phases take that of the nearest, and those of
/// documents may have one of their own.
package struct PhaseTable<Value: Sendable>: Sendable {
    package let documents: Value
    package let integration: Value
    package let alpha: Value
    package let beta: Value
    package let release: Value

    /// - Parameter documents: For requirements and design; nil for that of integration.
    init(_ integration: Value, _ alpha: Value, _ beta: Value, _ release: Value, documents: Value? = nil) {
        self.documents = documents ?? integration
        self.integration = integration
        self.alpha = alpha
        self.beta = beta
        self.release = release
    }

    /// The same in every phase.
    init(_ value: Value) { self.init(value, value, value, value) }

    package subscript(phase: String) -> Value {
        switch phase {
        case "requirements", "design": documents
        case "construction", "integration": integration
        case "beta": beta
        case "release", "operation": release
        default: alpha
        }
    }
}

/// The thresholds that hold.
package struct Limits: Sendable {
    private let values: [String: Double]

    package init(_ values: [String: Double]) { self.values = values }

    /// Every rule asks for its own thresholds only, and those are always there.
    subscript(name: String) -> Double { values[name] ?? 0 }
}

/// What a rule found.
package struct Finding: Sendable, Equatable {
    package enum Outcome: String, Sendable, CaseIterable, Codable {
        case pass, fail
        /// Evidence is missing.
        case undecided
        case notApplicable = "not_applicable"
    }

    package var outcome: Outcome
    package var expected: String
    package var actual: String
    /// What it failed by, or what is missing, each of which a waiver may excuse.
    package var subjects: [GateEvidence.Subject]
    /// What to do next, as a command where there is one.
    package var next: String?

    init(
        _ outcome: Outcome, expected: String, actual: String, _ subjects: [GateEvidence.Subject] = [],
        next: String? = nil
    ) {
        self.outcome = outcome
        self.expected = expected
        self.actual = actual
        self.subjects = subjects
        self.next = next
    }

    static func notApplicable(_ why: String) -> Finding { Finding(.notApplicable, expected: "-", actual: why) }
}

/// A case of a rule: evidence, thresholds, and how it must end.
package struct CriterionExample: Sendable {
    package let name: String
    package let evidence: GateEvidence
    package let limits: [String: Double]
    package let outcome: Finding.Outcome

    init(
        _ name: String, _ outcome: Finding.Outcome, _ limits: [String: Double] = [:],
        _ edit: (inout GateEvidence) -> Void
    ) {
        self.name = name
        self.outcome = outcome
        self.limits = limits
        var evidence = GateEvidence.tested
        edit(&evidence)
        self.evidence = evidence
    }
}

extension GateEvidence {
    /// A day in milliseconds.
    static let day: Int64 = 86_400_000
    private static let now: Int64 = 1_790_000_000_000

    /// A phase that was tested an hour ago, with nothing to complain of; examples begin with it.
    static let tested: GateEvidence = {
        var evidence = GateEvidence()
        (evidence.project, evidence.phase, evidence.release) = ("shop", "beta", "2.4")
        (evidence.at, evidence.candidate, evidence.classes) = (now, "c0ffee", ["os=linux"])
        var run = Run(id: 7, configuration: "os=linux", startedAt: now - 3_600_000)
        (run.tests, run.isDirty) = (100, false)
        evidence.runs = [run]
        (evidence.executed, evidence.passed, evidence.executions) = (100, 100, 100)
        return evidence
    }()

    /// The latest run of the candidate in each class.
    var latestRuns: [Run] {
        classes.compactMap { name in candidateRuns.last { $0.configuration == name } }
    }

    var candidateRuns: [Run] { runs.filter(\.isCandidate) }
}
