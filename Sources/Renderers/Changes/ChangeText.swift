// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Changes in lists and one-line answers, for people.
package enum ChangeText {
    package static func list(
        _ lines: [ChangeLine], statistics: ChangeStatistics, width: Int?, palette: Palette
    ) -> String {
        guard !lines.isEmpty else { return "no changes match" }
        var table = TextTable([
            .init("change"), .init("state"), .init("kind"), .init("risk", alignment: .right), .init("effect"),
            .init("title", fit: .keepingStart),
        ])
        for line in lines {
            let life = line.life
            let late =
                line.isOverdue ? " (approval overdue)" : life.seenTooEarly != nil ? " (not approved when tested)" : ""
            table.add([
                .init("CR-\(line.number)", .strong), .init(word(life.state) + late, role(life.state)),
                .init(line.request.kind.rawValue), .init(life.assessment.map { "\($0.risk)" } ?? "-"),
                .init(effect(line.request)), .init(line.request.title),
            ])
        }
        return ([table.text(width: width, palette: palette), ""] + self.statistics(statistics)).joined(separator: "\n")
    }

    /// How all changes fared.
    static func statistics(_ statistics: ChangeStatistics) -> [String] {
        var lines: [String] = []
        for group in statistics.groups {
            let open = group.implemented - group.decided
            let rest = open == 0 ? "" : "; \(Plural.number(open)) still watched"
            guard let rate = group.failureRate else {
                lines.append(
                    "\(group.name): nothing is \(group.implemented == 0 ? "implemented" : "decided") yet\(rest)")
                continue
            }
            lines.append(
                "\(group.name): \(Plural.number(group.harmful)) of \(Plural.count(group.decided, "decided change")) did harm in tests (\(percent(rate))); \(Plural.number(group.achieved)) achieved, \(Plural.number(group.notAchieved)) not, \(Plural.number(group.backedOut)) backed out\(rest)"
            )
        }
        if let score = statistics.brierScore {
            lines.append(
                "forecasts: Brier score \(decimal(score)) over \(Plural.count(statistics.forecasts, "change")); 0 is always right, 0.25 a coin"
            )
        }
        return lines
    }

    /// What a command did.
    package static func outcome(
        number: Int64, request: ChangeRequest, before: ChangeState?, life: ChangeLife, missing: [String], isDryRun: Bool
    ) -> String {
        let start = isDryRun ? "dry run  " : ""
        let name = "CR-\(number)"
        guard let before else { return "\(start)\(name)  draft: \(SafeText.line(request.title, limit: 200))" }
        let self_ = life.isSelfApproved ? ", self-approved" : ""
        let risk = before != life.state && life.state == .assessed || life.transitions.last?.rule == "assess"
        var parts = [
            before == life.state
                ? "\(start)\(name)  is \(word(life.state))\(self_)"
                : "\(start)\(name)  was \(word(before)), is \(word(life.state))\(self_)"
        ]
        if risk, let assessment = life.assessment { parts.append("risk \(assessment.risk)") }
        if !missing.isEmpty {
            parts.append("still needed: \(SafeText.line(missing.joined(separator: "; "), limit: 300))")
        }
        if let due = life.approvalDue, life.isAwaitingApproval, life.approvedAt == nil {
            parts.append("approval is due by \(Moment.text(due)) UTC")
        }
        return parts.joined(separator: "; ")
    }

    static func word(_ state: ChangeState) -> String { state.rawValue.replacing("_", with: " ") }

    static func role(_ state: ChangeState) -> Palette.Role {
        switch state {
        case .draft, .cancelled, .rejected: .muted
        case .submitted, .assessed, .emergency, .review, .inconclusive: .warning
        case .approved, .implemented, .monitoring, .achieved: .good
        case .notAchieved, .backedOut: .bad
        }
    }

    static func effect(_ request: ChangeRequest) -> String {
        switch request.effect {
        case .issue(let number): "fixes ISS-\(number)"
        case .metric(let metric, let direction): "\(metric.rawValue) \(direction.rawValue)"
        case .none: "none promised"
        }
    }

    static func percent(_ share: Double) -> String {
        if share > 0, share < 0.01 { return "<1 %" }
        if share < 1, share > 0.99 { return ">99 %" }
        return "\(Int((share * 100).rounded())) %"
    }

    /// A chance, with a digit behind the point where a rounded one would seem to reach a bound that it does not: achieved
    /// from 95 % and 80 % on, not achieved up to 20 %.
    static func chance(_ share: Double) -> String {
        let rounded = (share * 100).rounded() / 100
        let isBelow = [0.95, 0.8].contains { share < $0 && rounded == $0 }
        guard isBelow || share > 0.2 && rounded == 0.2 else { return percent(share) }
        let tenths = Int((share * 1000).rounded(isBelow ? .down : .up))
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// Two digits behind the point.
    static func decimal(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
