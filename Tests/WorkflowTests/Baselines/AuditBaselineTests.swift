// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Is what is tested what was approved, and was it tested?
struct AuditBaselineTests {
    @Test func `what was approved and passed is clean`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("adds"), .passed("pays"), day: 1)
        try story.approve()
        try story.ingest(.passed("adds"), .passed("pays"), day: 2)

        let audit = try story.audit()

        #expect(audit.verdict == .clean)
        #expect(audit.places.map { $0.diff?.isEmpty } == [true])
        #expect(audit.suites.map { "\($0.name) \($0.finding.rawValue) \($0.run ?? 0)" } == ["shop passed 2"])
        #expect(audit.unaccounted.isEmpty && audit.missingTests.isEmpty)
    }

    @Test func `another version is drift, named once, and makes a frozen baseline suspect`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("adds"), day: 1)
        try story.approve()
        try story.move(1, .freeze)
        try story.ingest(.passed("adds"), day: 2, snapshot: BaselineStory.snapshot(alpha: "1.1.0"))
        try story.ingest(.passed("adds"), day: 3, snapshot: BaselineStory.snapshot(alpha: "1.1.0"), os: "mac")

        let audit = try story.audit()
        try story.ingest(.passed("adds"), day: 4)
        try story.ingest(.passed("adds"), day: 5, os: "mac")
        let later = try story.audit()

        #expect(audit.verdict == .drift)
        #expect((audit.before, audit.baseline.state) == (.frozen, .suspect))
        #expect(audit.unaccounted.map(\.key) == ["pkg:npm/alpha"])
        #expect(audit.unaccounted[0].step == .minor)
        #expect((later.verdict, later.baseline.state) == (.clean, .frozen))
        let events = try ReadBaselines(story.store).show(phase: "beta", number: 1).events
        #expect(events.suffix(2).map(\.actor) == ["auto", "auto"])
    }

    @Test func `the machine of another configuration class is another one by intention`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("adds"), day: 1)
        try story.approve()
        try story.ingest(.passed("adds"), day: 2, snapshot: BaselineStory.snapshot(os: "macOS 15"), os: "mac")
        let other = try story.audit()

        try story.ingest(.passed("adds"), day: 3, snapshot: BaselineStory.snapshot(os: "Debian 13"))
        let same = try story.audit()

        #expect(other.verdict == .clean)
        #expect(same.verdict == .drift)
        #expect(same.unaccounted.map(\.key) == ["os"])
    }

    @Test func `a run of unknown configuration leaves it undecided, and so does no run at all`() throws {
        let story = try BaselineStory()
        try story.approve()
        let none = try story.audit()
        try story.ingest(.passed("adds"), day: 2, snapshot: nil)

        #expect(none.verdict == .undecided)
        #expect(try story.audit().verdict == .undecided)
    }

    @Test func `a required suite must have passed on exactly this configuration`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("adds"), .passed("pays"), day: 1, snapshot: BaselineStory.snapshot(alpha: "0.9.0"))
        try story.approve()
        try story.ingest(.passed("adds"), .failed("pays", refusedPayment), day: 31)
        let failed = try story.audit()
        try story.ingest(.passed("adds"), .passed("pays"), day: 32)
        let passed = try story.audit()

        #expect(failed.suites.map(\.finding) == [.failed])
        #expect(failed.verdict == .undecided)
        #expect(passed.suites.map(\.finding) == [.passed])
    }

    @Test func `a suite that fails as the baseline knew has passed, and one that fails otherwise has not`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("adds"), .failed("pays", refusedPayment), day: 1)
        try story.approve()
        let known = try story.audit()
        try story.ingest(.failed("adds"), .failed("pays", refusedPayment), day: 31)
        let other = try story.audit()

        #expect(known.suites.map(\.finding) == [.passed])
        #expect(known.suites.map(\.knownFailures) == [1])
        #expect(known.verdict == .clean)
        #expect(other.suites.map(\.finding) == [.failed])
        #expect(other.suites.map(\.knownFailures) == [0])
    }

    @Test func `documents are held against those of the working tree`() throws {
        let story = try BaselineStory()
        func documents(_ digest: String) -> ConfigurationSnapshot {
            ConfigurationSnapshot([
                ConfigurationItem(.document, "docs/a.md", value: nil, digest: "sha256:\(digest)", evidence: "docs/a.md")
            ])
        }
        let keep = KeepBaselines(story.store)
        _ = try keep.capture(
            phase: "design", .snapshot(documents("aa")), suites: [], BaselineStory.request("ann"))
        _ = try keep.move(phase: "design", number: 1, .propose, BaselineStory.request("ann"))
        _ = try keep.move(phase: "design", number: 1, .approve, BaselineStory.request("ben"))
        func audit(_ now: ConfigurationSnapshot?) throws -> BaselineAudit {
            try AuditBaseline(story.store, documents: now).perform(phase: "design", now: Laboratory.moment(day: 40))
        }

        #expect(try audit(documents("aa")).verdict == .clean)
        #expect(try audit(documents("bb")).verdict == .drift)
        #expect(try audit(documents("bb")).unaccounted.map(\.key) == ["docs/a.md"])
        #expect(try audit(nil).verdict == .undecided)
    }

    @Test func `an end of support that no item has is told`() throws {
        let story = try BaselineStory()
        try story.approve()

        let audit = try AuditBaseline(story.store, supportEnds: ["pkg:npm/alpha": 1, "pkg:npm/alfa": 1]).perform(
            phase: "beta", now: Laboratory.moment(day: 40))

        #expect(audit.unmatchedEnds == ["pkg:npm/alfa"])
    }

    @Test func `a suite is judged in each configuration class`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("pays"), day: 1)
        try story.approve()
        try story.ingest(
            .failed("pays", refusedPayment), day: 2, snapshot: BaselineStory.snapshot(os: "macOS"), os: "mac")
        try story.ingest(.passed("pays"), day: 3, snapshot: BaselineStory.snapshot(beta: "9.0.0"), os: "windows")

        let audit = try story.audit()

        let findings = audit.suites.map { "\($0.configuration.text) \($0.finding.rawValue) \($0.run ?? 0)" }
        #expect(findings == ["os=linux passed 1", "os=mac failed 2", "os=windows missing 0"])
    }

    @Test func `a failure that the baseline did not know is named`() throws {
        let story = try BaselineStory()
        try story.ingest(.failed("adds", refusedPayment), .passed("pays"), day: 1)
        try story.approve()
        let known = try story.audit()
        try story.ingest(.failed("adds", refusedPayment), .failed("pays"), day: 2)
        let new = try story.audit()

        #expect(known.newFailures.isEmpty)
        #expect(new.newFailures.map(\.incident) == [2])
        #expect(new.newFailures.first?.title.contains(emptyCart) == true)
    }

    @Test func `a run without results hides no drift`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("adds"), day: 1)
        try story.approve()
        try story.ingest(.passed("adds"), day: 2, snapshot: BaselineStory.snapshot(alpha: "1.1.0"))
        try story.ingest(day: 3)

        let audit = try story.audit()

        #expect(audit.places.map(\.run) == [2])
        #expect(audit.verdict == .drift)
    }

    @Test func `a skipped test did not run`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("adds"), .passed("pays"), day: 1)
        try story.approve()
        try story.ingest(.passed("adds"), .skipped("pays"), day: 2)

        let audit = try story.audit()

        #expect(audit.missingTests.count == 1)
        #expect(audit.verdict == .undecided)
    }

    @Test func `a test of the inventory that no longer runs is missing`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("adds"), .passed("pays"), day: 1)
        try story.approve()
        try story.ingest(.passed("adds"), day: 2)

        let audit = try story.audit()

        #expect(audit.missingTests.count == 1)
        #expect(audit.missingTests[0].contains("pays"))
        #expect(audit.verdict == .undecided)
    }

    @Test func `what nobody supports or registered is named`() throws {
        let story = try BaselineStory()
        try story.laboratory.ingest(report(.passed("adds")), day: 1) { request in
            request.phase = "beta"
            request.environment = "moon"
            request.snapshot = BaselineStory.snapshot()
        }
        try story.approve()
        let ends = ["pkg:npm/alpha": Laboratory.moment(day: 39), "pkg:npm/beta": Laboratory.moment(day: 41)]

        let audit = try AuditBaseline(story.store, supportEnds: ends).perform(
            phase: "beta", now: Laboratory.moment(day: 40))

        #expect(audit.outdated.map(\.key) == ["pkg:npm/alpha"])
        #expect(audit.environments.map { "\($0.name) \($0.isRegistered)" } == ["moon false"])
    }

    @Test(arguments: [
        "UPDATE item SET value = '6.6.6' WHERE key = 'pkg:npm/alpha'", "UPDATE baseline SET approver = 'eve'",
        "UPDATE baseline SET state = 'frozen'", "UPDATE snapshot SET digest = 'c0ffee'",
    ])
    func `what is changed behind our back is found`(statement: String) throws {
        let story = try BaselineStory()
        try story.approve()
        #expect(try story.laboratory.problems() == [])

        try story.store.write { try $0.execute("\(raw: statement)") }

        #expect(try story.laboratory.problems().count == 1)
    }

    @Test func `without an approved baseline there is nothing to hold anything against`() throws {
        let story = try BaselineStory()
        try story.capture()

        #expect(throws: Refusal.self) { try story.audit() }
    }

    @Test func `configurations of runs and baselines are compared alike`() throws {
        let story = try BaselineStory()
        try story.capture()
        let run = try #require(
            try story.ingest(.passed("adds"), day: 1, snapshot: BaselineStory.snapshot(beta: "3.0.0")))
        let reading = ReadBaselines(story.store, now: BaselineStory.snapshot(alpha: "0.9.0"))

        let diff = try reading.diff(.baseline(phase: "beta", number: 1), .run(run))

        #expect(diff.deltas.map(\.key) == ["pkg:npm/beta"])
        #expect(try reading.diff(.run(run), .run(run)).isEmpty)
        #expect(
            try reading.diff(.baseline(phase: "beta", number: 1), .now).deltas.map(\.key) == [
                "pkg:npm/alpha"
            ])
        #expect(throws: ReadEvidence.Unknown.self) { try reading.diff(.run(99), .now) }
    }

    @Test(arguments: [
        ("BL-beta-2", BaselineReference.baseline(phase: "beta", number: 2)),
        ("bl-pre-beta-12", .baseline(phase: "pre-beta", number: 12)),
        ("RUN-7", .run(7)), ("run-7", .run(7)), ("now", .now), ("NOW", .now),
    ])
    func `a configuration is called by its name`(text: String, expected: BaselineReference) {
        #expect(BaselineReference(text) == expected)
    }

    @Test(arguments: ["", "BL-", "BL-beta", "BL-beta-0", "BL--1", "RUN-0", "RUN-x", "beta-2", "7"])
    func `anything else names none`(text: String) {
        #expect(BaselineReference(text) == nil)
    }

    @Test func `what an approved change speaks of is no drift`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("pays"), day: 1)
        try story.approve()
        try story.move(1, .freeze)
        try story.ingest(.passed("pays"), day: 31, snapshot: BaselineStory.snapshot(alpha: "2.0.0", beta: "3.0.0"))
        let drift = try story.audit()
        let keep = KeepChanges(story.store, viewpoint: Viewpoint(now: .max))
        func act(_ number: Int64, _ act: KeepChanges.Act, by actor: String) throws {
            _ = try keep.perform(
                number, act, .init(now: Laboratory.moment(day: 35), actor: actor, reason: "as agreed"))
        }
        for (number, item) in zip(1..., ["pkg:npm/alpha", "pkg:npm/beta"]) {
            var request = ChangeRequest(title: "update", reason: "old", requester: "ann")
            (request.scope.items, request.backOut) = ([item], "pin it again")
            _ = try keep.create(request, .init(now: Laboratory.moment(day: 32), actor: "ann", reason: "old"))
            try act(Int64(number), .submit, by: "ann")
            try act(Int64(number), .assess(AssessChange.Evidence()), by: "ann")
            if number == 1 { try act(1, .approve(authority: nil, isRehearsed: false), by: "ben") }
        }
        let half = try story.audit()
        try act(2, .approve(authority: nil, isRehearsed: false), by: "ben")

        let all = try story.audit()

        #expect((drift.verdict, drift.unaccounted.count, drift.baseline.state) == (.drift, 2, .suspect))
        #expect((half.verdict, half.unaccounted.map(\.key)) == (.drift, ["pkg:npm/beta"]))
        #expect(half.accounted.map(\.change) == [1])
        #expect((all.verdict, all.unaccounted.count, all.baseline.state) == (.clean, 0, .frozen))
        #expect(all.accounted.map(\.change) == [1, 2])
    }

    @Test func `a change that came after the run of a baseline counts, however late that run was captured`() throws {
        let story = try BaselineStory()
        let run = try #require(try story.ingest(.passed("pays"), day: 1))
        try story.change(to: "pkg:npm/alpha", day: 2)
        try story.ingest(.passed("pays"), day: 4, snapshot: BaselineStory.snapshot(alpha: "2.0.0"))

        try story.approve(.run(run))

        #expect(try story.audit().accounted.map(\.change) == [1])
        #expect(try story.audit().verdict == .clean)
    }

    @Test func `a change speaks once, and for no later step of the same item`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("pays"), day: 1)
        let keep = KeepChanges(story.store, viewpoint: Viewpoint(now: .max))
        func request(_ actor: String, _ day: Double) -> KeepChanges.Request {
            .init(now: Laboratory.moment(day: day), actor: actor, reason: "as agreed")
        }
        var change = ChangeRequest(title: "update", reason: "old", requester: "ann")
        (change.scope.items, change.backOut) = (["pkg:npm/alpha"], "pin it again")
        _ = try keep.create(change, request("ann", 2))
        for (act, actor) in [
            (KeepChanges.Act.submit, "ann"), (.assess(AssessChange.Evidence()), "ann"),
            (.approve(authority: nil, isRehearsed: false), "ben"),
        ] { _ = try keep.perform(1, act, request(actor, 3)) }
        try story.ingest(.passed("pays"), day: 4, snapshot: BaselineStory.snapshot(alpha: "1.1.0"))
        try story.approve(.snapshot(BaselineStory.snapshot(alpha: "1.1.0")))
        let clean = try story.audit()
        try story.ingest(.passed("pays"), day: 35, snapshot: BaselineStory.snapshot(alpha: "9.9.9"))

        let audit = try story.audit()

        #expect(clean.verdict == .clean)
        #expect((audit.verdict, audit.accounted.count) == (.drift, 0))
    }
}
