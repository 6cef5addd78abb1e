// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Severity and priority beside the symptoms: tags, the settings, escapes, breadth over several runs, dates and trends.
struct SeverityTests {
    private static func weight(
        _ laboratory: Laboratory, day: Double? = nil, phases: [String] = [],
        _ edit: (inout SeverityRules) -> Void = { _ in }
    ) throws -> IssueWeight {
        var rules = SeverityRules()
        edit(&rules)
        let viewpoint = Viewpoint(
            now: day.map(Laboratory.moment) ?? .max, phases: phases, severity: rules)
        return try ReadEvidence(laboratory.store, viewpoint: viewpoint).issues.show(.issue(1)).weight
    }

    /// A report whose suite says of itself what it is tagged with.
    private static func tagged(_ name: String, _ value: String, suite: String = "shop") -> String {
        """
        <testsuite name="\(suite)"><properties><property name="\(name)" value="\(value)"/></properties>
        \(CaseText.failed("pays").text)</testsuite>
        """
    }

    private static func failing(_ days: ClosedRange<Int>, phase: String = "system", commit: String? = nil) throws
        -> Laboratory
    {
        let laboratory = try Laboratory()
        for day in days {
            try laboratory.ingest(report(.failed("pays")), day: Double(day)) {
                ($0.phase, $0.commit) = (phase, commit)
            }
        }
        return laboratory
    }

    // MARK: Severity

    @Test(arguments: [
        ("tags", "slow, Smoke", Severity.s1, "a test that is tagged smoke"),
        ("tag", "security", .s1, "a test that is tagged security"),
        ("tags", "crash data-loss", .s1, "a test that is tagged crash"),
        ("tags", "slow", .s2, "fails always, in every configuration of system"),
        ("note", "smoke", .s2, "fails always, in every configuration of system"),
    ])
    func `a suite that is tagged so makes a failure S1`(
        name: String, value: String, severity: Severity, reason: String
    ) throws {
        let laboratory = try Laboratory()
        for day in 1...3 { try laboratory.ingest(Self.tagged(name, value), day: Double(day)) }

        let weight = try Self.weight(laboratory)

        #expect((weight.severity, weight.severityReason) == (severity, reason))
    }

    @Test func `one failure of a critical test is an issue, and open`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(Self.tagged("tags", "smoke"))

        let issue = try ReadEvidence(laboratory.store).issues.show(.issue(1))

        #expect(issue.life.transitions.map(\.rule) == ["recurs-R4", "critical-test"])
        #expect(issue.summary.rule == .severity && issue.weight.severity == .s1)
        #expect(try laboratory.problems() == [])
    }

    @Test(arguments: [("tags", "slow"), ("note", "smoke")])
    func `one failure of any other test is none`(name: String, value: String) throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(Self.tagged(name, value))

        #expect(try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lines.isEmpty)
        #expect(try laboratory.problems() == [])
    }

    @Test func `tags of another suite say nothing of a failure`() throws {
        let laboratory = try Laboratory()
        let other = Self.tagged("tags", "smoke", suite: "bank").replacing(CaseText.failed("pays").text, with: "")
        try laboratory.ingest(
            "<testsuites>\(other)\(suiteText([.failed("pays")], suite: "shop"))</testsuites>")

        #expect(try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lines.isEmpty)
    }

    @Test(arguments: [false, true])
    func `of many failures at once the critical ones are issues, whatever came first`(isReversed: Bool) throws {
        let laboratory = try Laboratory()
        func suite(_ name: String, _ range: ClosedRange<Int>, tags: String) -> String {
            let cases = range.map { CaseText.failed("case \($0)", Self.sentence($0)) }
            return suiteText(cases, suite: name).replacing(
                "<testsuite name=\"\(name)\">",
                with: "<testsuite name=\"\(name)\"><properties><property name=\"tags\" value=\"\(tags)\"/></properties>"
            )
        }
        let passing = report((0..<400).map { CaseText.passed("quiet \($0)") }, suite: "calm")
        let text =
            "<testsuites>\(suite("shop", 0...69, tags: "slow"))\(suite("bank", 70...71, tags: "smoke"))</testsuites>"
        let days: [(String, Double)] = [(passing, 2), (text, 3)]
        for (text, day) in isReversed ? days.reversed() : days { try laboratory.ingest(text, day: day) }

        let lines = try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lines

        #expect(try laboratory.incidents().count > 64)
        #expect(lines.map(\.summary.rule) == [.severity, .severity])
        #expect(lines.allSatisfy { $0.weight.severity == .s1 })
        #expect(try laboratory.problems() == [])
    }

    /// Four words that no other sentence has.
    private static func sentence(_ number: Int) -> String {
        let (first, middle) = (
            ["ba", "de", "gi", "lo", "mu", "na", "pe", "ri", "so", "tu"],
            ["kar", "lem", "min", "nol", "pur", "rab", "sed", "tif", "vox", "zun"]
        )
        return (0..<4).map { place in
            let word = number * 4 + place
            return first[word / 100 % 10] + middle[word / 10 % 10] + first[word % 10]
        }.joined(separator: " ")
    }

    @Test func `what stopped the last gate is S2 and more urgent, until a gate goes on or it is over`() throws {
        let story = try GateStory(rules: ["G04"])
        try story.ingest("...", day: 20)
        try story.approve()
        try story.ingest("F..", day: 31, commit: "c0ffee2")
        try story.ingest("F..", day: 32, commit: "c0ffee2", os: "mac")
        func weight() throws -> IssueWeight { try Self.weight(story.laboratory, day: 60) }
        let before = try weight()

        let outcome = try story.decide(day: 33).verdict.outcome
        let stopped = try weight()
        let earlier = try Self.weight(story.laboratory, day: 33)
        try story.asking([]).decide(day: 34)
        let passed = try weight()

        #expect(outcome == .noGo)
        #expect([before, stopped, earlier, passed].map(\.severity) == [.s3, .s2, .s3, .s3])
        #expect(stopped.severityReason == "it stopped GATE-1 of beta")
        #expect(stopped.urgencyReason == "GATE-1 of beta waits for it" && stopped.priority < before.priority)
        #expect(try story.replay(1).isSame && story.replay(1).isCollectedAgain)
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `what stopped a gate is open from then on, and what is over stops nothing`() throws {
        let story = try GateStory(rules: ["G04"])
        try story.ingest("...", day: 20)
        try story.approve()
        try story.ingest("F..", day: 31, commit: "c0ffee2")
        try story.ingest("F..", day: 32, commit: "c0ffee2", os: "mac")
        try story.decide(day: 33)
        for (day, os) in [(34.0, "linux"), (35, "mac")] { try story.ingest("...", day: day, commit: "c0ffee3", os: os) }

        let viewpoint = Viewpoint(now: Laboratory.moment(day: 60))
        let issue = try ReadEvidence(story.store, viewpoint: viewpoint).issues.show(.issue(1))

        #expect(issue.life.transitions.map(\.rule) == ["recurs-R2", "stops-gate"])
        #expect(issue.weight.severity != .s2)
    }

    @Test func `what a waiver excuses stops nothing`() throws {
        let story = try GateStory(rules: ["G04"])
        try story.ingest("...", day: 20)
        try story.approve()
        try story.ingest("F..", day: 31, commit: "c0ffee2")
        try story.ingest("F.G", day: 32, commit: "c0ffee2", os: "mac")
        for incident in try story.laboratory.incidents() where incident.title.contains("refused") {
            try story.waive("G04", "INC-\(incident.number)", day: 33, until: 50)
        }

        let verdict = try story.decide(day: 34).verdict

        #expect(verdict.outcome == .noGo)
        #expect(try Self.weight(story.laboratory, day: 60).severity == .s3)
    }

    @Test func `the project says which tags are critical, and which tests`() throws {
        let laboratory = try Laboratory()
        for day in 1...3 { try laboratory.ingest(Self.tagged("tags", "smoke"), day: Double(day)) }

        let none = try Self.weight(laboratory) { $0.criticalTags = [] }
        let own = try Self.weight(laboratory) { $0.criticalTags = ["SMOKE"] }
        let named = try Self.weight(laboratory) { ($0.criticalTags, $0.critical) = ([], ["shop/*/pays"]) }
        let other = try Self.weight(laboratory) { ($0.criticalTags, $0.critical) = ([], ["bank/*"]) }

        #expect([none, own, named, other].map(\.severity) == [.s2, .s1, .s1, .s2])
        #expect(named.severityReason == "a test that is critical by the settings")
    }

    @Test func `what only informs is S4, unless it is critical or somebody says otherwise`() throws {
        let laboratory = try Self.failing(1...3)

        let informing = try Self.weight(laboratory) { $0.informing = ["shop/*"] }
        let both = try Self.weight(laboratory) { ($0.informing, $0.critical) = (["shop/*"], ["*pays"]) }
        let other = try Self.weight(laboratory) { $0.informing = ["*/adds"] }
        try IssueStory.say(laboratory, .severity, "S3", day: 5)
        let said = try Self.weight(laboratory) { $0.informing = ["shop/*"] }

        #expect([informing, both, other, said].map(\.severity) == [.s4, .s1, .s2, .s3])
        #expect(informing.severityReason == "tests that inform only")
    }

    @Test(
        arguments: [
            (
                ["alpha", "beta"], "c0ffee", Severity.s1,
                "fails always, in every configuration of beta, and alpha let it through"
            ),
            (["beta", "alpha"], "c0ffee", .s2, "fails always, in every configuration of beta"),
            ([], "c0ffee", .s2, "fails always, in every configuration of beta"),
            (["alpha", "beta"], "c0ffe0", .s2, "fails always, in every configuration of beta"),
            (["alpha", "beta"], nil, .s2, "fails always, in every configuration of beta"),
        ] as [([String], String?, Severity, String)])
    func `what an earlier phase let through on the same commit is a step worse`(
        phases: [String], commit: String?, severity: Severity, reason: String
    ) throws {
        let laboratory = try Self.failing(4...6, phase: "beta", commit: "c0ffee")
        try laboratory.ingest(report(.passed("pays")), day: 2) { ($0.phase, $0.commit) = ("alpha", commit) }

        let weight = try Self.weight(laboratory, phases: phases)

        #expect((weight.severity, weight.severityReason) == (severity, reason))
    }

    @Test func `a phase that found it did not let it through, though somebody called that a false alarm`() throws {
        let laboratory = try Self.failing(4...6, phase: "beta", commit: "c0ffee")
        try laboratory.ingest(report(.failed("pays")), day: 2) { ($0.phase, $0.commit) = ("alpha", "c0ffee") }
        let alpha = try #require(laboratory.incidents().first { $0.phase == "alpha" }).number
        let void = DecideIssue.Request(
            .incident(alpha, .void), now: Laboratory.moment(day: 7), actor: "ann", reason: "as seen")
        _ = try DecideIssue(laboratory.store).perform(void)

        let weight = try Self.weight(laboratory, phases: ["alpha", "beta"])

        #expect((weight.severity, weight.severityReason) == (.s2, "fails always, in every configuration of beta"))
    }

    @Test func `what is due to its environment escaped from nowhere`() throws {
        let laboratory = try Self.failing(4...6, phase: "beta", commit: "c0ffee")
        try laboratory.ingest(report(.passed("pays")), day: 2) { ($0.phase, $0.commit) = ("alpha", "c0ffee") }
        var request = DecideIssue.Request(
            .issue(.issue(1), .cause), now: Laboratory.moment(day: 7), actor: "ann", reason: "as seen")
        (request.value, request.category) = ("no disk", .environment)
        _ = try DecideIssue(laboratory.store).perform(request)

        #expect(try Self.weight(laboratory, phases: ["alpha", "beta"]).severity == .s2)
    }

    @Test(arguments: [(15, Severity.s1), (80, .s2)])
    func `ten tests that are a fifth of all are S1, though no run breaks them at once`(
        tests: Int, severity: Severity
    ) throws {
        let laboratory = try Laboratory()
        for day in 0..<6 {
            let cases = (0..<tests).map { number in
                number / 2 == day ? CaseText.failed("case \(number)") : .passed("case \(number)")
            }
            try laboratory.ingest(report(cases), day: Double(day)) { $0.commit = "c0ffee\(day)" }
        }

        let weight = try Self.weight(laboratory)

        #expect(weight.severity == severity)
        #expect(try laboratory.incidents().allSatisfy { !$0.isMajor })
    }

    // MARK: Priority

    @Test(
        arguments: [
            (nil, 20.0, 3, nil), ("system 2026-01-22", 20, 2, "the gate of system is due in 1 day"),
            ("system 2026-01-21", 20, 2, "the gate of system is due today"),
            ("system 2026-01-22", 20.75, 2, "the gate of system is due in 1 day"),
            ("system 2026-01-21", 20.75, 2, "the gate of system is due today"),
            ("system 2026-01-27", 20, 3, "the gate of system is due in 6 days"),
            ("system 2026-02-10", 20, 3, "the gate of system is due in 20 days"),
            ("system 2026-06-01", 20, 4, "the gate of system is due in 131 days"),
            ("system 2026-01-20", 20, 3, nil), ("beta 2026-01-22", 20, 3, nil),
        ] as [(String?, Double, Int, String?)])
    func `the nearer the gate of its phase, the more urgent`(
        date: String?, day: Double, priority: Int, reason: String?
    ) throws {
        let laboratory = try Laboratory()
        // Two tests in one place: impact 3, whose priorities are P2, P3, P3 and P4.
        for day in 1...3 {
            try laboratory.ingest(report(.failed("pays"), .failed("buys")), day: Double(day))
            try laboratory.ingest(report(.passed("adds")), day: Double(day) + 0.5) {
                $0.configuration = ConfigurationClass(["os": "mac"])
            }
        }

        let weight = try Self.weight(laboratory, day: day) { $0.gateDates = date.map { [$0] } ?? [] }

        #expect((weight.priority, weight.urgencyReason) == (priority, reason))
    }

    @Test(
        arguments: [
            ("F.........F.F.F.F..F", 2, "it fails more often"), ("F.F.F.F.F.F.........F", 4, "it fails less often"),
            ("F..F..F...F..F..F..F", 3, nil), (".F.F.F.F.F", 3, nil),
        ] as [(String, Int, String?)])
    func `what fails more often than before is more urgent, and what fails less often less`(
        runs: String, priority: Int, reason: String?
    ) throws {
        let laboratory = try Laboratory()
        for (day, letter) in runs.enumerated() {
            let cases = ["pays", "buys"].map { letter == "F" ? CaseText.failed($0) : .passed($0) }
            try laboratory.ingest(report(cases), day: Double(day)) { request in
                // Urgency 2, from which it can go both ways.
                (request.phase, request.commit) = ("beta", "c0ffee\(day)")
            }
        }

        let weight = try Self.weight(laboratory)

        #expect(weight.urgencyReason == reason)
        // Impact 3: urgency 1 is P2, 2 and 3 are P3; without a second test of live phases nothing else moves it.
        #expect(weight.priority == (priority == 2 ? 2 : 3))
    }
}
