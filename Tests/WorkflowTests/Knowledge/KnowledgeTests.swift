// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What people know is kept, found again, and doubted when it does not help.
struct KnowledgeTests {
    private static let now = Laboratory.moment(day: 60)

    private static let text = """
        # Payments fail on Mondays

        ## Workaround

        1. Restart the mock.
        2. Run again.

        ## Symptom

        connection refused by the payment service
        """

    private func laboratory() throws -> Laboratory {
        let laboratory = try Laboratory()
        for day in [1.0, 2, 3] {
            try laboratory.ingest(report(.failed("pays", "payment service refused the order")), day: day)
        }
        return laboratory
    }

    @discardableResult
    private func perform(
        _ laboratory: Laboratory, _ verb: KeepKnowledge.Verb, now: Int64 = now
    ) throws -> KeepKnowledge.Entry {
        try KeepKnowledge(laboratory.store).perform(verb, now: now, actor: "ann")
    }

    private func say(_ laboratory: Laboratory, _ verb: IssueVerb, _ value: String?, day: Double) throws {
        var request = DecideIssue.Request(
            .issue(.issue(1), verb), now: Laboratory.moment(day: day), actor: "ann", reason: "as seen")
        request.value = value
        _ = try DecideIssue(laboratory.store).perform(request)
    }

    @Test func `Markdown goes in and comes out`() throws {
        let parsed = try #require(KnowledgeArticle.parse(markdown: Self.text))
        let entry = try perform(laboratory(), .write(markdown: Self.text, article: nil, issue: .issue(1)))

        #expect(parsed.title == "Payments fail on Mondays")
        #expect(parsed.sections[.workaround] == "1. Restart the mock.\n2. Run again.")
        #expect(entry.article.number == 1)
        #expect(entry.issue == "ISS-1")
        let again = try #require(KnowledgeArticle.parse(markdown: entry.article.markdown))
        #expect(again.title == parsed.title && again.sections == parsed.sections)
    }

    @Test func `line ends of Windows and headings within a fence change nothing`() throws {
        let text = Self.text + "\n## Restore\n```\n## Fix\n```\n"

        let parsed = try #require(KnowledgeArticle.parse(markdown: text))
        let windows = try #require(KnowledgeArticle.parse(markdown: text.replacing("\n", with: "\r\n")))

        #expect(parsed.sections[.restore] == "```\n## Fix\n```")
        #expect(parsed.sections[.fix] == nil)
        #expect(windows.title == parsed.title && windows.sections == parsed.sections)
    }

    @Test(arguments: ["", "no title", "## Symptom\nx", "# T\n## Reason\nx", "# \n## Fix\nx"])
    func `what is no article is refused`(text: String) throws {
        let laboratory = try laboratory()

        #expect(throws: Refusal.self) {
            try perform(laboratory, .write(markdown: text, article: nil, issue: nil))
        }
        #expect(try laboratory.rows("article") == 0)
    }

    @Test func `a known error is drafted, an unknown one is not`() throws {
        let laboratory = try laboratory()

        #expect(throws: Refusal.self) { try perform(laboratory, .draft(.issue(1))) }
        try say(laboratory, .cause, "the certificate ends on Sunday", day: 4)
        try say(laboratory, .workaround, "renew it by hand", day: 5)
        let entry = try perform(laboratory, .draft(.issue(1)))

        #expect(entry.article.sections[.cause] == "the certificate ends on Sunday")
        #expect(entry.article.sections[.workaround] == "renew it by hand")
        #expect(entry.article.sections[.symptom]?.contains("refused the order") == true)
        #expect(entry.issueState == .knownError)
    }

    @Test func `rare words find the article, and the best one is first`() throws {
        let laboratory = try laboratory()
        for (title, symptom) in [
            ("Slow disk", "the service waits for the disk"), ("Payments", "connection refused by the service"),
            ("Login", "the service wants a NullPointerException"),
        ] {
            try perform(laboratory, .write(markdown: "# \(title)\n## Symptom\n\(symptom)", article: nil, issue: nil))
        }
        func find(_ words: String) throws -> [String] {
            try KeepKnowledge(laboratory.store).find(words, includesRetired: false, now: Self.now).map(\.article.title)
        }

        #expect(try find("payments refused").first == "Payments")
        #expect(try find("null pointer") == ["Login"])
        #expect(try find("service").count == 3)
        #expect(try find("zebra").isEmpty)
    }

    @Test func `a published article is doubted when it does not help, is not used, or its issue comes back`() throws {
        let laboratory = try laboratory()
        try perform(laboratory, .write(markdown: Self.text, article: nil, issue: .issue(1)))
        try perform(laboratory, .step(1, .review))
        let fresh = try perform(laboratory, .step(1, .publish))
        let idle = try KeepKnowledge(laboratory.store).show(1, now: Laboratory.moment(day: 400))
        try perform(laboratory, .used(1, hasHelped: false))
        let once = try perform(laboratory, .used(1, hasHelped: true))
        let twice = try perform(laboratory, .used(1, hasHelped: false))

        #expect(fresh.doubt == nil && once.doubt == nil)
        #expect(idle.doubt?.contains("180 days") == true)
        #expect(twice.doubt?.contains("2 times") == true)
        #expect((twice.article.uses, twice.article.successes) == (3, 1))
        try laboratory.ingest(report(.passed("pays")), day: 4.5)
        try say(laboratory, .fix, nil, day: 4)
        try say(laboratory, .close, nil, day: 5)
        try laboratory.ingest(report(.failed("pays", "payment service refused the order")), day: 6)
        #expect(try KeepKnowledge(laboratory.store).show(1, now: Self.now).doubt == "its issue came back")
    }

    @Test func `steps come one after the other, and a retired article is not found`() throws {
        let laboratory = try laboratory()
        try perform(laboratory, .write(markdown: Self.text, article: nil, issue: nil))
        try perform(laboratory, .step(1, .retire))

        #expect(throws: Refusal.self) { try perform(laboratory, .step(1, .publish)) }
        #expect(throws: ReadEvidence.Unknown.self) { try perform(laboratory, .step(7, .publish)) }
        #expect(try KeepKnowledge(laboratory.store).find("payments", includesRetired: false, now: Self.now).isEmpty)
        #expect(try KeepKnowledge(laboratory.store).find(nil, includesRetired: true, now: Self.now).count == 1)
    }

    @Test func `secrets do not get into articles`() throws {
        let entry = try perform(
            laboratory(), .write(markdown: "# T\n## Fix\nset password=hunter2hunter2 anew", article: nil, issue: nil))

        #expect(entry.article.sections[.fix]?.contains("hunter2") == false)
    }
}
