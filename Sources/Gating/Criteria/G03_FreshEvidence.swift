// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The evidence is young, whole and clean.
struct FreshEvidence: Criterion {
    static let id = "G03"
    static let name = "fresh-evidence"
    static let summary = "the latest run of each class is young, complete, committed, and no outage spoilt it"
    static let isOfTests = false
    static let levels = PhaseTable(Level.blocking)
    static let canWaiveUndecided = true
    static let thresholds = [
        Threshold("hours", "age of the latest run of each class at most", 1...8760, PhaseTable(168, 168, 72, 48))
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let hours = Int64(limits["hours"])
        if let documents = evidence.documents { return judge(documents, hours, evidence) }
        let expected = "runs of the last \(GateText.age(hours * 3_600_000)), complete, committed, untainted"
        let latest = evidence.latestRuns
        let absent = evidence.classes.filter { name in !latest.contains { $0.configuration == name } }
        guard !latest.isEmpty else {
            return Finding(
                .undecided, expected: expected, actual: "no run of the candidate",
                [GateEvidence.Subject("phase \(evidence.phase)")],
                next: "exitgate ingest PATH --phase \(evidence.phase)")
        }
        var faults: [GateEvidence.Subject] = evidence.unreadable
        for run in latest {
            let why = [
                evidence.at - run.startedAt > hours * 3_600_000
                    ? "\(GateText.age(evidence.at - run.startedAt)) old" : nil,
                run.isComplete ? nil : "incomplete", run.isDirty == true ? "made of what no commit holds" : nil,
                run.isCommitted ? nil : "of no commit that anybody knows",
                run.isRepeated ? "the same reports as an earlier run" : nil,
                run.isTainted ? "spoilt by an outage" : nil, run.tests == 0 ? "without a test" : nil,
            ].compactMap(\.self)
            if !why.isEmpty { faults.append(GateEvidence.Subject("RUN-\(run.id)", why.joined(separator: ", "))) }
        }
        faults += absent.map { GateEvidence.Subject($0, "no run of the candidate") }
        // Nobody failed: the remedy is to run the tests again.
        guard faults.isEmpty else {
            return Finding(
                .undecided, expected: expected,
                actual: "\(GateText.count(faults.count, "run or file", "runs or files")) will not do",
                faults,
                next:
                    "run the phase again on \(evidence.candidate?.prefix(12) ?? "the candidate"), then exitgate ingest")
        }
        return Finding(.pass, expected: expected, actual: "\(GateText.count(latest.count, "class", "classes")) tested")
    }

    /// Before there is a product an audit of the documents is what counts.
    private static func judge(
        _ documents: GateEvidence.Documents, _ hours: Int64, _ evidence: GateEvidence
    ) -> Finding {
        let expected = "an audit of the documents in the last \(GateText.age(hours * 3_600_000))"
        let subject = GateEvidence.Subject("phase \(evidence.phase)")
        let next = "exitgate baseline audit \(evidence.phase)"
        guard let moment = documents.auditedAt else {
            return Finding(.undecided, expected: expected, actual: "nobody audited them", [subject], next: next)
        }
        let age = evidence.at - moment
        guard age <= hours * 3_600_000 else {
            return Finding(
                .undecided, expected: expected, actual: "the last audit is \(GateText.age(age)) old", [subject],
                next: next)
        }
        return Finding(.pass, expected: expected, actual: "audited")
    }

    static let examples = [
        CriterionExample("an hour old", .pass, ["hours": 48]) { _ in },
        CriterionExample("too old", .undecided, ["hours": 48]) { $0.runs[0].startedAt -= 3 * GateEvidence.day },
        CriterionExample("dirty", .undecided, ["hours": 48]) { $0.runs[0].isDirty = true },
        CriterionExample("tainted", .undecided, ["hours": 48]) { $0.runs[0].isTainted = true },
        CriterionExample("incomplete", .undecided, ["hours": 48]) { $0.runs[0].isComplete = false },
        CriterionExample("a class is missing", .undecided, ["hours": 48]) { $0.classes.append("os=mac") },
        CriterionExample("of no commit", .undecided, ["hours": 48]) { $0.runs[0].isCommitted = false },
        CriterionExample("the same reports again", .undecided, ["hours": 48]) { $0.runs[0].isRepeated = true },
        CriterionExample("no run", .undecided, ["hours": 48]) { $0.runs = [] },
        CriterionExample("documents, audited an hour ago", .pass, ["hours": 48]) {
            $0.documents = .init(auditedAt: $0.at - 3_600_000)
        },
        CriterionExample("documents, audited long ago", .undecided, ["hours": 48]) {
            $0.documents = .init(auditedAt: $0.at - 3 * GateEvidence.day)
        },
        CriterionExample("documents that nobody audited", .undecided, ["hours": 48]) {
            $0.documents = .init(auditedAt: nil)
        },
        CriterionExample("an unreadable file", .undecided, ["hours": 48]) { $0.unreadable = [.init("api.xml")] },
    ]
}
