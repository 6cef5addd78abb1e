// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The first page: whether it may go out, why, and what is to be done.
struct OverviewPage {
    /// Subjects of a rule, and issues, that are named; the rest is counted.
    private static let shown = 8
    private static let shownIssues = 5

    let report: ReleaseReport
    let links: ReportLinks

    var html: HTML {
        """
        \(verdict)
        \(figures)
        \(todo)
        \(phases)
        <div class="pair">
        \(Piece.section("Failing runs", TrendChart.html(report.review.trend)))
        \(Piece.section("Issues over time", GrowthChart.html(report.charts.growth, until: report.at)))
        </div>
        \(rules)
        """
    }

    // MARK: The verdict

    private var verdict: HTML {
        let verdict = report.verdict
        let made: [HTML?] = [
            verdict.candidate.map { "<span>candidate <span class=\"id\">\(String($0.prefix(12)))</span></span>" },
            verdict.baseline.map {
                "<span>held against \(links.name($0.name))\($0.isSelfApproved == true ? " (self-approved)" : HTML.empty)</span>"
            },
            "<span>drawn at \(Piece.time(report.at)) by the policy of \(report.phase, limit: 60)</span>",
            kept,
        ]
        return """
            <div class="verdict \(Badge.tone(verdict.outcome).rawValue)">
            <h1>\(Badge.icon(verdict.outcome))\(verdict.outcome.rawValue)</h1>
            <p class="lead">\(sentence)</p>
            <p class="made">\(made.compactMap(\.self))</p>
            </div>
            """
    }

    private var kept: HTML {
        let latest = report.decisions.first { $0.phase == report.phase }
        guard let latest else { return "<span>no decision is kept yet</span>" }
        return "<span>last kept decision: \(latest.name) \(latest.outcome.rawValue), \(Piece.time(latest.at))</span>"
    }

    private var sentence: HTML {
        let verdict = report.verdict
        let blocking = verdict.rules.filter(\.isBlocking)
        let (failed, undecided) = (count(.fail), count(.undecided))
        let name: HTML = "<strong>\(report.title, limit: 120)</strong>"
        switch verdict.outcome {
        case .go: return "\(name) may leave \(report.phase, limit: 60): all rules that can stop it hold."
        case .conditionalGo:
            return
                "\(name) may leave \(report.phase, limit: 60), because \(Plural.count(count(.waived), "rule is", "rules are")) waived."
        case .noGo:
            return
                "\(name) may not leave \(report.phase, limit: 60): \(failed) of \(Plural.count(blocking.count, "rule")) that can stop it \(failed == 1 ? "fails" : "fail")\(undecided > 0 ? ", and \(undecided) lack\(undecided == 1 ? "s" : "") evidence" as HTML : .empty)."
        case .undecided:
            return
                "Nobody can say yet whether \(name) may leave \(report.phase, limit: 60): \(Plural.count(undecided, "rule lacks", "rules lack")) evidence. What is missing is never read as good."
        }
    }

    private func count(_ outcome: GateVerdict.RuleOutcome) -> Int {
        report.verdict.rules.count { $0.isBlocking && $0.outcome == outcome }
    }

    // MARK: Numbers

    private var figures: HTML {
        let recurring = report.review.recurring
        let open = recurring.count { $0.line.state.isUnresolved }
        let trend = report.review.trend.last
        let before = report.review.trend.dropLast().last
        let minutes = recurring.reduce(0) { $0 + $1.extent.minutes }
        guard let trend, trend.runs > 0 else {
            let none = Piece.figure("0", "runs with results", "nothing was read, so nothing is known")
            return "<ul class=\"figures\">\(none)</ul>"
        }
        let live = report.incidents.live
        let items: [HTML] = [
            Piece.figure(
                "\(open)", "\(Plural.noun(open, "open issue"))", "of \(recurring.count) that failed here",
                tone: open == 0 ? .good : nil),
            Piece.figure(
                "\(live)", "\(Plural.noun(live, "live incident"))", "of \(report.incidents.count)",
                tone: live == 0 ? .good : .bad),
            Piece.figure(
                "\(trend.runs)", "\(Plural.noun(trend.runs, "run")) with results",
                "\(trend.failedRuns) with a failing test"),
            Piece.figure(
                "\(trend.perHundred.map(ReviewFigures.decimal) ?? "–")", "failing tests in 100 runs",
                before.flatMap { previous in
                    previous.perHundred.map { "\(ReviewFigures.decimal($0)) in \(previous.release, limit: 30)" }
                }),
            Piece.figure("\(IssueText.hours(minutes))", "lost in this release", "people and machines"),
        ]
        return "<ul class=\"figures\">\(items)</ul>"
    }

    // MARK: What to do

    private var todo: HTML {
        let stopping = report.verdict.byWeight.filter(\.isStopping)
        let urgent = report.review.recurring.filter { $0.line.state.isUnresolved }.sorted {
            ($0.line.weight.priority, $0.line.weight.severity, $0.line.summary.number)
                < ($1.line.weight.priority, $1.line.weight.severity, $1.line.summary.number)
        }
        let informing = report.verdict.byWeight.filter { !$0.isBlocking && $0.outcome == .fail }
        let items =
            grouped(stopping).map(step) + report.verdict.endings.map(ending) + grouped(informing).map(step)
            + urgent.prefix(Self.shownIssues).map(issue)
        guard !items.isEmpty else {
            let waived = report.verdict.rules.contains { $0.outcome == .waived }
            let text: HTML =
                waived
                ? "What does not hold is waived, and no issue of this release is open."
                : "Every rule holds, and no issue of this release is open."
            return Piece.section("What to do", Piece.empty("Nothing is left to do.", text))
        }
        let rest = urgent.count - Self.shownIssues
        let more: HTML =
            rest > 0
            ? "<p class=\"small soft\">and \(Plural.count(rest, "more issue")): <a href=\"\(links.page(.issues))\">all issues</a></p>"
            : .empty
        return Piece.section(
            "What to do", note: "First what stops the release, then what costs most.",
            "<ol class=\"todo\">\(items.map { "<li><div class=\"what\">\($0)</div></li>" as HTML })</ol>\(more)")
    }

    /// Rules that ask for the same, in the order of their first.
    private func grouped(_ rules: [GateVerdict.Rule]) -> [[GateVerdict.Rule]] {
        var groups: [[GateVerdict.Rule]] = []
        for rule in rules {
            let place = groups.firstIndex { group in
                guard let next = rule.next, let other = group[0].next, group[0].outcome == rule.outcome else {
                    return false
                }
                return next == other || Piece.command(next) != nil && Piece.command(next) == Piece.command(other)
            }
            if let place { groups[place].append(rule) } else { groups.append([rule]) }
        }
        return groups
    }

    private func step(_ rules: [GateVerdict.Rule]) -> HTML {
        guard rules.count > 1 else { return rule(rules[0]) }
        let verb: HTML = rules[0].outcome == .fail ? "fail" : "lack evidence"
        let parts = rules.map { rule -> HTML in
            "<p class=\"why\"><strong>\(found(rule))</strong> \(asked(rule))</p>\(subjects(rule))"
        }
        // The longest says what follows the command as well.
        let next = rules.compactMap(\.next).max { $0.count < $1.count }
        return """
            <h3>\(Badge.rule(rules[0])) \(rules.count) rules \(verb), and begin with the same step</h3>
            \(next.map(Piece.next))\(parts)
            """
    }

    private func rule(_ rule: GateVerdict.Rule) -> HTML {
        """
        <h3>\(Badge.rule(rule)) \(found(rule))</h3>
        <p class="why">\(asked(rule))</p>\(subjects(rule))\(rule.next.map(Piece.next))
        """
    }

    private func found(_ rule: GateVerdict.Rule) -> HTML {
        "\(rule.name.replacing("-", with: " ")): \(rule.actual, limit: 300)"
    }

    /// What a rule asks, beside what was found.
    private func asked(_ rule: GateVerdict.Rule) -> HTML {
        "wanted: \(rule.summary) (\(rule.expected, limit: 200)) <span class=\"id\">\(rule.id)</span>"
    }

    private func ending(_ ending: GateVerdict.Ending) -> HTML {
        """
        <h3>\(Badge.badge("ends soon", .warning)) \(links.name(ending.waiver)) excuses \(links.name(ending.subject)) \
        until \(Piece.time(ending.until))</h3>
        <p class="why">After that the rule fails again, unless what it excuses is solved.</p>
        """
    }

    private func subjects(_ rule: GateVerdict.Rule) -> HTML {
        let open = rule.subjects.filter { subject in
            subject.waiver == nil && (!subject.text.isEmpty || links.address(of: subject.id) != nil)
        }
        guard !open.isEmpty else { return .empty }
        let lines = open.prefix(Self.shown).map { subject -> HTML in
            "\(links.name(subject.id)) \(subject.text, limit: 160)"
        }
        let rest = open.count - Self.shown
        let more: [HTML] = rest > 0 ? ["and \(rest) more"] : []
        return "<div class=\"subjects\">\(Piece.list(lines + more))</div>"
    }

    private func issue(_ recurring: ReleaseReview.Recurring) -> HTML {
        let line = recurring.line
        let owner: HTML = line.owner.map { "owner \($0, limit: 60)" } ?? "no owner"
        return """
            <h3>\(links.issueName(line.summary.number)) \(Badge.issue(line)) \(line.summary.title, limit: 140)</h3>
            <p class="why">\(line.weight.severity.text), P\(line.weight.priority); failed \
            \(Plural.count(recurring.extent.failedRuns, "run")) of this release; \(owner)</p>
            \(Piece.next(recurring.next))
            """
    }

    // MARK: Phases and rules

    private var phases: HTML {
        let items = report.phases.map { phase -> HTML in
            let here: HTML = phase.phase == report.phase ? " class=\"here\" aria-current=\"step\"" : .empty
            let decision = phase.life.decision.map {
                "<span class=\"sub\">\($0.name) \($0.outcome.rawValue)</span>" as HTML
            }
            return """
                <li\(here)><span class="name">\(phase.phase, limit: 40)</span>\(Badge.phase(phase.life.state))\
                <span class="sub">\(Plural.count(phase.runs, "run"))</span>\(decision)</li>
                """
        }
        return items.isEmpty ? .empty : Piece.section("Phases", "<ol class=\"steps\">\(items)</ol>")
    }

    private var rules: HTML {
        var table = Table(
            "Rules of the gate",
            [
                .init("Rule"), .init("Outcome"), .init("What it asks", isWide: true), .init("Expected"),
                .init("Found"),
            ])
        for rule in report.verdict.byWeight {
            let level: HTML = rule.isBlocking ? .empty : " <span class=\"soft small\">informs</span>"
            table.add([
                "<span class=\"id\">\(rule.id)</span>", .init(Badge.rule(rule) + level), "\(rule.summary)",
                "\(rule.expected, limit: 200)", "\(rule.actual, limit: 300)",
            ])
        }
        let waived = report.verdict.rules.flatMap { rule in
            rule.subjects.compactMap { subject in
                subject.waiver.map { "\(links.name($0)) excuses \(links.name(subject.id)) from \(rule.id)" as HTML }
            }
        }
        let changes = report.verdict.changes.map { "the policy differs from the default: \($0, limit: 200)" as HTML }
        let notes = waived + changes
        // Whoever may leave shows why; whoever may not has read it above.
        let isOpen: HTML = report.verdict.outcome == .go ? " open" : .empty
        return Piece.section(
            "All rules",
            "<details\(isOpen)><summary>\(tally)</summary>\(table.html)</details>\(notes.isEmpty ? HTML.empty : Piece.list(notes, class: "lines"))"
        )
    }

    private var tally: HTML {
        let rules = report.verdict.rules
        let parts = GateVerdict.RuleOutcome.allCases.compactMap { outcome -> HTML? in
            let count = rules.count { $0.outcome == outcome }
            let word = outcome == .notApplicable ? "do not apply" : outcome.rawValue
            return count == 0 ? nil : "\(count) \(word)"
        }
        return "\(Plural.count(rules.count, "rule")): \(parts.joined(separator: ", "))"
    }
}
