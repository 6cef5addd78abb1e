// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The review of a release as a document.
package enum ReviewMarkdown {
    private static let shown = ReviewText.shown

    package static func text(_ review: ReleaseReview) -> String {
        let before = review.previous.map { ", beside \(MarkdownText.inline($0))" } ?? ""
        var lines = [
            "# Review of \(MarkdownText.inline(review.release))", "",
            "At \(Moment.text(review.at)) UTC\(before).", "",
            "| Phase | Gate | Runs | Live incidents |", "| --- | --- | --- | --- |",
        ]
        lines += review.summary.phases.map { phase in
            let gate = phase.gate.map { "\($0.outcome.rawValue.replacing("_", with: " ")) (\($0.name))" }
            return
                "| \(MarkdownText.cell(phase.name)) | \(gate ?? "not decided") | \(Plural.number(phase.runs)) | \(Plural.number(phase.live)) |"
        }
        lines += ["", "## Recurring defects", ""] + recurring(review)
        lines += shares("By cause", review.byCause) + shares("By component", review.byComponent)
        lines += ["", "## Since \(review.previous.map { MarkdownText.inline($0) } ?? "the beginning")", ""]
        lines += ReviewText.turnover(review.turnover).map { "- \($0.name): \(names($0.issues))" }
        lines += ["", "## Escapes", ""] + escapes(review)
        lines += ["", "## Figures", "", "| Figure | Value |", "| --- | --- |"]
        lines += review.measures.map {
            "| \(MarkdownText.cell($0.meaning)) | \(MarkdownText.cell(ReviewFigures.value($0))) |"
        }
        lines += ["", "## Changes", ""] + changes(review)
        lines += ["", "## Configuration", ""]
        lines += list(review.configuration.map(ReviewText.configuration))
        lines += ["", "## Knowledge", "", MarkdownText.inline(ReviewText.knowledge(review.knowledge)) + "."]
        lines += ["", "## Capacity", ""] + list(review.capacity.map(ReviewText.capacity))
        lines += ["", "## Evidence", "", MarkdownText.inline(ReviewText.quality(review.quality)) + "."]
        lines += ["", "## Trend", ""] + trend(review.trend)
        return lines.joined(separator: "\n")
    }

    static func list(_ items: [String]) -> [String] { items.map { "- \(MarkdownText.inline($0))" } }

    private static func recurring(_ review: ReleaseReview) -> [String] {
        guard !review.recurring.isEmpty else { return ["No issue failed in it."] }
        var lines = [
            "| Issue | State | Severity | Cause | Failing tests | Runs | Incidents | Tests | Classes | First | Last | Lost | Owner | What | Next |",
            "|\(String(repeating: " --- |", count: 15))",
        ]
        lines += review.recurring.prefix(shown).map { one in
            let extent = one.extent
            let cells = [
                "ISS-\(one.line.summary.number)", one.line.state.rawValue.replacing("_", with: " "),
                one.line.weight.severity.text, one.cause.rawValue, Plural.number(extent.occurrences),
                Plural.number(extent.failedRuns), Plural.number(extent.incidents), Plural.number(extent.tests),
                Plural.number(extent.configurations), Moment.text(extent.first), Moment.text(extent.last),
                IssueText.hours(extent.minutes), MarkdownText.cell(one.line.owner ?? "-"),
                MarkdownText.cell(one.line.summary.title, limit: 160), MarkdownText.cell(one.next),
            ]
            return "| \(cells.joined(separator: " | ")) |"
        }
        let rest = review.recurring.count - shown
        return lines + (rest > 0 ? ["", "And \(Plural.number(rest)) more."] : [])
    }

    private static func shares(_ title: String, _ shares: [ReleaseReview.Share]) -> [String] {
        guard !shares.isEmpty else { return [] }
        return [
            "", "### \(title)", "", "| What | Lost | Issues | Failing tests | So far |",
            "| --- | --- | --- | --- | --- |",
        ]
            + ReviewText.cumulated(shares).prefix(shown).map { share, sum in
                "| \(MarkdownText.cell(share.name)) | \(IssueText.hours(share.minutes)) | \(Plural.number(share.issues)) | \(Plural.number(share.occurrences)) | \(ChangeText.percent(sum)) |"
            }
    }

    static func names(_ issues: [IssueLine]) -> String {
        guard !issues.isEmpty else { return "none" }
        return issues.map { "ISS-\($0.summary.number)" }.joined(separator: ", ")
    }

    private static func escapes(_ review: ReleaseReview) -> [String] {
        guard !review.escapes.isEmpty else { return ["No issue came through an earlier phase of this release unseen."] }
        let rest = review.escapes.count - shown
        return review.escapes.prefix(shown).map {
            "- \(MarkdownText.inline(ReviewText.escape($0))): \(MarkdownText.inline($0.line.summary.title, limit: 160))"
        } + (rest > 0 ? ["- and \(Plural.number(rest)) more"] : [])
            + ["", "| Found in | Found | Let through | Contains |", "| --- | --- | --- | --- |"]
            + review.containment.map { one in
                "| \(MarkdownText.cell(one.phase)) | \(Plural.number(one.total)) | \(Plural.number(one.missed)) | \(one.share.map(ChangeText.percent) ?? "-") |"
            }
    }

    private static func changes(_ review: ReleaseReview) -> [String] {
        guard !review.changes.isEmpty else { return ["No change request was seen in it."] }
        return ["| Change | State | Harm | Title |", "| --- | --- | --- | --- |"]
            + review.changes.map { line in
                "| CR-\(line.number) | \(ChangeText.word(line.life.state)) | \(harm(line)) | \(MarkdownText.cell(line.request.title, limit: 160)) |"
            } + [""] + list(ChangeText.statistics(review.changeStatistics))
    }

    static func harm(_ line: ChangeLine) -> String { line.isHarmful.map { $0 ? "yes" : "no" } ?? "not known" }

    private static func trend(_ trend: [ReleaseReview.Trend]) -> [String] {
        ["| Release | Runs | Failing runs | Failing tests per 100 runs | Flaky |", "| --- | --- | --- | --- | --- |"]
            + trend.map { one in
                let flaky = one.executions == 0 ? "-" : ChangeText.percent(Double(one.flaky) / Double(one.executions))
                return
                    "| \(MarkdownText.cell(one.release)) | \(Plural.number(one.runs)) | \(Plural.number(one.failedRuns)) | \(one.perHundred.map(ReviewFigures.decimal) ?? "-") | \(flaky) |"
            }
    }
}
