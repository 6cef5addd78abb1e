// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Gating
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Drift opens an incident of kind configuration, whose life follows from what audits found.
struct DriftIncidentTests {
    private let story: BaselineStory

    /// A baseline of the beta that a run on Linux was captured for and approved.
    init() throws {
        story = try BaselineStory()
        try story.ingest(.passed("pays"), day: 1)
        try story.approve(.run(1))
        try story.move(1, .freeze)
    }

    private static let drifted = BaselineStory.snapshot(alpha: "1.1.0")

    /// Ingests a run of a day, and audits the beta on it.
    @discardableResult
    private func day(
        _ day: Double, _ snapshot: ConfigurationSnapshot? = BaselineStory.snapshot(), os: String = "linux",
        isDryRun: Bool = false
    ) throws -> BaselineAudit {
        try story.ingest(.passed("pays"), day: day, snapshot: snapshot, os: os)
        return try audit(day, isDryRun: isDryRun)
    }

    @discardableResult
    private func audit(_ day: Double, isDryRun: Bool = false) throws -> BaselineAudit {
        try AuditBaseline(story.store).perform(
            phase: "beta", now: Laboratory.moment(day: day + 0.1), isDryRun: isDryRun)
    }

    private func reading(_ day: Double? = nil) -> ReadEvidence {
        guard let day else { return ReadEvidence(story.store) }
        let moment = Laboratory.moment(day: day)
        return ReadEvidence(RewoundStore(story.store, to: moment), viewpoint: Viewpoint(now: moment))
    }

    private func drifts(_ day: Double? = nil) throws -> [IncidentSummary] {
        var filter = ReadEvidence.IncidentFilter()
        filter.rows.kinds = [.configuration]
        return try reading(day).incidents(filter).sorted { $0.number < $1.number }
    }

    private func states(_ day: Double? = nil) throws -> [String] {
        try drifts(day).map { "\($0.number) \($0.stateText)" }
    }

    private func fates(_ audit: BaselineAudit) -> [String] {
        audit.incidents.map { "\($0.number) \($0.configuration.text) \($0.fate.rawValue)" }
    }

    // MARK: Its life

    @Test func `an audit that finds drift opens one for each configuration class`() throws {
        try story.ingest(.passed("pays"), day: 31, snapshot: Self.drifted)
        let audit = try day(32, BaselineStory.snapshot(alpha: "1.1.0", os: "macOS 15"), os: "mac")

        #expect(fates(audit) == ["1 os=linux opened", "2 os=mac opened"])
        let all = try drifts()
        #expect(all.map(\.kind) == [.configuration, .configuration])
        #expect(all.map(\.title) == Array(repeating: "drift from BL-beta-1: dependency pkg:npm/alpha", count: 2))
        #expect(all.map(\.opened.id) == [2, 3])
        #expect(all[0].opened.startedAt == Laboratory.moment(day: 32.1))
    }

    @Test func `its runs are those that audits looked at, each once, and its occurrences the audits`() throws {
        try day(31, Self.drifted)
        try audit(31.5)
        try day(32, Self.drifted)

        let incident = try #require(try drifts().first)
        #expect((incident.failedRuns, incident.occurrences) == (2, 3))
    }

    @Test func `an audit without drift opens none`() throws {
        #expect(try day(31).incidents.isEmpty)
        #expect(try drifts().isEmpty)
        #expect(try story.store.read { try DriftRecords($0).all() }.isEmpty)
    }

    @Test func `the same drift is seen again, and changes nothing`() throws {
        try day(31, Self.drifted)
        let again = try audit(31.5)
        try audit(31.7)

        #expect(fates(again) == ["1 os=linux ongoing"])
        #expect(try states() == ["1 open"])
        #expect(try (drifts()[0].failedRuns, drifts()[0].occurrences) == (1, 3))
        #expect(try drifts()[0].lastFailed.startedAt == Laboratory.moment(day: 31.8))
        #expect(try reading().incident(number: 1).events.map(\.rule) == ["open-by-drift"])
    }

    @Test func `an audit that finds what was approved restores it, and drift soon after opens it again`() throws {
        try day(31, Self.drifted)
        let restored = try day(32)
        let states = try states()
        let back = try day(33, Self.drifted)

        #expect(fates(restored) == ["1 os=linux restored"])
        #expect(states == ["1 restored"])
        #expect(fates(back) == ["1 os=linux reopened"])
        #expect(try self.states() == ["1 open"])
        #expect(try drifts()[0].reopenCount == 1)
    }

    @Test func `a baseline that holds what drifted restores it`() throws {
        try day(31, Self.drifted)
        try story.change(to: "pkg:npm/alpha", day: 31.5)
        try story.approve(.run(2))

        let audit = try audit(32)

        #expect(audit.baseline.name == "BL-beta-2")
        #expect(fates(audit) == ["1 os=linux restored"])
        #expect(try drifts()[0].title == "drift from BL-beta-1: dependency pkg:npm/alpha")
    }

    @Test func `an approved change restores it`() throws {
        try day(31, Self.drifted)
        try story.change(to: "pkg:npm/alpha", day: 31.5)

        #expect(fates(try audit(32)) == ["1 os=linux restored"])
    }

    @Test func `drift after seven days and five quiet audits is another episode`() throws {
        try day(31, Self.drifted)
        for day in 32...36 { try self.day(Double(day)) }
        let soon = try day(38.8, Self.drifted)
        for day in 39...44 { try self.day(Double(day)) }
        let late = try day(47, Self.drifted)

        #expect(fates(soon) == ["1 os=linux reopened"])
        #expect(fates(late) == ["2 os=linux opened"])
        #expect(try states() == ["1 closed", "2 open"])
        #expect(try drifts().map(\.episode) == [1, 2])
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `one that is quiet for long enough is closed, and later audits note nothing`() throws {
        try day(31, Self.drifted)
        for day in 32...37 { try self.day(Double(day)) }
        let closing = try day(40)
        let noted = try story.store.read { try DriftRecords($0).all().count }
        try day(41)

        #expect(fates(closing) == ["1 os=linux closed"])
        #expect(try states() == ["1 closed"])
        #expect(try story.store.read { try DriftRecords($0).all().count } == noted)
    }

    @Test func `a run that nobody captured restores nothing`() throws {
        try day(31, Self.drifted)

        #expect(try day(32, nil).incidents.isEmpty)
        #expect(try states() == ["1 open"])
    }

    @Test func `a dry run notes nothing`() throws {
        let audit = try day(31, Self.drifted, isDryRun: true)

        #expect(fates(audit) == ["1 os=linux opened"])
        #expect(try drifts().isEmpty)
        #expect(fates(try self.audit(31.5)) == ["1 os=linux opened"])
    }

    @Test func `it takes its number from the counter of all incidents`() throws {
        try story.ingest(.failed("pays", refusedPayment), day: 31, snapshot: Self.drifted)
        try audit(31)
        try story.ingest(.failed("ships", emptyCart), day: 32, snapshot: Self.drifted)

        #expect(try story.laboratory.incidents().map(\.number) == [1, 3])
        #expect(try drifts().map(\.number) == [2])
    }

    @Test func `documents that drift have one of their own`() throws {
        func documents(_ digest: String) -> ConfigurationSnapshot {
            ConfigurationSnapshot([
                ConfigurationItem(.document, "docs/a.md", value: nil, digest: "sha256:\(digest)", evidence: "docs/a.md")
            ])
        }
        let keep = KeepBaselines(story.store)
        _ = try keep.capture(phase: "design", .snapshot(documents("aa")), suites: [], BaselineStory.request("ann"))
        _ = try keep.move(phase: "design", number: 1, .propose, BaselineStory.request("ann"))
        _ = try keep.move(phase: "design", number: 1, .approve, BaselineStory.request("ben"))
        func audit(_ digest: String, day: Double) throws -> BaselineAudit {
            try AuditBaseline(story.store, documents: documents(digest)).perform(
                phase: "design", now: Laboratory.moment(day: day))
        }

        #expect(fates(try audit("bb", day: 40)) == ["1  opened"])
        #expect(fates(try audit("aa", day: 41)) == ["1  restored"])
        let detail = try reading().incident(number: 1)
        #expect(detail.drift == [DriftItem(delta: detail.drift[0].delta, lastGood: nil, first: nil, change: nil)])
        #expect(detail.events.map(\.run) == [nil, nil])
        #expect(try story.laboratory.problems() == [])
    }

    // MARK: What people see and say

    @Test func `it says since which run each item is another one, and which change asks for it`() throws {
        try day(31)
        try story.ingest(.passed("pays"), day: 32, snapshot: Self.drifted)
        try day(33, BaselineStory.snapshot(alpha: "1.1.0", beta: "3.0.0"))
        let keep = KeepChanges(story.store, viewpoint: Viewpoint(now: .max))
        var change = ChangeRequest(title: "update", reason: "old", requester: "ann")
        (change.scope.items, change.backOut) = (["pkg:npm/beta"], "pin it again")
        _ = try keep.create(
            change, .init(now: Laboratory.moment(day: 33.5), actor: "ann", reason: "as agreed"))

        let items = try reading().incident(number: 1).drift

        #expect(items.map(\.delta.key) == ["pkg:npm/alpha", "pkg:npm/beta"])
        #expect(items.map(\.lastGood) == [2, 3])
        #expect(items.map(\.first) == [3, 4])
        #expect(items.map(\.change) == [nil, 1])
    }

    @Test func `it is listed and counted with the others`() throws {
        try story.ingest(.failed("pays", refusedPayment), day: 31, snapshot: Self.drifted)
        try audit(31)

        let status = try reading().status(phase: "beta", release: nil, limit: 5)
        var filter = ReadEvidence.IncidentFilter()
        filter.rows.text = "NPM/ALPHA"

        #expect(status.counts[.open] == 2)
        #expect(status.live.map(\.number) == [1, 2])
        #expect(try reading().incidents().map(\.kind) == [.test, .configuration])
        #expect(try reading().incidents(filter).map(\.number) == [2])
        filter.rows.text = "no such thing"
        #expect(try reading().incidents(filter).isEmpty)
        filter.rows.kinds = [.test]
        filter.rows.text = nil
        #expect(try reading().incidents(filter).map(\.number) == [1])
        #expect(try reading().status(phase: "alpha", release: nil, limit: 5).counts.isEmpty)
    }

    private func say(_ verb: DecideIssue.IncidentVerb, day: Double) throws -> String {
        try DecideIssue(story.store).perform(
            .init(.incident(1, verb), now: Laboratory.moment(day: day), actor: "ann", reason: "known")
        ).after
    }

    @Test func `nobody closes it by word, since the next audit would know nothing of that`() throws {
        try day(31, Self.drifted)
        #expect(throws: Refusal.self) { try say(.close, day: 31.5) }
        try day(32)
        #expect(try states() == ["1 restored"])
        #expect(throws: Refusal.self) { try say(.close, day: 32.5) }
        #expect(try states() == ["1 restored"])
    }

    @Test func `an acknowledgement holds until it opens again`() throws {
        try day(31, Self.drifted)

        #expect(try say(.acknowledge, day: 31.5) == "acknowledged")
        try audit(31.6)
        #expect(try states() == ["1 acknowledged"])
        #expect(throws: Refusal.self) { try say(.acknowledge, day: 31.9) }
        try day(32)
        try day(33, Self.drifted)
        #expect(try states() == ["1 open"])
        #expect(try reading().incident(number: 1).words.map(\.verb) == ["acknowledge"])
    }

    @Test func `a false alarm counts for nothing while the same drift is seen, and another drift is no false alarm`()
        throws
    {
        try day(31, Self.drifted)

        #expect(try say(.void, day: 31.5) == "void")
        try audit(31.6)
        #expect(try states() == ["1 void"])
        #expect(try reading().status(phase: nil, release: nil, limit: 5).counts[.open] == nil)
        try day(32, BaselineStory.snapshot(alpha: "1.2.0"))
        #expect(try states() == ["1 open"])
    }

    @Test func `what people said can be taken back`() throws {
        try day(31, Self.drifted)
        _ = try say(.void, day: 31.5)

        _ = try DecideClusters(story.store).perform(
            .init(.undo(nil), now: Laboratory.moment(day: 32), actor: "ann", reason: "it is real"))

        #expect(try states() == ["1 open"])
    }

    @Test func `it has no issue, and says so`() throws {
        try day(31, Self.drifted)

        let refusal = #expect(throws: Refusal.self) {
            try DecideIssue(story.store).perform(
                .init(.issue(.incident(1), .confirm), now: Laboratory.moment(day: 32), actor: "ann", reason: "known"))
        }

        #expect(refusal?.message.contains("INC-1 is of kind configuration") == true)
    }

    @Test func `runs without an audit leave it stale`() throws {
        try day(31, Self.drifted)
        for day in 32...40 { try story.ingest(.passed("pays"), day: Double(day)) }
        #expect(try states() == ["1 open"])

        try story.ingest(.passed("pays"), day: 41, snapshot: Self.drifted)

        #expect(try states() == ["1 stale"])
        try audit(42)
        #expect(try states() == ["1 open"])
    }

    @Test func `nobody looks at an old one: the gate counts it`() throws {
        try day(31, Self.drifted)
        func finding() throws -> String? {
            let policy = GatePolicy(phase: "beta")
            let question = DecideGate.Request(
                phase: "beta", now: Laboratory.moment(day: 38), actor: "ben", policy: policy)
            let verdict = try DecideGate(story.store, viewpoint: Viewpoint(now: question.now)).perform(question).verdict
            return verdict.rules.first { $0.id == "G06" }.map { "\($0.outcome.rawValue) \($0.subjects.map(\.id))" }
        }

        #expect(try finding() == #"fail ["INC-1"]"#)
        _ = try say(.acknowledge, day: 31.5)
        #expect(try finding() == "pass []")
    }

    // MARK: The store

    @Test(
        arguments: [(30.5, []), (31.5, ["1 open"]), (32.5, ["1 restored"]), (33.5, ["1 open"])] as [(Double, [String])])
    func `it was in the state that it was in`(moment: Double, expected: [String]) throws {
        try day(31, Self.drifted)
        try day(32)
        try day(33, Self.drifted)

        #expect(try states(moment) == expected)
        let rewound = RewoundStore(story.store, to: Laboratory.moment(day: moment))
        #expect(try VerifyStore(rewound, integrity: { [] }).perform().problems == [])
    }

    @Test func `a copy of the store holds it, and goes on with it`() throws {
        try day(31, Self.drifted)
        let copy = try TestStore.make()

        _ = try CopyStore(from: story.store, to: copy).perform()
        _ = try AuditBaseline(copy).perform(phase: "beta", now: Laboratory.moment(day: 32))

        #expect(try ReadEvidence(copy).incident(number: 1).summary.occurrences == 2)
        #expect(try ReadEvidence(copy).incidents().count == 1)
        #expect(try VerifyStore(copy, integrity: { [] }).perform().problems == [])
    }

    @Test func `the export tells it`() throws {
        let before = try story.laboratory.export().count
        try day(31, Self.drifted)
        try day(32)

        let lines = try story.laboratory.export().filter {
            $0.hasPrefix(#"{"drift":"beta","configuration":"os=linux""#)
        }

        #expect(lines.count == 1)
        #expect(lines.first?.contains(#"["dependency pkg:npm/alpha",["1.0.0"],["1.1.0"]]"#) == true)
        #expect(lines.first?.contains("restore-by-audit") == true)
        #expect(before < (try story.laboratory.export().count))
    }

    @Test func `a sound store says so, with the incident counted`() throws {
        try day(31, Self.drifted)

        let outcome = try VerifyStore(story.store, integrity: { [] }).perform()

        #expect((outcome.problems, outcome.incidents) == ([], 1))
    }

    @Test(arguments: [
        "UPDATE drift SET incident_number = 2 WHERE id = 2", "UPDATE drift SET set_id = NULL WHERE id = 1",
        "UPDATE drift SET snapshot_id = (SELECT snapshot_id FROM baseline), run_id = NULL WHERE set_id IS NOT NULL",
        "UPDATE drift_set SET deltas = replace(deltas, '1.1.0', '1.1.1')", "UPDATE drift SET incident_number = 9",
    ])
    func `what is changed behind our back is found`(statement: String) throws {
        try day(31, Self.drifted)
        try day(32)
        #expect(try story.laboratory.problems() == [])

        try story.laboratory.tamper("\(raw: statement)")

        #expect(try !story.laboratory.problems().isEmpty)
    }
}
