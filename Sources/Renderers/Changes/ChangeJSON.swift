// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Changes for machines; what stands under `request` is read again by `exitgate change new --from`.
package enum ChangeJSON {
    package static func list(_ lines: [ChangeLine], statistics: ChangeStatistics) -> String {
        let groups = statistics.groups.map { group in
            JSONText.object([
                .init("name", .string(group.name)), .init("implemented", .int(group.implemented)),
                .init("decided", .int(group.decided)),
                .init("harmful", .int(group.harmful)), .init("failure_rate", JSONText(group.failureRate)),
                .init("achieved", .int(group.achieved)), .init("not_achieved", .int(group.notAchieved)),
                .init("backed_out", .int(group.backedOut)),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("changes", .array(lines.map { .object(summary($0)) })),
            .init("statistics", .array(groups)), .init("brier_score", JSONText(statistics.brierScore)),
            .init("forecasts", .int(statistics.forecasts)),
        ]).pretty
    }

    /// What a command did.
    package static func outcome(
        number: Int64, request: ChangeRequest, before: ChangeState?, life: ChangeLife, missing: [String]
    ) -> String {
        let line = ChangeLine(number: number, request: request, life: life, isOverdue: false, isHarmful: nil)
        return JSONText.object(
            [.init("format", 1)] + summary(line) + [
                .init("state_before", JSONText(before?.rawValue)),
                .init("missing", .array(missing.map(JSONText.string))),
            ]
        ).pretty
    }

    package static func page(_ report: ChangeReport) -> String {
        let life = report.line.life
        return JSONText.object(
            [.init("format", 1)] + summary(report.line) + [
                .init("request", request(report.line.request, life)),
                .init("commits", strings(report.commits)), .init("baselines", strings(report.baselines)),
                .init("missing", strings(report.missing)),
                .init("approvals", .array(life.approvals.map(approval))),
                .init("reviews", .array(life.reviews.map(review))),
                .init("assessment", life.assessment.map(assessment) ?? .null), .init("watch", watch(report.watch)),
                .init("target", report.target.map(target) ?? .null),
                .init("caused", .array(report.caused.map(caused))),
                .init("events", .array(life.transitions.map(event))),
            ]
        ).pretty
    }

    private static func summary(_ line: ChangeLine) -> [JSONText.Member] {
        [
            .init("change", .string("CR-\(line.number)")), .init("state", .string(line.life.state.rawValue)),
            .init("kind", .string(line.request.kind.rawValue)), .init("title", .string(line.request.title)),
            .init("risk", JSONText(line.life.assessment?.risk)),
            .init("self_approved", .bool(line.life.isSelfApproved)),
            .init("approval_due", JSONText(line.life.approvalDue.map(Moment.iso8601))),
            .init("approval_overdue", .bool(line.isOverdue)),
            .init("tested_before_approval", JSONText(line.life.seenTooEarly.map { "RUN-\($0)" })),
            .init("harmful", line.isHarmful.map { .bool($0) } ?? .null),
        ]
    }

    private static func request(_ request: ChangeRequest, _ life: ChangeLife) -> JSONText {
        var effect: [JSONText.Member] = []
        switch request.effect {
        case .issue(let number): effect = [.init("issue", .string("ISS-\(number)"))]
        case .metric(let metric, let direction):
            effect = [.init("metric", .string(metric.rawValue)), .init("direction", .string(direction.rawValue))]
        case .none: break
        }
        return .object([
            .init("format", 1), .init("title", .string(request.title)), .init("kind", .string(request.kind.rawValue)),
            .init("reason", .string(request.reason)), .init("requester", .string(request.requester)),
            .init(
                "scope",
                .object([
                    .init("paths", strings(request.scope.paths)), .init("items", strings(request.scope.items)),
                    .init("components", strings(request.scope.components)),
                ])),
            .init("effect", .object(effect)), .init("back_out", JSONText(life.backOut)),
            .init(
                "window", .object([.init("runs", .int(request.window.runs)), .init("days", .int(request.window.days))])),
            .init("commits", strings(request.commits)), .init("since", JSONText(request.since.map(Moment.iso8601))),
        ])
    }

    private static func strings(_ texts: [String]) -> JSONText { .array(texts.map(JSONText.string)) }

    private static func approval(_ approval: ChangeLife.Approval) -> JSONText {
        .object([
            .init("by", .string(approval.actor)), .init("for", JSONText(approval.authority)),
            .init("at", .string(Moment.iso8601(approval.at))),
        ])
    }

    private static func review(_ review: ChangeLife.Review) -> JSONText {
        .object([
            .init("by", .string(review.actor)), .init("verdict", .string(review.verdict.rawValue)),
            .init("reason", .string(review.reason)), .init("at", .string(Moment.iso8601(review.at))),
        ])
    }

    private static func assessment(_ assessment: ChangeAssessment) -> JSONText {
        let factors = assessment.factors.map { factor in
            JSONText.object([
                .init("name", .string(factor.name)), .init("weight", .double(factor.weight)),
                .init("share", .double(factor.share)), .init("why", .string(factor.why)),
            ])
        }
        let components = assessment.components.map { component in
            JSONText.object([.init("name", .string(component.name)), .init("owners", strings(component.owners))])
        }
        return .object([
            .init("risk", .int(assessment.risk)), .init("band", .string(assessment.band.rawValue)),
            .init("factors", .array(factors)), .init("components", .array(components)),
            .init("tests", .int(assessment.tests)), .init("all_tests", .int(assessment.allTests)),
            .init("found_by", strings(assessment.sources)),
            .init("issues", strings(assessment.issues.map { "ISS-\($0)" })),
            .init("incidents", .int(assessment.incidents)), .init("baselines", strings(assessment.baselines)),
            .init("phases", strings(assessment.phases)), .init("environments", strings(assessment.environments)),
            .init("model", JSONText(assessment.model)), .init("notes", strings(assessment.notes)),
        ])
    }

    private static func count(_ count: ChangeWatch.Count) -> JSONText {
        .object([.init("failures", .int(count.failures)), .init("runs", .int(count.trials))])
    }

    private static func watch(_ watch: ChangeWatch) -> JSONText {
        let places = watch.places.map { place in
            JSONText.object([
                .init("phase", .string(place.phase)), .init("configuration", .string(place.configuration)),
                .init("first_run", .string("RUN-\(place.firstRun)")),
                .init("last_run_before", JSONText(place.lastRunBefore.map { "RUN-\($0)" })),
                .init("before", count(place.before)), .init("after", count(place.after)),
                .init("backed_out_in", JSONText(place.backedOutIn.map { "RUN-\($0)" })),
            ])
        }
        let collateral = watch.collateral.map { one in
            JSONText.object([
                .init("test", .string("TEST-\(one.test)")), .init("name", .string(one.name)),
                .init("before", count(one.before)), .init("after", count(one.after)), .init("p", .double(one.chance)),
                .init("p_adjusted", .double(one.adjusted)),
            ])
        }
        return .object([
            .init("verdict", JSONText(watch.verdict?.rawValue)), .init("before", count(watch.before)),
            .init("after", count(watch.after)), .init("window", .int(watch.window)), .init("full", .bool(watch.isFull)),
            .init("extended", .bool(watch.isExtended)), .init("chance_lower", JSONText(watch.lower)),
            .init("chance_halved", JSONText(watch.halved)), .init("confounded_by", JSONText(watch.confoundedBy)),
            .init("known_by", .string(watch.source)), .init("places", .array(places)),
            .init("tests_watched", .int(watch.testsWatched)), .init("collateral", .array(collateral)),
        ])
    }

    private static func target(_ target: ChangeReport.Target) -> JSONText {
        .object([
            .init("issue", .string("ISS-\(target.number)")), .init("state", .string(target.state.rawValue)),
            .init("title", .string(target.title)), .init("cost_minutes", .double(target.minutes)),
        ])
    }

    private static func caused(_ one: ChangeReport.Caused) -> JSONText {
        .object([
            .init("incident", .string("INC-\(one.incident)")), .init("title", .string(one.title)),
            .init("score", .double(one.score)), .init("likely", .bool(one.isLikely)),
            .init("cost_minutes", .double(one.minutes)),
        ])
    }

    private static func event(_ event: ChangeLife.Transition) -> JSONText {
        .object([
            .init("at", .string(Moment.iso8601(event.at))), .init("actor", .string(event.actor)),
            .init("rule", .string(event.rule)), .init("reason", JSONText(event.reason)),
            .init("run", JSONText(event.run.map { "RUN-\($0)" })), .init("from", JSONText(event.from?.rawValue)),
            .init("to", .string(event.to.rawValue)),
        ])
    }
}
