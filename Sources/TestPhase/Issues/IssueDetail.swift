// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Everything about one issue.
package struct IssueDetail: Sendable {
    /// A signature of its cluster.
    package struct Member: Sendable, Equatable {
        /// 32 hexadecimal digits.
        package let signature: String
        package let title: String
        /// Of the failure that stands for it.
        package let test: String
        package let occurrences: Int

        package init(signature: String, title: String, test: String, occurrences: Int) {
            self.signature = signature
            self.title = title
            self.test = test
            self.occurrences = occurrences
        }
    }

    /// Another cluster that fails when this one does.
    package struct Companion: Sendable, Equatable {
        /// Such as ISS-5, or digits of a signature where it is no issue.
        package let name: String
        package let title: String
        /// Runs in which both failed, and in which either did.
        package let common: Int
        package let either: Int
        /// Whether both failed first in the same run.
        package let beganTogether: Bool

        package init(name: String, title: String, common: Int, either: Int, beganTogether: Bool) {
            self.name = name
            self.title = title
            self.common = common
            self.either = either
            self.beganTogether = beganTogether
        }
    }

    /// What a person said about its cluster.
    package struct Decision: Sendable, Equatable {
        /// Printed as DEC-number.
        package let number: Int64
        /// UTC milliseconds since 1970.
        package let at: Int64
        package let actor: String
        package let kind: String
        package let reason: String
        /// Rule, owner, cause, workaround, commit, tracker item or severity.
        package let value: String?
        /// End of a deferral, UTC ms.
        package let until: Int64?
        /// What it is about, as that is called now, such as ISS-3 or INC-12; empty for nothing that is left.
        package let subjects: [String]
        /// Of an undoing.
        package let undoes: Int64?
        /// Whether nobody took it back.
        package let isActive: Bool
        /// Why it is in force no more though nobody took it back, such as `it failed again`; nil while it is.
        package let ended: String?

        /// Whether it is in force.
        package var holds: Bool { isActive && ended == nil }
        /// Signatures that it speaks of: those that move, or those that a rule found.
        package let signatures: Int

        package init(
            number: Int64, at: Int64, actor: String, kind: String, reason: String, value: String?, until: Int64?,
            subjects: [String],
            undoes: Int64?,
            isActive: Bool, ended: String? = nil, signatures: Int
        ) {
            self.number = number
            self.at = at
            self.actor = actor
            self.kind = kind
            self.reason = reason
            self.value = value
            self.until = until
            self.subjects = subjects
            self.undoes = undoes
            self.isActive = isActive
            self.ended = ended
            self.signatures = signatures
        }
    }

    package let summary: IssueSummary
    package let life: IssueLife
    package let weight: IssueWeight
    /// Numbers of issues that are part of it now.
    package let aliases: [Int64]
    package let incidents: [IncidentSummary]
    /// The issue as which it came again after the proof of its fix.
    package let recurredAs: Int64?
    /// In the order in which they were first seen.
    package let members: [Member]
    /// Whoever owns most of the files of its tests; nil where nothing says so.
    package let suggestedOwner: String?
    /// Names of the tests that it broke, sorted.
    package let tests: [String]
    package let companions: [Companion]
    package let comparison: IsIsNot
    package let decisions: [Decision]
    /// A rule that describes it; nil where nothing about it is sure.
    package let suggestedRule: String?
    package let sample: OccurrenceSample?
    /// Of its first incident.
    package let suspects: SuspectReport?

    package init(
        summary: IssueSummary, life: IssueLife, weight: IssueWeight, aliases: [Int64], incidents: [IncidentSummary],
        recurredAs: Int64? = nil, suggestedOwner: String?, members: [Member], tests: [String],
        companions: [Companion], comparison: IsIsNot, decisions: [Decision], suggestedRule: String?,
        sample: OccurrenceSample?, suspects: SuspectReport? = nil
    ) {
        self.suspects = suspects
        self.summary = summary
        self.life = life
        self.weight = weight
        self.aliases = aliases
        self.incidents = incidents
        self.recurredAs = recurredAs
        self.members = members
        self.suggestedOwner = suggestedOwner
        self.tests = tests
        self.companions = companions
        self.comparison = comparison
        self.decisions = decisions
        self.suggestedRule = suggestedRule
        self.sample = sample
    }
}

/// Why the signatures of a cluster are together.
package struct ClusterExplanation: Sendable {
    /// Such as ISS-3.
    package let name: String
    package let title: String
    package let members: [IssueDetail.Member]
    /// In the order in which signatures joined; the first one of each tree has none.
    package let links: [TriageReport.Link]
    /// Decisions of people that made it what it is.
    package let decisions: [IssueDetail.Decision]
    /// Name and version of the rules.
    package let algorithm: String
    /// What may have caused it; nil where it is no issue.
    package let suspects: SuspectReport?
    /// How bad it is, and why; nil where it is no issue.
    package let weight: IssueWeight?

    package init(
        name: String, title: String, members: [IssueDetail.Member], links: [TriageReport.Link],
        decisions: [IssueDetail.Decision], algorithm: String, suspects: SuspectReport?, weight: IssueWeight? = nil
    ) {
        self.weight = weight
        self.suspects = suspects
        self.name = name
        self.title = title
        self.members = members
        self.links = links
        self.decisions = decisions
        self.algorithm = algorithm
    }
}
