// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// An incident with where in the source it shows, as tools that read results of analyses want it.
package struct Finding: Sendable, Equatable {
    /// What became of it since the approved baseline of its phase.
    package enum BaselineState: String, Sendable, CaseIterable {
        /// The baseline did not know it.
        case new
        case unchanged
        /// The baseline knew it, and it came back since.
        case updated
        /// The baseline knew it, and it was restored since.
        case absent
    }

    package enum Level: String, Sendable, CaseIterable {
        /// Fails each time.
        case error
        /// Fails and passes by turns.
        case warning
        /// Fails no more.
        case note
    }

    /// A line of a file of the project.
    package struct Location: Sendable, Hashable {
        /// Relative to the project, with slashes, never above it.
        package let file: String
        /// From 1; nil for the whole file.
        package let line: Int?

        package init(file: String, line: Int?) {
            self.file = file
            self.line = line
        }
    }

    /// A waiver that excuses it, or would.
    package struct Suppression: Sendable, Equatable {
        package enum Status: String, Sendable, CaseIterable {
            case accepted, underReview
        }

        /// Such as `WVR-3`.
        package let waiver: String
        /// Rule of the gate, such as `G05`.
        package let rule: String
        package let status: Status
        package let justification: String
        /// Whether one and the same person asked and approved.
        package let isSelfApproved: Bool

        package init(waiver: String, rule: String, status: Status, justification: String, isSelfApproved: Bool) {
            self.waiver = waiver
            self.rule = rule
            self.status = status
            self.justification = justification
            self.isSelfApproved = isSelfApproved
        }
    }

    /// Printed as INC-number.
    package let number: Int64
    package let title: String
    /// Printed as ISS-number; nil while it does not recur.
    package let issue: Int64?
    /// Key of the first signature of its cluster, 32 hexadecimal digits.
    package let signature: String
    /// How the report calls it: `failure`, `error` and so on; empty where no text is kept.
    package var kind = ""
    /// Type of the exception; empty for none.
    package var type = ""
    /// What it said last, at most ``messageLimit`` characters.
    package var message = ""
    package let phase: String
    /// Text of its configuration class; empty for the class without any setting.
    package let configuration: String
    package let standing: IncidentStanding
    package let level: Level
    /// nil where the phase has no approved baseline.
    package let baselineState: BaselineState?
    /// Names of affected tests by row, at most ``testLimit``.
    package let tests: [String]
    /// All affected tests.
    package let testCount: Int
    package let location: Location
    /// Other lines of the same trace, the deepest first, and the file of the test.
    package let related: [Location]
    /// Failing tests summed over its runs, from 1.
    package let occurrences: Int
    /// When its first failing run began, UTC ms.
    package let firstSeen: Int64
    /// When its last failing run began, UTC ms.
    package let lastSeen: Int64
    /// By the number of the waiver.
    package let suppressions: [Suppression]

    package static let messageLimit = 1_000
    package static let testLimit = 50

    package init(
        _ incident: IncidentSummary, baselineState: BaselineState?, tests: [String], location: Location,
        related: [Location], suppressions: [Suppression]
    ) {
        number = incident.number
        title = incident.title
        issue = incident.issue
        signature = incident.signature
        phase = incident.phase
        configuration = incident.configuration.text
        standing = incident.standing
        level = !incident.state.isLive ? .note : incident.state == .open ? .error : .warning
        self.baselineState = baselineState
        self.tests = tests
        testCount = incident.tests
        self.location = location
        self.related = related
        occurrences = max(1, incident.occurrences)
        firstSeen = incident.opened.startedAt
        lastSeen = incident.lastFailed.startedAt
        self.suppressions = suppressions
    }

    package var name: String { "INC-\(number)" }

    /// One rule for each cluster, so that viewers show alerts of one cause as one group under its title.
    package var rule: String { "exitgate/\(signature.prefix(12))" }

    /// What is equal for the same failure in every report: where lines moved, and in every store.
    ///
    /// That of the test is left out where there are several: which are affected differs from run to run.
    package var fingerprints: [(name: String, value: String)] {
        var all = [("exitgatePlace/v1", Self.hash(phase, configuration)), ("exitgateSignature/v1", signature)]
        if testCount == 1, let test = tests.first { all.append(("exitgateTest/v1", Self.hash(test))) }
        return all
    }

    private static func hash(_ texts: String...) -> String {
        var hash = StableHash(seed: 0)
        for text in texts { hash.combine(text) }
        let (high, low) = hash.value
        return Hexadecimal.text(Hexadecimal.bytes(high: high, low: low))
    }
}

/// The findings of a phase.
package struct FindingReport: Sendable, Equatable {
    package let phase: String
    /// nil for all.
    package let release: String?
    /// Name of the approved baseline that it is held against; nil for none.
    package let baseline: String?
    /// By number.
    package let findings: [Finding]
    /// Incidents that are left out, since nothing tells which file of the project they show in.
    package let withoutLocation: Int

    package init(phase: String, release: String?, baseline: String?, findings: [Finding], withoutLocation: Int) {
        self.phase = phase
        self.release = release
        self.baseline = baseline
        self.findings = findings
        self.withoutLocation = withoutLocation
    }
}
