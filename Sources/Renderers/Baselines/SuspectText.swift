// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// What may have caused an incident, for people and machines.
package enum SuspectText {
    private static let shownFactors = 4

    /// Lines under a heading; none where there is nothing to say.
    package static func lines(_ report: SuspectReport, palette: Palette) -> [String] {
        let bracket =
            report.isIntermittent
            ? "it comes and goes; where its rate changed"
            : report.lastGood.map { "RUN-\($0) passed, RUN-\(report.firstBad) failed" }
        var lines = ["", "  suspects\(bracket.map { " (\($0))" } ?? "")"]
        if let note = report.note { lines.append("    \(note)") }
        lines += report.suspects.flatMap { suspect($0, report, palette) }
        if report.unlisted > 0 {
            let rest = 1 - report.somethingElse - report.suspects.reduce(0) { $0 + $1.score }
            lines.append(
                "    \(percent(max(0, rest)))  \(Plural.count(report.unlisted, "other change", "other changes"))")
        }
        if !report.suspects.isEmpty {
            lines.append("    \(percent(report.somethingElse))  something that was not captured")
        }
        if !report.mixed.isEmpty {
            lines.append(
                "    no suspects, since parts of one run differ in them: \(SafeText.line(report.mixed.joined(separator: ", "), limit: 200))"
            )
        }
        guard !report.items.isEmpty else { return lines }
        lines += ["", "  failing runs have in common"]
        lines += report.items.map { item in
            let row = item.row
            return
                "    \(percent(item.chance))  \(SafeText.line("\(row.dimension) \(DiffText.short(row.value))", limit: 120)): failed \(Plural.number(row.failed)) of \(Plural.number(row.runs)) with it, \(Plural.number(row.otherFailed)) of \(Plural.number(row.otherRuns)) without; p = \(chance(row.chance)), \(chance(item.adjustedChance)) for all items"
        }
        return lines
    }

    private static func suspect(
        _ suspect: SuspectReport.Suspect, _ report: SuspectReport, _ palette: Palette
    ) -> [String] {
        let isBracket = suspect.before == report.lastGood && suspect.after == report.firstBad
        let place = isBracket ? "" : ", between RUN-\(suspect.before) and RUN-\(suspect.after)"
        let factors = suspect.factors.prefix(shownFactors).map { "\($0.label) (x\(weight($0.weight)))" }
        let asked = suspect.changes.isEmpty ? "" : ", \(suspect.changes.map { "CR-\($0)" }.joined(separator: ", "))"
        let why = (["onset \(percent(suspect.onset).drop { $0 == " " })"] + factors).joined(separator: ", ")
        return [
            "    \(palette.paint(percent(suspect.score), .strong))  \(SafeText.line(DiffText.line(suspect.delta), limit: 160))\(asked)\(place)",
            "          \(why)",
        ]
    }

    private static func weight(_ weight: Double) -> String {
        weight == weight.rounded() ? String(Int(weight)) : String(weight)
    }

    /// Right in four columns.
    private static func percent(_ share: Double) -> String {
        let text = share > 0 && share < 0.01 ? "<1 %" : "\(Int((share * 100).rounded())) %"
        return String(repeating: " ", count: max(0, 5 - text.count)) + text
    }

    /// Two digits of a chance.
    static func chance(_ chance: Double) -> String {
        guard chance < 0.01 else { return String((chance * 100).rounded() / 100) }
        guard chance > 0 else { return "0" }
        var (digits, power) = (chance, 0)
        while digits < 1, power < 300 { (digits, power) = (digits * 10, power + 1) }
        return "\((digits * 10).rounded() / 10)e-\(power)"
    }

    package static func json(_ report: SuspectReport) -> JSONText {
        let suspects = report.suspects.map { suspect in
            JSONText.object([
                .init("score", .double(rounded(suspect.score))), .init("onset", .double(rounded(suspect.onset))),
                .init("delta", DiffText.json(suspect.delta)), .init("before", .string("RUN-\(suspect.before)")),
                .init("after", .string("RUN-\(suspect.after)")),
                .init("changes", .array(suspect.changes.map { .string("CR-\($0)") })),
                .init(
                    "factors",
                    .array(
                        suspect.factors.map { factor in
                            .object([.init("why", .string(factor.label)), .init("weight", .double(factor.weight))])
                        })),
            ])
        }
        let items = report.items.map { item in
            JSONText.object([
                .init("chance", .double(rounded(item.chance))), .init("item", .string(item.row.dimension)),
                .init("value", .string(item.row.value)), .init("failed", .int(item.row.failed)),
                .init("runs", .int(item.row.runs)), .init("other_failed", .int(item.row.otherFailed)),
                .init("other_runs", .int(item.row.otherRuns)), .init("p", .double(item.row.chance)),
                .init("p_adjusted", .double(item.adjustedChance)),
            ])
        }
        return .object([
            .init("last_good", JSONText(report.lastGood.map { "RUN-\($0)" })),
            .init("first_bad", .string("RUN-\(report.firstBad)")),
            .init("intermittent", .bool(report.isIntermittent)), .init("suspects", .array(suspects)),
            .init("unlisted", .int(report.unlisted)), .init("something_else", .double(rounded(report.somethingElse))),
            .init("in_common", .array(items)),
            .init("note", JSONText(report.note)), .init("mixed", .array(report.mixed.map(JSONText.string))),
        ])
    }

    private static func rounded(_ number: Double) -> Double { (number * 10_000).rounded() / 10_000 }
}
