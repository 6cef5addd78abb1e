// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// Waivers are few, approved and short.
struct WaiversValid: Criterion {
    static let id = "G16"
    static let name = "waivers"
    static let summary = "waivers are few, approved and short, and none fails more often than was accepted"
    static let isOfTests = false
    static let levels = PhaseTable(Level.blocking)
    static let thresholds = [
        Threshold("max", "active waivers at most", 0...10_000, PhaseTable(10, 6, 4, 2)),
        Threshold("days", "days that one may last", 1...3650, PhaseTable(30, 30, 14, 7)),
    ]

    static func judge(_ evidence: GateEvidence, _ limits: Limits) -> Finding {
        func state(_ waiver: Waiver) -> Waiver.State {
            waiver.state(at: evidence.at, issue: evidence.issues.first { waiver.subject == "ISS-\($0.number)" })
        }
        let active = evidence.waivers.filter { state($0) == .active }
        let long = active.filter {
            $0.expires - ($0.approvedAt ?? $0.requestedAt) > Int64(limits["days"]) * GateEvidence.day
        }
        let exceeded = evidence.waivers.filter { state($0) == .exceeded }
        let expected =
            "at most \(GateText.count(Int(limits["max"]), "waiver")) of at most \(GateText.count(Int(limits["days"]), "day"))"
        guard !evidence.waivers.isEmpty else { return Finding(.pass, expected: expected, actual: "no waiver") }
        var over = long + exceeded
        if active.count > Int(limits["max"]) { over += active.filter { !over.contains($0) } }
        return Finding(
            over.isEmpty ? .pass : .fail, expected: expected,
            actual: "\(active.count) active, \(long.count) too long, \(exceeded.count) exceeded",
            over.map { GateEvidence.Subject($0.name, "\($0.rule) \($0.subject)") },
            next: over.first.map { "exitgate waiver revoke \($0.name) -m WHY" })
    }

    private static func waiver(days: Int64, rate: Double? = nil) -> (inout GateEvidence) -> Void {
        return { evidence in
            var waiver = Waiver(
                number: 4, rule: "G05", subject: "ISS-3", phase: "beta", release: "2.4", reason: "r", risk: "r",
                owner: "ann",
                requester: "ann", requestedAt: evidence.at - GateEvidence.day,
                expires: evidence.at + (days - 1) * GateEvidence.day)
            (waiver.decision, waiver.approver, waiver.acceptedRate) = (.active, "ben", rate)
            evidence.waivers = [waiver]
            evidence.issues = [.init(number: 3, title: "refused", severity: 2, state: "open", since: 0)]
            evidence.issues[0].rate = 0.5
        }
    }

    static let examples = [
        CriterionExample("none", .pass, ["max": 0, "days": 7]) { _ in },
        CriterionExample("a short one", .pass, ["max": 2, "days": 7], waiver(days: 7)),
        CriterionExample("a long one", .fail, ["max": 2, "days": 7], waiver(days: 8)),
        CriterionExample("one too many", .fail, ["max": 0, "days": 7], waiver(days: 7)),
        CriterionExample(
            "it fails more often than was accepted", .fail, ["max": 2, "days": 7], waiver(days: 7, rate: 0.2)),
    ]
}
