// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing

@testable import Workflow

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

    /// Words that an engine would split, fold, or take for its own language.
    private static let strange = [
        "Größe des Lagers", "größe", "ГРОЗА над городом", "日本語 の テスト", "naïve café", "cafe", "a' OR 'b", "x\" OR \"y",
        "* NEAR(a b)", "AND OR NOT", "words:cart", "back\\slash", "tab\tnew\nline", "½ ² Ⅷ", "e\u{301}te", "\u{E9}te",
        "\u{D4E}'quote\" \u{D4E}:colon", "ﬁne",
        "İstanbul", "ß",
        String(repeating: "long", count: 900), String(repeating: "long", count: 25) + "another", "👩‍💻 emoji",
        "a:b & c | !d <-> e",
    ]

    @Test func `an engine finds what reading every article would find, whatever the words are`() throws {
        let laboratory = try laboratory()
        for (place, text) in Self.strange.enumerated() {
            let body = "# \(place.isMultiple(of: 2) ? text : "Plain")\n## Cause\n\(text) and the rest"
            try perform(laboratory, .write(markdown: body, article: nil, issue: nil))
        }
        try perform(laboratory, .step(3, .retire))
        try perform(laboratory, .write(markdown: "# First\n## Cause\nanother text", article: 1, issue: nil))

        let copy = try TestStore.make()
        _ = try CopyStore(from: laboratory.store, to: copy).perform()
        let all = try laboratory.store.read { try ArticleRecords($0).all() }

        for question in Self.strange + ["the rest", "plain", "", "another"] {
            for includesRetired in [false, true] {
                let searched = all.filter { includesRetired || $0.state != .retired }
                let words = searched.reduce(0) { $0 + ArticleWords.all(of: $1).length }
                let read = ArticleSearch(question).rank(searched, of: .init(articles: searched.count, words: words))
                for store in [laboratory.store, copy] {
                    let found = try KeepKnowledge(store).find(question, includesRetired: includesRetired, now: Self.now)
                    #expect(found.map(\.article.number) == read.map(\.number), "\(question)")
                }
            }
        }
        for store in [laboratory.store, copy] {
            #expect(try VerifyStore(store, integrity: { [] }).perform().problems == [])
        }
    }

    @Test func `an article with more words than an index takes is read at each search`() throws {
        let laboratory = try laboratory()
        let filler = String(repeating: "x", count: 95)
        let many = (0..<6_000).map { "\(filler)\($0)" }.joined(separator: " ")
        try perform(laboratory, .write(markdown: "# Many\n## Cause\n\(many) cart", article: nil, issue: nil))
        try perform(laboratory, .write(markdown: "# Few\n## Cause\nthe cart", article: nil, issue: nil))
        func found() throws -> [Int64] {
            try KeepKnowledge(laboratory.store).find("cart", includesRetired: false, now: Self.now).map(
                \.article.number)
        }

        #expect(
            try laboratory.store.read { try ArticleRecords($0).unindexed(includesRetired: true) }.map(\.number) == [1])
        #expect(try found() == [2, 1])
        try perform(laboratory, .write(markdown: "# Many\n## Cause\nthe cart cart", article: 1, issue: nil))
        #expect(try laboratory.store.read { try ArticleRecords($0).unindexed(includesRetired: true) }.isEmpty)
        #expect(try found() == [1, 2])
    }

    @Test func `articles of an older store are searched, and indexed with the first word about any`() throws {
        let laboratory = try laboratory()
        for _ in 1...3 { try perform(laboratory, .write(markdown: Self.text, article: nil, issue: nil)) }
        try laboratory.store.write { connection in
            try connection.execute("DELETE FROM article_words")
            try connection.execute("UPDATE article SET words = NULL")
        }
        func found() throws -> Int {
            try KeepKnowledge(laboratory.store).find("refused", includesRetired: false, now: Self.now).count
        }
        let copy = try TestStore.make()
        let there = try CopyStore(from: laboratory.store, to: copy).perform()
        let again = try CopyStore(from: copy, to: TestStore.make()).perform()

        #expect(there.digest == again.digest)
        #expect(try found() == 3)
        try perform(laboratory, .step(1, .review))
        #expect(try laboratory.store.read { try ArticleRecords($0).unindexed(includesRetired: true) }.isEmpty)
        #expect(try found() == 3)
        for store in [laboratory.store, copy] {
            #expect(try VerifyStore(store, integrity: { [] }).perform().problems == [])
        }
    }

    @Test func `an index of words that was spoilt is told`() throws {
        let laboratory = try laboratory()
        for _ in 1...3 { try perform(laboratory, .write(markdown: Self.text, article: nil, issue: nil)) }
        try laboratory.store.write { connection in
            let article = connection.dialect.words.article
            try connection.execute("DELETE FROM article_words WHERE \(raw: article) = 1")
            try connection.execute("UPDATE article_words SET words = 'other' WHERE \(raw: article) = 2")
            try connection.execute("UPDATE article SET words = NULL WHERE number = 3")
        }

        let problems = try VerifyStore(laboratory.store, integrity: { [] }).perform().problems

        #expect(
            problems == [
                "the index of words does not hold KB-1 as it is", "the index of words does not hold KB-2 as it is",
                "the index of words does not hold KB-3 as it is",
                "the index of words holds 1 articles that are not there",
            ])
    }

    @Test func `a published article is doubted when it does not help, is not used, or its issue comes back`() throws {
        let laboratory = try laboratory()
        let early = Laboratory.moment(day: 3.5)
        try perform(laboratory, .write(markdown: Self.text, article: nil, issue: .issue(1)), now: early)
        try perform(laboratory, .step(1, .review), now: early)
        let fresh = try perform(laboratory, .step(1, .publish), now: early)
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
        #expect(try perform(laboratory, .step(1, .publish)).doubt == nil, "whoever publishes it knows")
    }

    @Test func `whoever publishes a doubted article again knows what happened so far`() throws {
        let laboratory = try laboratory()
        try perform(laboratory, .write(markdown: Self.text, article: nil, issue: nil))
        try perform(laboratory, .step(1, .publish))
        #expect(throws: Refusal.self) { try perform(laboratory, .step(1, .publish)) }
        for _ in 1...2 { try perform(laboratory, .used(1, hasHelped: false)) }

        let doubted = try KeepKnowledge(laboratory.store).show(1, now: Self.now)
        let again = try perform(laboratory, .step(1, .publish))
        try perform(laboratory, .used(1, hasHelped: false))
        let once = try KeepKnowledge(laboratory.store).show(1, now: Self.now)
        let twice = try perform(laboratory, .used(1, hasHelped: false))

        #expect(doubted.doubt == "it did not help 2 times")
        #expect(again.doubt == nil && once.doubt == nil)
        #expect(twice.doubt == "it did not help 2 times")
        #expect((twice.article.uses, twice.article.successes) == (4, 0))
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
