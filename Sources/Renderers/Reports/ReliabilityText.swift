// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// How reliable a test is in one phase and configuration class, or everywhere.
enum ReliabilityText {
    private static let stripLength = 80

    static func lines(_ place: TestReliability, _ palette: Palette) -> [String] {
        let strip = place.outcomes.suffix(stripLength)
            .map { palette.paint(TestText.letter($0), TestText.role($0)) }.joined()
        let parts = [place.phase, place.configuration?.description].compactMap(\.self)
        let name = parts.isEmpty ? "everywhere" : SafeText.line(parts.joined(separator: ", "), limit: 300)
        return ["  \(palette.paint(place.word, role(place.word)))  \(name)", "    \(strip)", "    \(facts(place))"]
            + place.changes.map { "    \(change($0))" } + [""]
    }

    private static func facts(_ place: TestReliability) -> String {
        var facts = [
            "failed in \(Plural.number(place.failed)) of \(Plural.count(place.runs, "run")), a rate of \(percent(place.rate.lowerBound)) to \(percent(place.rate.upperBound))"
        ]
        if place.flakyPasses > 0 {
            facts.append("\(Plural.count(place.flakyPasses, "pass", "passes")) after a failed attempt")
        }
        if place.flips > 0 { facts.append("\(Plural.count(place.flips, "change")) between passing and failing") }
        if place.mixedCommits > 0 {
            facts.append(
                "both on \(Plural.number(place.mixedCommits)) of \(Plural.count(place.repeatedCommits, "repeated commit"))"
            )
        }
        return facts.joined(separator: "; ")
    }

    private static func change(_ change: TestReliability.Change) -> String {
        let (before, after) = (change.before, change.after)
        let isWorse = after.failed * before.runs > before.failed * after.runs
        let bounds =
            change.earliest == change.latest
            ? "" : ", between RUN-\(change.earliest.id) and RUN-\(change.latest.id) for sure"
        return
            "from RUN-\(change.run.id) on, \(Moment.text(change.run.startedAt)) UTC, it failed \(isWorse ? "more" : "less"): \(Plural.number(before.failed)) of \(Plural.number(before.runs)) before, \(Plural.number(after.failed)) of \(Plural.number(after.runs)) after\(bounds)"
    }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        return tenths % 10 == 0 || tenths > 100 ? "\((tenths + 5) / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    private static func role(_ word: String) -> Palette.Role {
        switch word {
        case "stable", "fixed": .good
        case "broken": .bad
        case "flaky": .warning
        default: .muted
        }
    }

    static func json(_ place: TestReliability) -> JSONText {
        .object([
            .init("phase", JSONText(place.phase)), .init("configuration", JSONText(place.configuration?.text)),
            .init("word", .string(place.word)), .init("runs", .int(place.runs)), .init("failed", .int(place.failed)),
            .init("rate_low", .double(rounded(place.rate.lowerBound))),
            .init("rate_high", .double(rounded(place.rate.upperBound))),
            .init("flaky_passes", .int(place.flakyPasses)), .init("flips", .int(place.flips)),
            .init("repeated_commits", .int(place.repeatedCommits)), .init("mixed_commits", .int(place.mixedCommits)),
            .init("changes", .array(place.changes.map(json))),
        ])
    }

    private static func json(_ change: TestReliability.Change) -> JSONText {
        .object([
            .init("run", .string("RUN-\(change.run.id)")), .init("earliest", .string("RUN-\(change.earliest.id)")),
            .init("latest", .string("RUN-\(change.latest.id)")), .init("failed_before", .int(change.before.failed)),
            .init("runs_before", .int(change.before.runs)), .init("failed_after", .int(change.after.failed)),
            .init("runs_after", .int(change.after.runs)),
            .init("evidence_power_of_10", .double(rounded(change.evidence))),
        ])
    }

    private static func rounded(_ number: Double) -> Double { (number * 10_000).rounded() / 10_000 }
}
