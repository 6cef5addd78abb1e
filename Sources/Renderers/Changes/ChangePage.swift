// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// A change on one page: what was asked for, what was forecast, and what runs say about it.
package enum ChangePage {
    private static let shown = 12

    package static func text(_ report: ChangeReport, palette: Palette) -> String {
        let (line, request, life) = (report.line, report.line.request, report.line.life)
        let state = palette.paint(ChangeText.word(life.state), ChangeText.role(life.state))
        var lines = [
            "\(palette.paint("CR-\(line.number)", .strong))  \(state)  \(request.kind.rawValue) change  \(SafeText.line(request.title, limit: 200))",
            "",
        ]
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append(
                "  \(name)\(String(repeating: " ", count: max(1, 11 - name.count)))\(SafeText.line(value, limit: 600))")
        }
        add("reason", request.reason)
        add("asked by", request.requester)
        add("approved", approval(line))
        add("missing", report.missing.joined(separator: "; "))
        add("effect", ChangeText.effect(request))
        add("scope", scope(request.scope))
        add("back-out", life.backOut ?? "nobody said how it is taken back")
        add(
            "window",
            "\(Plural.count(request.window.runs, "run")), at most \(Plural.count(request.window.days, "day")) back")
        add("commits", report.commits.map { String($0.prefix(12)) }.joined(separator: ", "))
        add("baselines", report.baselines.joined(separator: ", "))
        if request.isRetrospective { add("note", "written down after the fact: nobody had asked for it") }
        if let early = life.seenTooEarly { add("note", "RUN-\(early) held it before anybody had approved it") }
        if line.isOverdue { add("overdue", "approval was due by \(life.approvalDue.map(Moment.text) ?? "-") UTC") }
        if let assessment = life.assessment { lines += [""] + risk(assessment, palette) }
        lines += [""] + watch(report, palette)
        if !report.caused.isEmpty { lines += [""] + caused(report) }
        lines += ["", "  events"] + life.transitions.map(event)
        return lines.joined(separator: "\n")
    }

    static func approval(_ line: ChangeLine) -> String? {
        let life = line.life
        guard !life.approvals.isEmpty else { return life.approvedAt == nil ? nil : "as a standard change" }
        let names = life.approvals.map { approval in
            approval.authority.map { "\(approval.actor) for \($0)" } ?? approval.actor
        }
        return names.joined(separator: ", ") + (life.isSelfApproved ? " (self-approved)" : "")
    }

    static func scope(_ scope: ChangeRequest.Scope) -> String {
        let parts = [("paths", scope.paths), ("items", scope.items), ("components", scope.components)]
        return parts.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: ", "))" }.joined(separator: "; ")
    }

    // MARK: Before

    private static func risk(_ assessment: ChangeAssessment, _ palette: Palette) -> [String] {
        var lines = ["  risk \(palette.paint("\(assessment.risk)", .strong)) of 100, \(band(assessment.band))"]
        lines += assessment.factors.map { factor in
            let points = Int((factor.weight * factor.share * 100).rounded())
            return
                "    \(points < 10 ? " " : "")\(points) of \(Int((factor.weight * 100).rounded()))  \(factor.name): \(SafeText.line(factor.why, limit: 160))"
        }
        func add(_ name: String, _ values: [String]) {
            guard !values.isEmpty else { return }
            let rest = values.count > shown ? ", and \(Plural.number(values.count - shown)) more" : ""
            lines.append(
                "    \(name): \(SafeText.line(values.prefix(shown).joined(separator: ", "), limit: 400))\(rest)")
        }
        let found = assessment.sources.isEmpty ? "" : " (by \(assessment.sources.joined(separator: ", ")))"
        lines.append(
            "    reaches: \(Plural.number(assessment.tests)) of \(Plural.count(assessment.allTests, "test"))\(found), \(Plural.count(assessment.incidents, "incident")) so far"
        )
        add("open issues", assessment.issues.map { "ISS-\($0)" })
        add("baselines", assessment.baselines)
        add("phases", assessment.phases)
        add("environments", assessment.environments)
        add(
            "components",
            assessment.components.map {
                $0.owners.isEmpty
                    ? "\($0.name) (no owner)"
                    : $0.isNamedByOwners ? $0.name : "\($0.name) (\($0.owners.joined(separator: " ")))"
            })
        lines += assessment.notes.map { "    note: \(SafeText.line($0, limit: 300))" }
        return lines
    }

    static func band(_ band: ChangeAssessment.Band) -> String {
        switch band {
        case .one: "one person approves"
        case .owners: "an owner of each touched component approves"
        case .board: "two people and the owners approve, and the way back is tried out"
        }
    }

    // MARK: After

    private static func watch(_ report: ChangeReport, _ palette: Palette) -> [String] {
        let watch = report.watch
        guard !watch.places.isEmpty else {
            return ["  effect: no run holds it yet"]
        }
        var lines = ["  effect  (\(watch.source) tells which runs hold it)"]
        lines += watch.places.map(place)
        lines += verdict(report, palette)
        if let rival = watch.confoundedBy {
            lines.append(
                "    \(SafeText.line(rival, limit: 120)) came in its window: what followed may be of either's making")
        }
        lines += report.line.life.reviews.map { "    \(review($0))" }
        if watch.testsWatched > 0 { lines.append("    \(collateral(watch))") }
        lines += watch.collateral.prefix(shown).map { one in
            "      \(SafeText.line(one.name, limit: 140)): failed \(share(one.before)) before, \(share(one.after)) since; p = \(SuspectText.chance(one.chance)), \(SuspectText.chance(one.adjusted)) for all tests"
        }
        if watch.collateral.count > shown {
            lines.append("      and \(Plural.number(watch.collateral.count - shown)) more")
        }
        return lines
    }

    private static func place(_ place: ChangeWatch.Place) -> String {
        let name = place.configuration.isEmpty ? "any configuration" : place.configuration
        let since =
            place.lastRunBefore.map { "between RUN-\($0) and RUN-\(place.firstRun)" }
            ?? "with RUN-\(place.firstRun), the first of all"
        let back = place.backedOutIn.map { ", taken back in RUN-\($0)" } ?? ""
        return "    \(SafeText.line("\(place.phase), \(name)", limit: 140)): came \(since)\(back)"
    }

    private static func verdict(_ report: ChangeReport, _ palette: Palette) -> [String] {
        let (watch, request) = (report.watch, report.line.request)
        var lines: [String] = []
        if let target = report.target {
            lines.append(
                "    ISS-\(target.number) is \(target.state.rawValue) and cost \(IssueText.hours(target.minutes)) so far: \(SafeText.line(target.title, limit: 120))"
            )
        }
        guard request.effect != .none else {
            lines.append("    no effect was promised; \(progress(report))")
            return lines
        }
        guard watch.before.trials > 0 else {
            lines.append("    nothing that it is to change was tried before it, so nothing can be compared")
            return lines
        }
        lines.append(
            "    \(what(request)) in \(share(watch.before)) before and in \(share(watch.after)) since; \(progress(report))"
        )
        if let lower = watch.lower, let halved = watch.halved {
            lines.append(
                "    the chance that it is rarer now is \(ChangeText.chance(lower)), that it is less than half as frequent \(ChangeText.chance(halved)); achieved from 95 % and 80 % on, not achieved up to 20 %"
            )
        }
        if let verdict = watch.verdict {
            let role: Palette.Role = verdict == .achieved ? .good : verdict == .notAchieved ? .bad : .warning
            lines.append("    so runs say: \(palette.paint(verdict.rawValue.replacing("_", with: " "), role))")
        }
        let state = report.line.life.state
        if !report.line.life.reviews.isEmpty, let verdict = watch.verdict, verdict.rawValue != state.rawValue {
            lines.append("    a person overruled it: \(ChangeText.word(state))")
        }
        return lines
    }

    static func what(_ request: ChangeRequest) -> String {
        switch request.effect {
        case .issue(let number): "ISS-\(number) occurred"
        case .metric(.failureRate, .down): "a test in scope failed"
        case .metric(.flakyRate, .down): "a test in scope was flaky"
        case .metric(.duration, .down): "tests in scope took longer than in half of the runs before,"
        case .metric(let metric, .up): "\(metric.rawValue) was not up"
        case .none: ""
        }
    }

    /// How full its window is, or where it ended.
    static func progress(_ report: ChangeReport) -> String {
        let watch = report.watch
        let window = "the \(watch.isExtended ? "extended " : "")window"
        if watch.isFull { return "\(window) of \(Plural.count(watch.window, "run")) is full" }
        // Places that have not run since are not waited for.
        let fewest = watch.places.map(\.after.trials).filter { $0 > 0 }.min() ?? 0
        let isBack = watch.places.allSatisfy { $0.backedOutIn != nil }
        if watch.confoundedBy != nil || isBack || report.line.life.state.isOver {
            return "\(window) ended with \(Plural.number(fewest)) of \(Plural.count(watch.window, "run"))"
        }
        let more = watch.window - fewest
        return "\(Plural.count(more, "more run", "more runs")) \(more == 1 ? "fills" : "fill") \(window)"
    }

    static func review(_ review: ChangeLife.Review) -> String {
        "reviewed by \(SafeText.line(review.actor, limit: 80)): \(ChangeText.word(review.verdict)); \(SafeText.line(review.reason, limit: 300))"
    }

    static func share(_ count: ChangeWatch.Count) -> String {
        "\(Plural.number(count.failures)) of \(Plural.count(count.trials, "run"))"
    }

    static func collateral(_ watch: ChangeWatch) -> String {
        let tests = Plural.count(watch.testsWatched, "test")
        return watch.collateral.isEmpty
            ? "nothing else broke: none of \(tests) fails more often since"
            : "something else broke: \(Plural.number(watch.collateral.count)) of \(tests) \(watch.collateral.count == 1 ? "fails" : "fail") more often since"
    }

    private static func caused(_ report: ChangeReport) -> [String] {
        let likely = report.caused.filter(\.isLikely)
        let cost = likely.reduce(0) { $0 + $1.minutes }
        var lines = ["  incidents that began where it came"]
        lines += report.caused.prefix(shown).map { one in
            "    \(ChangeText.percent(one.score))  INC-\(one.incident)  \(SafeText.line(one.title, limit: 140))\(one.isLikely ? "" : "  (not likely of its making)")"
        }
        if !likely.isEmpty { lines.append("    together they cost \(IssueText.hours(cost)) of people so far") }
        return lines
    }

    private static func event(_ event: ChangeLife.Transition) -> String {
        let change =
            event.from.map {
                $0 == event.to ? ChangeText.word(event.to) : "\(ChangeText.word($0)) to \(ChangeText.word(event.to))"
            } ?? ChangeText.word(event.to)
        let run = event.run.map { ", RUN-\($0)" } ?? ""
        let reason = event.reason.map { ": \(SafeText.line($0, limit: 200))" } ?? ""
        return
            "    \(Moment.text(event.at)) UTC  \(change)  (\(SafeText.line(event.actor, limit: 80)), \(event.rule)\(run))\(reason)"
    }
}
