// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// How the release went beside the one before: what recurs, what it cost, what came through.
struct ReviewPage {
    private static let shown = 20

    let report: ReleaseReport
    let links: ReportLinks

    private var review: ReleaseReview { report.review }

    var html: HTML {
        let before: HTML = review.previous.map { "beside \($0, limit: 60)" } ?? "the first release"
        return """
            \(links.head("Review", "What recurs, what it cost, what came through, and how it went, \(before)."))
            <div class="pair">
            \(Piece.section("Lost time by cause", shares(review.byCause, by: "cause")))
            \(Piece.section("Lost time by component", shares(review.byComponent, by: "component")))
            </div>
            <div class="pair">
            \(Piece.section("Failing runs by release", TrendChart.html(review.trend) + trend))
            \(Piece.section("Issues over time", GrowthChart.html(report.charts.growth, until: report.at)))
            </div>
            \(Piece.section("How long runs take", DurationChart.html(review.capacity)))
            \(Piece.section("Where issues fail", note: "Share of failing runs of this release, in percent.", HeatMap.html(report.charts.heat, of: review.recurring.count, links)))
            \(Piece.section("What each phase contains", note: "Issues by the phase that found them, and the phase that could have.", ContainmentMatrix.html(review.containment) + escapes))
            \(Piece.section("Since \(review.previous ?? "the beginning", limit: 60)", turnover))
            \(Piece.section("Figures", note: "Each with where it surely lies, and how much it is made of.", measures))
            \(Piece.section("Evidence, configuration and knowledge", rest))
            """
    }

    private func shares(_ shares: [ReleaseReview.Share], by what: String) -> HTML {
        shares.allSatisfy { $0.minutes == 0 }
            ? Piece.empty("Nothing was lost.", "No issue failed in this release.")
            : ParetoChart.html(shares, by: what)
    }

    private var trend: HTML {
        var table = Table(
            "Releases up to this one",
            [
                .init("Release"), .init("Runs", isNumber: true), .init("Failing", isNumber: true),
                .init("Failing tests in 100 runs", isNumber: true), .init("Flaky", isNumber: true),
            ])
        for one in review.trend {
            let flaky = one.executions == 0 ? "–" : ChangeText.percent(Double(one.flaky) / Double(one.executions))
            table.add([
                "\(one.release, limit: 60)", .init(one.runs), .init(one.failedRuns),
                "\(one.perHundred.map(ReviewFigures.decimal) ?? "–")", "\(flaky)",
            ])
        }
        return "<details><summary>The same as a table</summary>\(table.html)</details>"
    }

    private var escapes: HTML {
        guard !review.escapes.isEmpty else { return .empty }
        let lines = review.escapes.prefix(Self.shown).map { escape -> HTML in
            "\(links.issueName(escape.line.summary.number)) was found in \(escape.found, limit: 40), and not in \(escape.due, limit: 40): \(escape.gap.reason). \(escape.line.summary.title, limit: 140)"
        }
        let rest = review.escapes.count - Self.shown
        return "<h3>What came through</h3>\(Piece.list(lines + (rest > 0 ? ["and \(rest) more"] : []), class: "lines"))"
    }

    private var turnover: HTML {
        Piece.facts(
            ReviewText.turnover(review.turnover).map { name, issues in
                let names = issues.prefix(Self.shown).map { links.issueName($0.summary.number) }
                let rest = issues.count - Self.shown
                let said: HTML =
                    issues.isEmpty
                    ? "<span class=\"soft\">none</span>"
                    : "<strong>\(issues.count)</strong>: \(names.joined(separator: ", "))\(rest > 0 ? " and \(rest) more" as HTML : .empty)"
                return ("\(name)", said)
            })
    }

    private var measures: HTML {
        var table = Table("Figures of the release", [.init("What"), .init("Value"), .init("Made of", isNumber: true)])
        for measure in review.measures {
            let open: HTML = measure.open > 0 ? ", \(measure.open) open" : .empty
            table.add([
                .init("<span class=\"title\">\(measure.meaning, limit: 200)</span>"),
                .init(Self.value(measure)), "n = \(measure.count)\(open)",
            ])
        }
        return table.html
    }

    private static func value(_ measure: ReleaseReview.Measure) -> HTML {
        guard measure.isKnown else { return "<span class=\"soft\">insufficient data</span>" }
        func number(_ value: Double) -> String { ReviewFigures.number(value, measure.unit) }
        guard let value = measure.value else {
            return measure.lower.map { "at least \(number($0))" } ?? "<span class=\"soft\">not known yet</span>"
        }
        let bounds: HTML? =
            switch (measure.lower, measure.upper) {
            case (let lower?, let upper?): "\(number(lower)) to \(number(upper))"
            case (let lower?, nil): "at least \(number(lower))"
            case (nil, let upper?): "at most \(number(upper))"
            case (nil, nil): nil
            }
        let p90 = measure.p90.map { "nine of ten within \(number($0))" as HTML }
        let told = [bounds, p90].compactMap(\.self).joined(separator: "; ")
        return "<strong>\(number(value))</strong> <span class=\"soft\">\(told)</span>"
    }

    private var rest: HTML {
        let configuration = review.configuration.map { "\(ReviewText.configuration($0))" as HTML }
        return Piece.facts([
            ("evidence", "\(ReviewText.quality(review.quality))"),
            ("configuration", configuration.joined(separator: "<br>")),
            ("knowledge", "\(ReviewText.knowledge(review.knowledge))"),
            ("capacity", review.capacity.map { "\(ReviewText.capacity($0))" as HTML }.joined(separator: "<br>")),
        ])
    }
}
