// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The review of a release on a terminal.
package enum ReviewText {
    /// Issues and shares that are shown; the JSON has all.
    static let shown = 10
    private static let bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    package static func text(_ review: ReleaseReview, width: Int?, palette: Palette) -> String {
        let name = SafeText.line(review.release, limit: 100)
        let before = review.previous.map { ", beside \(SafeText.line($0, limit: 100))" } ?? ", the first release"
        var lines = ["\(palette.paint(name, .strong))  review at \(Moment.text(review.at)) UTC\(before)", ""]
        lines += review.summary.phases.map { "  \(phase($0, palette))" }
        lines += ["", "recurring defects"] + recurring(review, width, palette)
        lines += shares("lost time by cause", review.byCause) + shares("lost time by component", review.byComponent)
        lines += ["", "since \(review.previous.map { SafeText.line($0, limit: 100) } ?? "the beginning")"]
        lines += turnover(review.turnover).map { "  \($0.name): \(names($0.issues))" }
        lines += ["", "escapes"] + escapes(review)
        lines += ["", "figures"] + review.measures.map { "  \(measure($0))" }
        lines += ["", "changes"] + changes(review, palette)
        lines += ["", "configuration"] + review.configuration.map { "  \(configuration($0))" }
        lines += ["", "knowledge", "  \(knowledge(review.knowledge))"]
        lines += ["", "capacity"] + review.capacity.map { "  \(capacity($0))" }
        lines += ["", "evidence", "  \(quality(review.quality))"]
        lines += ["", "trend"] + trend(review.trend, width, palette)
        return lines.joined(separator: "\n")
    }

    private static func phase(_ phase: ReleaseSummary.Phase, _ palette: Palette) -> String {
        let gate = phase.gate.map {
            "\(palette.paint($0.outcome.rawValue, GateText.role($0.outcome))) (\($0.name), \(Moment.text($0.at)) UTC)"
        }
        return "\(SafeText.line(phase.name, limit: 60)): \(gate ?? "no gate was decided"); \(extent(phase))"
    }

    static func extent(_ phase: ReleaseSummary.Phase) -> String {
        "\(Plural.count(phase.runs, "run")), \(Plural.count(phase.live, "live incident"))"
    }

    private static func recurring(_ review: ReleaseReview, _ width: Int?, _ palette: Palette) -> [String] {
        guard !review.recurring.isEmpty else { return ["  no issue failed in it"] }
        var table = TextTable([
            .init("issue"), .init("state"), .init("sev"), .init("cause"), .init("times", alignment: .right),
            .init("runs", alignment: .right), .init("inc", alignment: .right), .init("tests", alignment: .right),
            .init("lost", alignment: .right), .init("owner", fit: .keepingStart, minimum: 8),
            .init("what", fit: .keepingStart, minimum: 24),
        ])
        for one in review.recurring.prefix(shown) {
            let line = one.line
            table.add([
                .init("ISS-\(line.summary.number)", .strong), .init(line.state.rawValue),
                .init(line.weight.severity.text), .init(one.cause.rawValue),
                .init(Plural.number(one.extent.occurrences)), .init(Plural.number(one.extent.failedRuns)),
                .init(Plural.number(one.extent.incidents)), .init(Plural.number(one.extent.tests)),
                .init(IssueText.hours(one.extent.minutes)), .init(line.owner ?? "-"), .init(line.summary.title),
            ])
        }
        let rest = review.recurring.count - shown
        return [table.text(width: width, palette: palette)]
            + (rest > 0 ? ["and \(Plural.number(rest)) more; --format json lists them"] : [])
            + ["", "next"] + review.recurring.prefix(shown).map { "  ISS-\($0.line.summary.number): \($0.next)" }
    }

    private static func shares(_ title: String, _ shares: [ReleaseReview.Share]) -> [String] {
        guard !shares.isEmpty else { return [] }
        return ["", title]
            + cumulated(shares).prefix(shown).map { share, sum in
                "  \(IssueText.hours(share.minutes))  \(SafeText.line(share.name, limit: 80)): \(Plural.count(share.issues, "issue")), \(Plural.count(share.occurrences, "failing test")); \(ChangeText.percent(sum)) so far"
            }
    }

    /// Each with the share that it and those before it have of the whole, from 0 to 1.
    static func cumulated(_ shares: [ReleaseReview.Share]) -> [(share: ReleaseReview.Share, sum: Double)] {
        let total = shares.reduce(0) { $0 + $1.minutes }
        var sum = 0.0
        return shares.map { share in
            sum += share.minutes
            return (share, total > 0 ? min(1, sum / total) : 0)
        }
    }

    static func turnover(_ turnover: ReleaseReview.Turnover) -> [(name: String, issues: [IssueLine])] {
        [
            ("new", turnover.new), ("verified", turnover.verified), ("came back", turnover.back),
            ("carried", turnover.carried), ("waived", turnover.waived),
        ]
    }

    private static func names(_ issues: [IssueLine]) -> String {
        guard !issues.isEmpty else { return "none" }
        let names = issues.prefix(shown).map { "ISS-\($0.summary.number)" }.joined(separator: ", ")
        return issues.count > shown ? "\(names) and \(Plural.number(issues.count - shown)) more" : names
    }

    private static func escapes(_ review: ReleaseReview) -> [String] {
        let found = review.escapes.prefix(shown).map {
            "  \(escape($0)): \(SafeText.line($0.line.summary.title, limit: 100))"
        }
        let rest = review.escapes.count - shown
        return (found.isEmpty ? ["  no issue came through an earlier phase of this release unseen"] : Array(found))
            + (rest > 0 ? ["  and \(Plural.number(rest)) more"] : [])
            + review.containment.map { "  \(containment($0))" }
    }

    static func escape(_ escape: ReleaseReview.Escape) -> String {
        "ISS-\(escape.line.summary.number) was found in \(SafeText.line(escape.found, limit: 60)), and not in \(SafeText.line(escape.due, limit: 60)): \(escape.gap.reason)"
    }

    static func containment(_ one: ReleaseReview.Containment) -> String {
        let share = one.share.map { ", contains \(ChangeText.percent($0))" } ?? ""
        return
            "\(SafeText.line(one.phase, limit: 60)): found \(Plural.number(one.total)), let \(Plural.number(one.missed)) through\(share)"
    }

    private static func changes(_ review: ReleaseReview, _ palette: Palette) -> [String] {
        guard !review.changes.isEmpty else { return ["  no change request was seen in it"] }
        let rest = review.changes.count - shown
        return review.changes.prefix(shown).map { line in
            "  CR-\(line.number)  \(palette.paint(ChangeText.word(line.life.state), ChangeText.role(line.life.state)))\(line.isHarmful == true ? ", did harm" : "")  \(SafeText.line(line.request.title, limit: 100))"
        } + (rest > 0 ? ["  and \(Plural.number(rest)) more"] : [])
            + ChangeText.statistics(review.changeStatistics).map { "  \($0)" }
    }

    private static func trend(_ trend: [ReleaseReview.Trend], _ width: Int?, _ palette: Palette) -> [String] {
        var table = TextTable([
            .init("release"), .init("runs", alignment: .right), .init("failing", alignment: .right),
            .init("per 100 runs", alignment: .right), .init("flaky", alignment: .right), .init(""),
        ])
        let highest = trend.compactMap(\.perHundred).max() ?? 0
        for one in trend {
            let bar = one.perHundred.map { highest > 0 ? bars[Int($0 / highest * 7)] : bars[0] } ?? " "
            table.add([
                .init(one.release, .strong), .init(Plural.number(one.runs)), .init(Plural.number(one.failedRuns)),
                .init(one.perHundred.map(ReviewFigures.decimal) ?? "-"),
                .init(one.executions == 0 ? "-" : ChangeText.percent(Double(one.flaky) / Double(one.executions))),
                .init(bar),
            ])
        }
        return [table.text(width: width, palette: palette)]
    }

    static func measure(_ measure: ReleaseReview.Measure) -> String {
        "\(SafeText.line(measure.meaning, limit: 200)): \(ReviewFigures.value(measure))"
    }

    static func configuration(_ one: ReleaseReview.Configuration) -> String {
        let phase = SafeText.line(one.phase, limit: 60)
        guard let baseline = one.baseline else { return "\(phase): no baseline is approved" }
        let facts = [
            one.verdict.map { "audit \($0.rawValue)" }, "\(Plural.number(one.drift)) unaccounted",
            "\(Plural.number(one.accounted)) by changes", "\(Plural.number(one.unpinned)) unpinned",
            one.outdated > 0 ? "\(Plural.number(one.outdated)) outdated" : nil,
        ]
        return
            "\(phase): \(baseline.name) \(baseline.state.rawValue)\(baseline.isSelfApproved ? ", self-approved" : ""), \(facts.compactMap(\.self).joined(separator: ", "))"
    }

    static func knowledge(_ knowledge: ReleaseReview.Knowledge) -> String {
        let missing = knowledge.missing.prefix(shown).map { "ISS-\($0)" }.joined(separator: ", ")
        let times = Plural.count(knowledge.uses, "time")
        let used = knowledge.uses > 0 ? "; followed \(times), helped \(Plural.number(knowledge.successes))" : ""
        return
            "\(Plural.count(knowledge.covered, "issue")) with an article, \(Plural.number(knowledge.missing.count)) open without\(missing.isEmpty ? "" : ": \(missing)")\(used)"
    }

    static func capacity(_ one: ReleaseReview.Capacity) -> String {
        let phase = SafeText.line(one.phase, limit: 60)
        guard let p50 = one.p50, let p95 = one.p95 else {
            return "\(phase): no run says how long it took\(queue(one))"
        }
        let before = one.before.map { ", \(ReviewFigures.duration(Double($0))) in the release before" } ?? ""
        return
            "\(phase): \(Plural.count(one.runs, "run")), half within \(ReviewFigures.duration(Double(p50))), 95 of 100 within \(ReviewFigures.duration(Double(p95)))\(before)\(queue(one))"
    }

    /// How long its runs were queued; nothing where none tells.
    private static func queue(_ one: ReleaseReview.Capacity) -> String {
        guard let p50 = one.queueP50, let p95 = one.queueP95 else { return "" }
        let of = one.queued == one.runs ? "" : " (\(Plural.count(one.queued, "run")) of them)"
        return
            "; queued half within \(ReviewFigures.duration(Double(p50))), 95 of 100 within \(ReviewFigures.duration(Double(p95)))\(of)"
    }

    static func quality(_ quality: ReleaseReview.Quality) -> String {
        let parts: [(Int, String)] = [
            (quality.empty, "without results"), (quality.incomplete, "incomplete"),
            (quality.withoutCommit, "without a commit"), (quality.withoutConfiguration, "without a configuration"),
            (quality.tainted, "spoilt by an outage"),
        ]
        let told = parts.filter { $0.0 > 0 }.map { "\(Plural.number($0.0)) \($0.1)" }
        return
            "\(Plural.count(quality.runs, "run")), \(told.isEmpty ? "all whole and traceable" : told.joined(separator: ", "))"
    }
}
