// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What an approved change speaks of, and what it does not: values that it brought, and no later ones.
struct ChangeLicenceTests {
    private static let phase = "design"

    private static func documents(_ digest: String) -> ConfigurationSnapshot {
        ConfigurationSnapshot([
            ConfigurationItem(.document, "docs/a.md", value: nil, digest: "sha256:\(digest)", evidence: "docs/a.md")
        ])
    }

    private func audit(_ store: any StoreDriver, _ digest: String, day: Double) throws -> BaselineAudit {
        try AuditBaseline(store, documents: Self.documents(digest)).perform(
            phase: Self.phase, now: Laboratory.moment(day: day))
    }

    /// A store with an approved baseline of one document.
    private func design() throws -> BaselineStory {
        let story = try BaselineStory()
        _ = try KeepBaselines(story.store).capture(
            phase: Self.phase, .snapshot(Self.documents("aa")), suites: [], BaselineStory.request("ann"))
        for (verb, actor) in [(BaselineVerb.propose, "ann"), (.approve, "ben")] {
            _ = try KeepBaselines(story.store).move(phase: Self.phase, number: 1, verb, BaselineStory.request(actor))
        }
        return story
    }

    @Test func `a change of a document speaks of what the first audit after its approval found, and of nothing later`()
        throws
    {
        let story = try design()
        let drift = try audit(story.store, "bb", day: 31)
        try story.change(to: "docs/a.md", day: 32)

        let approved = try audit(story.store, "bb", day: 33)
        let again = try audit(story.store, "bb", day: 34)
        let later = try audit(story.store, "cc", day: 35)

        #expect(drift.verdict == .drift)
        #expect((approved.verdict, approved.accounted.map(\.change)) == (.clean, [1]))
        #expect((again.verdict, again.accounted.map(\.change)) == (.clean, [1]))
        #expect((later.verdict, later.unaccounted.map(\.key)) == (.drift, ["docs/a.md"]))
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `a change of a document that was approved before it was made speaks of it`() throws {
        let story = try design()
        try story.change(to: "docs/a.md", day: 31)

        let before = try audit(story.store, "aa", day: 32)
        let made = try audit(story.store, "bb", day: 33)
        let later = try audit(story.store, "cc", day: 34)

        #expect((before.verdict, before.accounted.count) == (.clean, 0))
        #expect((made.verdict, made.accounted.map(\.change)) == (.clean, [1]))
        #expect(later.verdict == .drift)
    }

    @Test(arguments: [false, true])
    func `each change of a document speaks of what it brought, whether or not an audit came in between`(
        isAudited: Bool
    ) throws {
        let story = try design()
        try story.change(to: "docs/a.md", day: 31)
        let first = try audit(story.store, "bb", day: 32)
        try story.change(to: "docs/a.md", day: 33)
        let between = try isAudited ? audit(story.store, "bb", day: 34) : nil

        let second = try audit(story.store, "cc", day: 35)
        let again = try audit(story.store, "cc", day: 36)
        let later = try audit(story.store, "dd", day: 37)

        #expect((first.verdict, first.accounted.map(\.change)) == (.clean, [1]))
        #expect((between?.accounted.map(\.change) ?? [1]) == [1])
        #expect((second.verdict, second.accounted.map(\.change)) == (.clean, [2]))
        #expect((again.verdict, again.accounted.map(\.change)) == (.clean, [2]))
        #expect((later.verdict, later.unaccounted.map(\.key)) == (.drift, ["docs/a.md"]))
        #expect(try story.laboratory.problems() == [])
    }

    @Test func `what a change did not bring with the rest of its scope is a later step`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("pays"), day: 1)
        try story.approve(.run(1))
        try story.change(to: "pkg:npm/*", day: 2)
        try story.ingest(.passed("pays"), day: 3, snapshot: BaselineStory.snapshot(alpha: "2.0.0"))
        let brought = try story.audit()
        try story.ingest(.passed("pays"), day: 31, snapshot: BaselineStory.snapshot(alpha: "2.0.0", beta: "3.0.0"))

        let audit = try story.audit()

        #expect((brought.verdict, brought.accounted.map(\.change)) == (.clean, [1]))
        #expect(audit.accounted.map(\.delta.key) == ["pkg:npm/alpha"])
        #expect(audit.unaccounted.map(\.key) == ["pkg:npm/beta"])
    }

    @Test func `a change that is known by its commit speaks of the values that came with it`() throws {
        let story = try ChangeStory()
        try story.ingest(".")
        try story.create(ChangeStory.alpha { $0.commits = [ChangeStory.commit(2)] })
        try story.approve(day: 1.6)
        try story.ingest(".", from: 2, alpha: "2.0.0")
        try story.ingest(".", from: 3, alpha: "3.0.0")
        let keep = KeepBaselines(story.store)
        _ = try keep.capture(phase: "system", .run(1), suites: [], BaselineStory.request("ann", day: 1.2))
        for (verb, actor) in [(BaselineVerb.propose, "ann"), (.approve, "ben")] {
            _ = try keep.move(phase: "system", number: 1, verb, BaselineStory.request(actor, day: 1.2))
        }

        let audit = try AuditBaseline(story.store, viewpoint: story.viewpoint).perform(
            phase: "system", now: Laboratory.moment(day: 40))

        #expect(audit.unaccounted.map(\.key).contains("pkg:npm/alpha"))
        #expect(!audit.accounted.map(\.delta.key).contains("pkg:npm/alpha"))
    }

    @Test func `what is written down later names the commit, so that its approval ends the drift`() throws {
        let story = try BaselineStory()
        func snapshot(_ commit: Character, alpha: String) -> ConfigurationSnapshot {
            let source = ConfigurationItem(
                .source, "commit", value: String(repeating: commit, count: 40), evidence: "git")
            return ConfigurationSnapshot(BaselineStory.snapshot(alpha: alpha).items + [source])
        }
        try story.ingest(.passed("pays"), day: 1, snapshot: snapshot("a", alpha: "1.0.0"))
        try story.approve(.run(1))
        try story.ingest(.passed("pays"), day: 31, snapshot: snapshot("b", alpha: "2.0.0"))
        let drift = try story.audit()
        let keep = KeepChanges(story.store, viewpoint: Viewpoint(now: .max))
        func request(_ actor: String) -> KeepChanges.Request {
            .init(now: Laboratory.moment(day: 35), actor: actor, reason: "as agreed")
        }
        var said = KeepChanges.Addition()
        said.backOut = "the old ones again"

        let drafts = try keep.draft(
            from: .baseline(phase: "beta", number: 1), to: .run(2), now: nil, said: said, request("ann"))
        for (act, actor) in [
            (KeepChanges.Act.submit, "ann"), (.assess(AssessChange.Evidence()), "ann"),
            (.approve(authority: nil, isRehearsed: false), "ben"),
        ] { _ = try keep.perform(1, act, request(actor)) }
        let audit = try story.audit()

        #expect(drift.unaccounted.map(\.key) == ["commit", "pkg:npm/alpha"])
        #expect(drafts.map(\.request.commits) == [[String(repeating: "b", count: 40)]])
        #expect(drafts.map(\.request.scope.items) == [["pkg:npm/alpha"]])
        #expect((audit.verdict, audit.accounted.map(\.change)) == (.clean, [1, 1]))
        #expect(throws: Refusal.self) {
            try keep.draft(from: .baseline(phase: "beta", number: 1), to: .run(2), now: nil, request("ann"))
        }
    }

    /// Ingests a run of the beta, of a commit or of none.
    private func ingest(
        _ story: BaselineStory, _ commit: String?, alpha: String, beta: String, day: Double
    ) throws {
        let source = commit.map { ConfigurationItem(.source, "commit", value: $0, evidence: "git") }
        let items = BaselineStory.snapshot(alpha: alpha, beta: beta).items + [source].compactMap(\.self)
        try story.laboratory.ingest(report(.passed("pays")), day: day, run: "linux \(day)") { request in
            request.phase = "beta"
            request.configuration = ConfigurationClass(["os": "linux"])
            (request.branch, request.commit) = ("main", commit)
            request.snapshot = ConfigurationSnapshot(items)
        }
    }

    @Test(arguments: [false, true])
    func `what is written down later came in several steps, and is as it was then`(hasCommits: Bool) throws {
        let story = try BaselineStory()
        func commit(_ digit: Character) -> String? { hasCommits ? String(repeating: digit, count: 40) : nil }
        try ingest(story, commit("a"), alpha: "1.0.0", beta: "2.0.0", day: 1)
        try story.approve(.run(1))
        try ingest(story, commit("b"), alpha: "2.0.0", beta: "2.0.0", day: 31)
        try ingest(story, commit("c"), alpha: "2.0.0", beta: "3.0.0", day: 32)
        let keep = KeepChanges(story.store, viewpoint: Viewpoint(now: .max))
        func request(_ actor: String) -> KeepChanges.Request {
            .init(now: Laboratory.moment(day: 35), actor: actor, reason: "as agreed")
        }
        var said = KeepChanges.Addition()
        said.backOut = "the old ones again"

        let drafts = try keep.draft(
            from: .baseline(phase: "beta", number: 1), to: .run(3), now: nil, said: said, request("ann"))
        let draft = try story.audit()
        _ = try keep.perform(1, .submit, request("ann"))
        _ = try keep.perform(1, .assess(AssessChange.Evidence()), request("ann"))
        _ = try keep.perform(1, .approve(authority: nil, isRehearsed: false), request("ben"))
        let approved = try story.audit()
        try ingest(story, commit("c"), alpha: "4.0.0", beta: "3.0.0", day: 36)
        let later = try story.audit()

        let items = ["pkg:npm/alpha", "pkg:npm/beta"]
        #expect(drafts.map(\.request.scope.items) == [items])
        #expect(draft.verdict == .drift)
        #expect(approved.verdict == .clean)
        #expect(approved.accounted.map(\.delta.key) == (hasCommits ? ["commit"] : []) + items)
        #expect(later.unaccounted.map(\.key) == ["pkg:npm/alpha"])
        #expect(later.accounted.map(\.delta.key).contains("pkg:npm/beta"))
    }
}
