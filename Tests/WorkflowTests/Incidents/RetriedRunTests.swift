// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What a repetition of a job says of what failed in it before.
struct RetriedRunTests {
    private let laboratory: Laboratory

    init() throws { laboratory = try Laboratory() }

    private func ingest(_ cases: CaseText..., error: String? = nil, attempt: Int) throws -> IngestOutcome {
        try laboratory.ingest(report(cases, error: error), day: 1) { $0.attempt = attempt }
    }

    @Test func `what passed in a later attempt passed on a retry, and what failed again did not`() throws {
        let first = try ingest(.failed("pays", refusedPayment), .failed("adds", emptyCart), attempt: 1).changes
        let second = try ingest(.passed("pays"), .failed("adds", emptyCart), attempt: 2).changes
        let third = try ingest(.passed("adds"), attempt: 3).changes

        #expect(first.passedOnRetry.isEmpty && first.opened.count == 2)
        let pays = try #require(second.opened.first { $0.title.contains("payment") })
        #expect(second.passedOnRetry == [pays.number])
        #expect(third.passedOnRetry == Set(third.opened.map(\.number)) && third.passedOnRetry.count == 2)
    }

    @Test func `a suite that failed passed on a retry with its cases`() throws {
        _ = try ingest(.passed("pays"), error: brokenFixture, attempt: 1)

        let changes = try ingest(.passed("pays"), attempt: 2).changes

        #expect(changes.opened.count == 1 && changes.passedOnRetry == Set(changes.opened.map(\.number)))
    }

    @Test func `a suite that failed and passed with its cases was flaky, and one that failed again was not`() throws {
        _ = try ingest(.passed("pays"), error: brokenFixture, attempt: 1)
        let reading = ReadEvidence(laboratory.store)
        let suite = try #require(try reading.tests(matching: "[suite]", limit: 1).first)
        let before = try reading.test(id: suite.id).reliability
        _ = try ingest(.passed("pays"), attempt: 2)

        let after = try reading.test(id: suite.id).reliability

        #expect(before.map(\.outcomes) == [[.error]] && after.map(\.outcomes) == [[.flaky]])
        #expect(after.map(\.flakyPasses) == [1])
        #expect(try reading.test(id: suite.id).history.count == 1)
    }

    @Test func `a gate counts a suite that failed and passed then as flaky`() throws {
        let story = try GateStory(rules: ["G09"])
        for attempt in 1...2 {
            let text = report(.passed("pays"), .passed("ships"), error: attempt == 1 ? brokenFixture : nil)
            try story.laboratory.ingest(text, day: 31, run: "repeated") { request in
                (request.phase, request.release, request.commit, request.branch) = ("beta", "2.4", "c0ffee1", "main")
                request.configuration = ConfigurationClass(["os": "linux"])
                request.attempt = attempt
            }
        }

        let rule = try #require(try story.decide(day: 32).verdict.rules.first { $0.id == "G09" })

        #expect(rule.outcome == .fail)
        #expect(rule.subjects.map(\.text).allSatisfy { $0.contains("[suite]") } && rule.subjects.count == 1)
    }
}
