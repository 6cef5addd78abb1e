// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// How much of what is tested an issue hits, and what that makes of its severity and priority.
struct IssueBreadthTests {
    private static func weight(
        _ laboratory: Laboratory, components: [String] = [], _ edit: (inout SeverityRules) -> Void = { _ in }
    ) throws -> IssueWeight {
        var rules = SeverityRules()
        edit(&rules)
        let viewpoint = Viewpoint(now: .max, components: components, severity: rules)
        return try ReadEvidence(laboratory.store, viewpoint: viewpoint).issues.show(.issue(1)).weight
    }

    /// Every second run fails in some of the tests; each is of a commit of its own. S3, live in a phase of urgency 3: impact 2
    /// and 3 are P3, so the phase is beta, of urgency 2, where they are P2 and P3.
    private static func ingest(_ failing: Int, of tests: Int, place: String = "linux", into laboratory: Laboratory)
        throws
    {
        for day in 1...5 {
            let cases = (0..<tests).map { number in
                number < failing && day % 2 == 1 ? CaseText.failed("case \(number)") : .passed("case \(number)")
            }
            try laboratory.ingest(report(cases), day: Double(day), run: "\(place) \(day)") {
                ($0.phase, $0.commit) = ("beta", "c0ffee\(day)")
                $0.configuration = ConfigurationClass(["os": place])
            }
        }
    }

    @Test(arguments: [(4, 80, 2), (4, 81, 3), (3, 15, 3), (9, 200, 3)])
    func `four tests that are a twentieth of all are broad, fewer or a smaller share are not`(
        failing: Int, tests: Int, priority: Int
    ) throws {
        let laboratory = try Laboratory()
        try Self.ingest(failing, of: tests, into: laboratory)

        let weight = try Self.weight(laboratory)

        #expect((weight.severity, weight.priority) == (.s3, priority))
    }

    @Test(arguments: [(2, 2, 4, 2), (2, 2, 5, 3), (2, 1, 2, 3), (1, 2, 2, 3)])
    func `two classes that are half of those of the phase are broad, in more than one test`(
        failing: Int, hit: Int, classes: Int, priority: Int
    ) throws {
        let laboratory = try Laboratory()
        for place in 0..<classes {
            try Self.ingest(place < hit ? failing : 0, of: 60, place: "os\(place)", into: laboratory)
        }

        let weight = try Self.weight(laboratory)

        #expect((weight.severity, weight.priority) == (.s3, priority))
    }

    @Test(arguments: [(["pay shop/pay/**", "cart shop/cart/**"], 2), (["shop shop/**"], 3), ([], 3)])
    func `two components that are half of those that the settings name are broad`(
        components: [String], priority: Int
    ) throws {
        let laboratory = try Laboratory()
        for day in 1...5 {
            let failure = day % 2 == 1 ? "<failure message=\"no bank\"/>" : ""
            let text = """
                <testsuite name="shop"><testcase classname="a" name="pays" file="shop/pay/a.py">\(failure)</testcase>
                <testcase classname="a" name="buys" file="shop/cart/b.py">\(failure)</testcase></testsuite>
                """
            try laboratory.ingest(text, day: Double(day)) { ($0.phase, $0.commit) = ("beta", "c0ffee\(day)") }
        }

        let weight = try Self.weight(laboratory, components: components)

        #expect((weight.severity, weight.priority) == (.s3, priority))
    }

    /// Ten of the tests fail, two a day.
    private static func spread(blocking: Int, informing: Int) throws -> Laboratory {
        let laboratory = try Laboratory()
        for day in 0..<6 {
            let cases = (0..<blocking).map { number in
                number / 2 == day && number < 10 ? CaseText.failed("case \(number)") : .passed("case \(number)")
            }
            let others = (0..<informing).map { CaseText.passed("told \($0)") }
            try laboratory.ingest(report(cases + others), day: Double(day)) { $0.commit = "c0ffee\(day)" }
        }
        return laboratory
    }

    @Test func `tests that inform only are on neither side of the fifth that makes S1`() throws {
        let laboratory = try Self.spread(blocking: 40, informing: 40)

        let all = try Self.weight(laboratory)
        let without = try Self.weight(laboratory) { $0.informing = ["*told*"] }
        let few = try Self.weight(laboratory) { $0.informing = ["*told*", "*case 9"] }

        #expect([all, without, few].map { $0.severity == .s1 } == [false, true, false])
        #expect(without.severityReason == "a fifth of all tests, in several runs")
    }
}
