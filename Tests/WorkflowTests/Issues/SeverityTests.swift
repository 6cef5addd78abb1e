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

    @Test func `a critical test is open as soon as it recurs`() throws {
        let laboratory = try Laboratory()
        for (day, text) in [
            (1.0, Self.tagged("tags", "smoke")), (2, report(.passed("pays"))), (3, Self.tagged("tags", "smoke")),
        ] {
            try laboratory.ingest(text, day: day) { $0.commit = "c0ffee\(Int(day))" }
        }

        let life = try ReadEvidence(laboratory.store).issues.show(.issue(1)).life

        #expect(life.transitions.map(\.rule) == ["recurs-R1", "critical-test"])
        #expect(try laboratory.problems() == [])
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
