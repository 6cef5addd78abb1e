// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// No issue is older than it may be.
struct IssueAge: Criterion {
    static let id = "G19"
    static let name = "issue-age"
    static let summary = "no open issue is older than its severity allows"
    static let levels = PhaseTable(Level.informing, .informing, .blocking, .blocking)
    static let thresholds = [
        Threshold("s1_days", "days for S1", 0...3650, PhaseTable(1)),
        Threshold("s2_days", "days for S2", 0...3650, PhaseTable(5)),
        Threshold("s3_days", "days for S3", 0...3650, PhaseTable(30)),
        Threshold("severity", "down to which severity, 1 to 3", 1...3, PhaseTable(3, 3, 2, 2)),
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let days = [limits["s1_days"], limits["s2_days"], limits["s3_days"]]
        let old = evidence.issues.filter { issue in
            guard issue.isOpen, issue.state != "deferred", (1...3).contains(issue.severity),
                Double(issue.severity) <= limits["severity"]
            else { return false }
            return Double(evidence.at - issue.since) > days[issue.severity - 1] * Double(GateEvidence.day)
        }
        let targets = zip(1...3, days).prefix(Int(limits["severity"])).map { "S\($0) \(GateText.number($1))" }
        return Finding(
            old.isEmpty ? .pass : .fail, expected: "\(targets.joined(separator: ", ")) days at most",
            actual: "\(GateText.count(old.count, "issue")) too old",
            old.map {
                GateEvidence.Subject(
                    "ISS-\($0.number)", "S\($0.severity), \(GateText.age(evidence.at - $0.since)): \($0.title)")
            },
            next: old.first.map { "exitgate issue show ISS-\($0.number)" })
    }

    private static func issue(_ severity: Int, days: Int64, _ state: String = "open") -> (inout GateEvidence) -> Void {
        return { evidence in
            evidence.issues = [
                .init(
                    number: 3, title: "refused", severity: severity, state: state,
                    since: evidence.at - days * GateEvidence.day)
            ]
        }
    }

    private static let limits = ["s1_days": 1.0, "s2_days": 5, "s3_days": 30, "severity": 2]

    static let examples = [
        CriterionExample("none", .pass, limits) { _ in },
        CriterionExample("an S2 of a week", .fail, limits, issue(2, days: 7)),
        CriterionExample("an S2 of a day", .pass, limits, issue(2, days: 1)),
        CriterionExample("an old S3 where S2 counts", .pass, limits, issue(3, days: 90)),
        CriterionExample("an old S2 that is deferred", .pass, limits, issue(2, days: 90, "deferred")),
    ]
}
