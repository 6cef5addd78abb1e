// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// One issue: since when, where, after which change, whether its fix holds, and what it says.
struct IssuePage {
    private static let shown = 40

    let issue: ReportedIssue
    let report: ReleaseReport
    let links: ReportLinks

    private var detail: IssueDetail { issue.detail }
    private var life: IssueLife { detail.life }

    var html: HTML {
        let summary = detail.summary
        let marks: HTML = """
            <span class="id">ISS-\(summary.number)</span> \(Badge.issue(life.state, isRegression: life.isRegression)) \
            \(Badge.severity(detail.weight)) \(Badge.badge("P\(detail.weight.priority)", .muted))
            """
        return """
            \(links.head("\(summary.title, limit: 240)", lead, marks: marks))
            \(Piece.section("What to do", next))
            <div class="pair">
            \(Piece.section("Where it stands", facts))
            \(Piece.section("Is the fix proven?", IssueProof(life).html))
            </div>
            \(Piece.section("History", note: "Runs that exercised its tests, the oldest left: tall ones failed.", history))
            <div class="pair">
            \(Piece.section("Is, and is not", IssueCauses.comparison(detail.comparison)))
            \(Piece.section("What may have caused it", IssueCauses.suspects(detail.suspects, links)))
            </div>
            \(Piece.section("The latest failure", texts))
            <div class="pair">
            \(Piece.section("Tests", tests))
            \(Piece.section("Incidents", incidents))
            </div>
            \(Piece.section("Changes, knowledge and waivers", known))
            \(Piece.section("How it came to this", story))
            """
    }

    private var lead: HTML {
        let summary = detail.summary
        let rule: HTML =
            summary.rule.map { "it \($0 == .person ? "is an issue because " : "")\($0.reason)" }
            ?? "evidence no longer says that it recurs"
        let places: HTML =
            "\(Plural.count(summary.phases, "phase")), \(Plural.count(summary.configurations, "configuration"))"
        return """
            \(Plural.count(summary.incidents, "incident")) in \(places): \(rule). Since \
            \(Piece.day(summary.firstSeen)), last seen \(Piece.day(summary.lastSeen)).
            """
    }

    /// A sentence, and the command that follows from it.
    private var next: HTML {
        let why: HTML =
            switch life.state {
            case .candidate: "It recurs, and nobody has said that it matters."
            case .open: "Nobody has said what causes it."
            case .knownError: "Its cause is known, and nobody claims a fix."
            case .fixing: "Somebody claims a fix that no run has tested."
            case .fixed: "A run holds the fix, and more clean runs must show it."
            case .verified: "Enough clean runs show that it is repaired."
            case .closed: "It is closed: nothing is left to do."
            case .deferred: "It is accepted until a day."
            case .notReproduced: "It was not seen for long, which is no proof."
            }
        return "<p>\(why)</p>\(life.state == .closed ? HTML.empty : Piece.next(issue.recurring.next))"
    }

    // MARK: Facts

    private var facts: HTML {
        let (cost, extent) = (detail.weight.cost, issue.recurring.extent)
        let cause = life.cause.map { text -> HTML in
            "\(text, limit: 1_000)\(life.causeClass.map { " (\($0.rawValue))" as HTML })"
        }
        let owner: HTML? =
            life.owner.map { "\($0, limit: 80)" } ?? detail.suggestedOwner.map { "\($0, limit: 80) (CODEOWNERS)" }
        return Piece.facts([
            ("severity", "\(detail.weight.severity.text): \(detail.weight.severityReason)"),
            (
                "in this release",
                "failed \(Plural.count(extent.failedRuns, "run")), \(Plural.count(extent.occurrences, "failing test"))"
            ),
            (
                "in all",
                "\(Plural.count(detail.summary.failedRuns, "failing run")), \(Plural.count(detail.summary.tests, "test"))"
            ),
            (
                "lost in all",
                "\(IssueText.hours(cost.lostMinutes)); \(IssueText.hours(cost.expectedMinutes)) expected up to the next gate"
            ),
            ("owner", owner ?? "<span class=\"soft\">nobody</span>"), ("cause", cause),
            ("workaround", life.workaround.map { "\($0, limit: 1_000)" }), ("tracked as", life.link.map(Piece.link)),
            ("deferred", life.deferredUntil.map { "until \(Piece.time($0))" }),
            ("holds", detail.aliases.isEmpty ? nil : detail.aliases.map(links.issueName).joined(separator: ", ")),
            (
                "recurs",
                detail.summary.recurrenceOf.map {
                    "\(links.issueName($0)), on another release line or after a long time"
                }
            ),
            ("came back as", detail.recurredAs.map(links.issueName)),
            ("fails with", companions),
        ])
    }

    private var companions: HTML? {
        guard !detail.companions.isEmpty else { return nil }
        return detail.companions.map { other -> HTML in
            let began: HTML = other.beganTogether ? ", began in the same run" : .empty
            return
                "\(links.name(other.name)) in \(other.common) of \(Plural.count(other.either, "run"))\(began): \(other.title, limit: 120)"
        }.joined(separator: "<br>")
    }

    private var history: HTML {
        let strips = issue.strips.filter { !$0.runs.isEmpty }.map(HistoryStrip.html)
        guard !strips.isEmpty else {
            return Piece.empty("No run is known.", "Its evidence has gone from the store.")
        }
        return "<div class=\"stack\">\(strips)</div>"
    }

    // MARK: What it says and breaks

    private var texts: HTML {
        guard let sample = detail.sample else {
            return Piece.empty("No text is kept.", "<code>exitgate store prune</code> removes the texts of old runs.")
        }
        let parts: [(HTML, String?)] = [
            ("message", sample.message), ("details", sample.details), ("output", sample.output),
        ]
        let blocks = parts.compactMap { name, text -> HTML? in
            text.flatMap { $0.isEmpty ? nil : "<h3>\(name)</h3>\(Piece.text($0))" }
        }
        let type: HTML = sample.type.isEmpty ? .empty : " <span class=\"id\">\(sample.type, limit: 200)</span>"
        return "<p class=\"small soft\">\(sample.kind)\(type) in RUN-\(sample.run) by TEST-\(sample.test)</p>\(blocks)"
    }

    private var tests: HTML {
        let lines = detail.tests.prefix(Self.shown).map { "<span class=\"id\">\($0, limit: 240)</span>" as HTML }
        let rest = detail.tests.count - Self.shown
        return Piece.list(lines + (rest > 0 ? ["and \(rest) more"] : []), class: "lines")
    }

    private var incidents: HTML {
        let lines = detail.incidents.prefix(Self.shown).map { incident -> HTML in
            "\(links.incidentName(incident.number)) \(Badge.incident(incident)) \(incident.phase, limit: 40), \(Piece.words(incident.configuration), limit: 120), since \(Piece.day(incident.opened.startedAt))"
        }
        let rest = detail.incidents.count - Self.shown
        return Piece.list(lines + (rest > 0 ? ["and \(rest) more"] : []), class: "lines")
    }

    private var known: HTML {
        let changes = issue.changes.map {
            "\(links.name("CR-\($0.number)")) \(Badge.change($0)) \($0.request.title, limit: 160)" as HTML
        }
        let waivers = issue.waivers.map { one -> HTML in
            "\(links.name(one.waiver.name)) \(Badge.waiver(one.state)) excuses it from \(one.waiver.rule) until \(Piece.time(one.waiver.expires))"
        }
        let articles = issue.articles.map { article -> HTML in
            let parts = KnowledgeArticle.Section.allCases.compactMap { section in
                article.sections[section].map { "<h3>\(section.rawValue)</h3>\(Piece.text($0))" as HTML }
            }
            return
                "<details><summary>KB-\(article.number) \(article.title, limit: 160) (\(article.state.rawValue))</summary><div class=\"stack\">\(parts)</div></details>"
        }
        let all = changes + waivers + articles
        guard !all.isEmpty else {
            return Piece.empty(
                "Nobody wrote anything down yet.",
                "<code>exitgate knowledge write --issue ISS-\(detail.summary.number)</code> keeps what helped.")
        }
        return Piece.list(all, class: "lines")
    }

    // MARK: Why it is so

    private var story: HTML {
        let events = life.transitions.map { event -> Timeline.Entry in
            let change: HTML =
                event.from.map { "\(Self.word($0)) to \(Self.word(event.to))" } ?? "\(Self.word(event.to))"
            return Timeline.Entry(
                at: event.at, what: change, actor: event.actor, rule: event.rule,
                evidence: event.run.map { "RUN-\($0)" } ?? event.decision.map { "DEC-\($0)" }, reason: nil)
        }
        let decisions = detail.decisions.map { one -> Timeline.Entry in
            let value = one.value.map { " \($0, limit: 200)" as HTML }
            let ended: HTML = one.ended.map { " (ended: \($0, limit: 80))" } ?? .empty
            let back: HTML = one.isActive ? ended : " (taken back)"
            return Timeline.Entry(
                at: one.at, what: "\(one.kind)\(value)\(back)", actor: one.actor, rule: "DEC-\(one.number)",
                evidence: nil, reason: one.reason)
        }
        let signatures = detail.members.prefix(Self.shown).map { member -> HTML in
            "<span class=\"id\">\(String(member.signature.prefix(12)))</span> \(Plural.count(member.occurrences, "occurrence")) \(member.title, limit: 160)"
        }
        let rest = detail.members.count - Self.shown
        let rule = detail.suggestedRule.map {
            "<p class=\"small soft\">described by <code>\($0, limit: 600)</code></p>" as HTML
        }
        return """
            \(Timeline.html(events))
            \(decisions.isEmpty ? HTML.empty : "<h3>Decisions</h3>\(Timeline.html(decisions))")
            <details><summary>\(Plural.count(detail.members.count, "signature"))</summary>\(Piece.list(signatures + (rest > 0 ? ["and \(rest) more"] : []), class: "lines"))\(rule)</details>
            """
    }

    private static func word(_ state: IssueState) -> String { state.rawValue.replacing("_", with: " ") }
}
