// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The changes that came with the release: what was promised, and what runs say.
struct ChangesPage {
    private static let shown = 12

    let report: ReleaseReport
    let links: ReportLinks

    var html: HTML {
        let head = links.head(
            "Changes",
            "Requests that came with this release, or explain how it differs from a baseline: their risk before, their effect after."
        )
        guard !report.changes.isEmpty else {
            return head
                + Piece.empty(
                    "No change request was seen in this release.",
                    "<code>exitgate change new</code> writes one down; runs then show whether it worked.")
        }
        let statistics = ChangeText.statistics(report.review.changeStatistics).map { "\($0)" as HTML }
        return """
            \(head)
            \(Piece.section("How they fared", Piece.list(statistics, class: "lines")))
            <div class="stack">\(report.changes.map(card))</div>
            """
    }

    private func card(_ report: ChangeReport) -> HTML {
        let (line, request, life) = (report.line, report.line.request, report.line.life)
        let notes = notes(report)
        return """
            <article class="card" id="CR-\(line.number)">
            <h2><span class="id">CR-\(line.number)</span> \(Badge.change(line)) \(request.title, limit: 200)</h2>
            \(notes.isEmpty ? HTML.empty : Piece.list(notes, class: "lines"))
            <div class="pair">
            \(Piece.facts([
                ("kind", "\(request.kind.rawValue)"), ("reason", "\(request.reason, limit: 600)"),
                ("asked by", "\(request.requester, limit: 80)"),
                ("approved", ChangePage.approval(line).map { "\($0, limit: 200)" }),
                ("missing", report.missing.isEmpty ? nil : "\(report.missing.joined(separator: "; "), limit: 300)"),
                ("effect", effect(request)), ("scope", "\(ChangePage.scope(request.scope), limit: 300)"),
                ("back-out", "\(life.backOut ?? "nobody said how it is taken back", limit: 300)"),
                ("commits", names(report.commits.map { String($0.prefix(12)) })),
                ("baselines", report.baselines.isEmpty ? nil : report.baselines.map(links.name).joined(separator: ", ")),
                ("risk", life.assessment.map { "\($0.risk) of 100: \(ChangePage.band($0.band))" }),
            ]))
            <div class="stack"><h3>What runs say</h3>\(watch(report))\(caused(report))</div>
            </div>
            \(risk(life.assessment))
            <details><summary>\(Plural.count(life.transitions.count, "event"))</summary>\(Timeline.html(life.transitions.map(event)))</details>
            </article>

            """
    }

    private func notes(_ report: ChangeReport) -> [HTML] {
        let (line, request, life) = (report.line, report.line.request, report.line.life)
        var notes: [HTML] = []
        if request.isRetrospective { notes.append("Written down after the fact: nobody had asked for it.") }
        if let early = life.seenTooEarly { notes.append("RUN-\(early) held it before anybody had approved it.") }
        if line.isOverdue {
            notes.append("Approval is overdue\(life.approvalDue.map { ", since \(Piece.time($0))" as HTML }).")
        }
        if let rival = report.watch.confoundedBy {
            notes.append("\(rival, limit: 120) came in its window: what followed may be of either's making.")
        }
        return notes
    }

    private func effect(_ request: ChangeRequest) -> HTML {
        guard case .issue(let number) = request.effect else { return "\(ChangeText.effect(request))" }
        return "fixes \(links.issueName(number))"
    }

    private func names(_ names: [String]) -> HTML? {
        names.isEmpty ? nil : names.map { "<span class=\"id\">\($0)</span>" as HTML }.joined(separator: ", ")
    }

    // MARK: Effect

    private func watch(_ report: ChangeReport) -> HTML {
        let (watch, request) = (report.watch, report.line.request)
        guard !watch.places.isEmpty else { return "<p class=\"soft\">No run holds it yet.</p>" }
        var lines: [HTML] = []
        if watch.before.trials > 0, request.effect != .none {
            lines.append(
                "\(ChangePage.what(request)) in \(ChangePage.share(watch.before)) before and in \(ChangePage.share(watch.after)) since"
            )
        }
        lines.append("\(ChangePage.progress(report))")
        if let lower = watch.lower, let halved = watch.halved {
            lines.append(
                "rarer now with a chance of \(ChangeText.chance(lower)), less than half as frequent with \(ChangeText.chance(halved))"
            )
        }
        if let verdict = watch.verdict {
            lines.append("runs say: <strong>\(verdict.rawValue.replacing("_", with: " "))</strong>")
        }
        lines += report.line.life.reviews.map { "\(ChangePage.review($0))" }
        if watch.testsWatched > 0 { lines.append("\(ChangePage.collateral(watch))") }
        lines += watch.collateral.prefix(Self.shown).map { one in
            "\(one.name, limit: 140): failed \(ChangePage.share(one.before)) before, \(ChangePage.share(one.after)) since; p = \(SuspectText.chance(one.adjusted))"
        }
        return "\(window(watch))\(Piece.list(lines, class: "lines"))"
    }

    /// How full its window is.
    private func window(_ watch: ChangeWatch) -> HTML {
        guard watch.window > 0 else { return .empty }
        let done = min(watch.after.trials, watch.window)
        return
            "<progress max=\"\(String(watch.window))\" value=\"\(String(done))\" aria-label=\"runs watched\">\(done) of \(watch.window)</progress>"
    }

    private func caused(_ report: ChangeReport) -> HTML {
        guard !report.caused.isEmpty else { return .empty }
        let lines = report.caused.prefix(Self.shown).map { one -> HTML in
            let doubt: HTML = one.isLikely ? .empty : " <span class=\"soft\">(not likely of its making)</span>"
            return
                "\(ChangeText.percent(one.score)) \(links.incidentName(one.incident)) \(one.title, limit: 140)\(doubt)"
        }
        return "<h3>Incidents that began where it came</h3>\(Piece.list(lines, class: "lines"))"
    }

    private func risk(_ assessment: ChangeAssessment?) -> HTML {
        guard let assessment else { return .empty }
        let factors = assessment.factors.filter { $0.weight * $0.share > 0 }.map { factor -> HTML in
            "\(Int((factor.weight * factor.share * 100).rounded())) of \(Int((factor.weight * 100).rounded())) \(factor.name): \(factor.why, limit: 200)"
        }
        let reach: HTML = "reaches \(assessment.tests) of \(Plural.count(assessment.allTests, "test"))"
        return """
            <details><summary>Why the risk is \(assessment.risk)</summary>\(Piece.list(factors + [reach], class: "lines"))</details>
            """
    }

    private func event(_ event: ChangeLife.Transition) -> Timeline.Entry {
        let change: HTML =
            event.from.map {
                $0 == event.to
                    ? "\(ChangeText.word(event.to))" : "\(ChangeText.word($0)) to \(ChangeText.word(event.to))"
            } ?? "\(ChangeText.word(event.to))"
        return Timeline.Entry(
            at: event.at, what: change, actor: event.actor, rule: event.rule,
            evidence: event.run.map { "RUN-\($0)" }, reason: event.reason)
    }
}
