// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// What escaped an earlier phase will be found there the next time.
struct Escapes: Criterion {
    static let id = "G20"
    static let name = "escapes"
    static let summary = "something was done so that an earlier phase finds what escaped it"
    static let levels = PhaseTable(Level.off, .informing, .informing, .blocking)
    static let thresholds = [Threshold("max", "escapes without a corrective action at most", 0...10_000, PhaseTable(0))]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        let open = evidence.issues.filter { $0.isEscape && !$0.isCorrected }
        let isOver = open.count > Int(limits["max"])
        return Finding(
            isOver ? .fail : .pass, expected: "at most \(Int(limits["max"])) without a corrective action",
            actual: "\(open.count) of \(GateText.count(evidence.issues.count(where: \.isEscape), "escape"))",
            isOver ? open.map(\.subject) : [],
            next: isOver ? "exitgate knowledge write ISS-\(open[0].number) with a prevention" : nil)
    }

    private static func escape(isCorrected: Bool) -> (inout GateEvidence) -> Void {
        return { evidence in
            evidence.issues = [.init(number: 3, title: "refused", severity: 2, state: "open", since: 0)]
            (evidence.issues[0].isEscape, evidence.issues[0].isCorrected) = (true, isCorrected)
        }
    }

    static let examples = [
        CriterionExample("none", .pass) { _ in }, CriterionExample("one", .fail, [:], escape(isCorrected: false)),
        CriterionExample("one with an action", .pass, [:], escape(isCorrected: true)),
    ]
}
