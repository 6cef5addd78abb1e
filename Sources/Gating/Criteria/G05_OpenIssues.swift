// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Few issues are open, by severity.
struct OpenIssues: Criterion {
    static let id = "G05"
    static let name = "open-issues"
    static let summary = "no more issues of each severity are open than are borne"
    static let levels = PhaseTable(Level.blocking)
    static let thresholds = [
        Threshold("s1", "open issues of severity S1 at most", 0...10_000, PhaseTable(0)),
        Threshold("s2", "open issues of severity S2 at most", 0...10_000, PhaseTable(3, 2, 0, 0)),
        Threshold("s3", "open issues of severity S3 at most", 0...10_000, PhaseTable(10_000, 10_000, 10, 5)),
        Threshold("known_only", "with 1 S3 counts as borne only with a recorded cause", 0...1, PhaseTable(0, 0, 0, 1)),
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let open = evidence.issues.filter(\.isOpen)
        let borne = [Int(limits["s1"]), Int(limits["s2"]), Int(limits["s3"])]
        let counts = (1...3).map { severity in open.filter { $0.severity == severity } }
        let expected = "S1 \(borne[0]), S2 \(borne[1]), S3 \(borne[2] >= 10_000 ? "any" : "\(borne[2])") at most"
        let actual = "S1 \(counts[0].count), S2 \(counts[1].count), S3 \(counts[2].count)"
        guard evidence.executed > 0 else {
            return Finding(
                .undecided, expected: expected, actual: "\(actual), and no test was executed",
                next: "exitgate ingest PATH")
        }
        var over: [GateEvidence.Issue] = []
        for (issues, limit) in zip(counts, borne) where issues.count > limit { over += issues }
        if limits["known_only"] > 0 { over += counts[2].filter { issue in !issue.hasCause && !over.contains(issue) } }
        guard over.isEmpty else {
            return Finding(
                .fail, expected: expected, actual: actual, over.map(\.subject),
                next: "exitgate issue show ISS-\(over[0].number)")
        }
        return Finding(.pass, expected: expected, actual: actual)
    }

    private static func issue(_ severity: Int, _ state: String = "open") -> GateEvidence.Issue {
        GateEvidence.Issue(number: 3, title: "refused", severity: severity, state: state, since: 0)
    }

    static let examples = [
        CriterionExample("none", .pass) { _ in },
        CriterionExample("an S1", .fail, ["s1": 0, "s2": 9, "s3": 9]) { $0.issues = [Self.issue(1)] },
        CriterionExample("as many S2 as are borne", .pass, ["s1": 0, "s2": 1, "s3": 9]) { $0.issues = [Self.issue(2)] },
        CriterionExample("a verified S1", .pass) { $0.issues = [Self.issue(1, "verified")] },
        CriterionExample("fixed is not verified", .fail) { $0.issues = [Self.issue(1, "fixed")] },
        CriterionExample("an S3 without a cause", .fail, ["s3": 5, "known_only": 1]) { $0.issues = [Self.issue(3)] },
        CriterionExample("nothing ran", .undecided) { $0.executed = 0 },
    ]
}
