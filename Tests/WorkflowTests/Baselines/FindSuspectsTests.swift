// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What may have caused an incident.
struct FindSuspectsTests {
    private func report(
        _ story: BaselineStory, incident: Int64 = 1, viewpoint: Viewpoint = Viewpoint(now: .max)
    ) throws -> SuspectReport {
        try #require(try ReadEvidence(story.store, viewpoint: viewpoint).incident(number: incident).suspects)
    }

    private func failure(_ text: String = "payment service refused the order") -> CaseText { .failed("pays", text) }

    @Test func `what changed between the last good and the first bad run is suspect`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("pays"), day: 1)
        try story.ingest(.passed("pays"), day: 2)
        try story.ingest(failure(), day: 3, snapshot: BaselineStory.snapshot(alpha: "2.0.0"))

        let found = try report(story)

        #expect((found.lastGood, found.firstBad) == (2, 3))
        #expect(found.suspects.map(\.delta.key) == ["pkg:npm/alpha"])
        #expect(abs(found.suspects.map(\.score).reduce(found.somethingElse, +) - 1) < 1e-9)
        #expect(found.note == nil)
    }

    @Test func `what is not listed keeps its share`() throws {
        let story = try BaselineStory()
        func snapshot(_ version: String) -> ConfigurationSnapshot {
            ConfigurationSnapshot(
                (1...200).map {
                    ConfigurationItem(.dependency, "pkg:npm/part-\($0)", value: version, evidence: "bun.lock")
                })
        }
        try story.ingest(.passed("pays"), day: 1, snapshot: snapshot("1.0.0"))
        try story.ingest(failure(), day: 2, snapshot: snapshot("2.0.0"))

        let found = try report(story)

        #expect(found.suspects.count + found.unlisted == 200)
        #expect(found.unlisted > 0)
        #expect(found.suspects.map(\.score).reduce(found.somethingElse, +) < 1)
    }

    @Test func `a dependency that the failure names comes first, and the factor is told`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("pays"), day: 1)
        try story.ingest(
            failure("TypeError in node_modules/alpha/index.js: order is undefined"), day: 2,
            snapshot: BaselineStory.snapshot(alpha: "2.0.0", beta: "2.1.0"))

        let found = try report(story)

        #expect(found.suspects.first?.delta.key == "pkg:npm/alpha")
        #expect(found.suspects.first?.factors.map(\.label).contains("the trace names the dependency") == true)
        #expect(try #require(found.suspects.first).score > 0.5)
    }

    @Test(arguments: [
        ("pkg:npm/alpha", "Error in alphabet.js", false), ("pkg:npm/alpha", "Error in alpha-beta/index.js", false),
        ("pkg:npm/alpha", "Error in alpha.js:3", true), ("pkg:maven/org.shop/alpha", "at alpha-2.0.0.jar", true),
        ("pkg:pypi/flask-login", "File site-packages/flask_login/utils.py", true),
        ("pkg:golang/github.com/shop/wallet/v2", "github.com/shop/wallet/v2/pay.go:12", true),
        ("pkg:golang/github.com/shop/pay/v2", "github.com/shop/pay/v2/client.go:12", true),
        ("pkg:golang/gopkg.in/yaml.v3", "yaml: line 3: wrong indentation", true),
        ("pkg:cocoapods/Firebase#Core", "FirebaseCore/FIRApp.m:77", true),
        ("pkg:cocoapods/Firebase#Core", "core dumped", false),
        ("pkg:cocoapods/Firebase#Core", "Firebase/Core is not configured", true),
    ])
    func `a trace names a dependency as a word`(key: String, trace: String, isNamed: Bool) throws {
        let story = try BaselineStory()
        func snapshot(_ version: String) -> ConfigurationSnapshot {
            ConfigurationSnapshot([ConfigurationItem(.dependency, key, value: version, evidence: "lock")])
        }
        try story.ingest(.passed("pays"), day: 1, snapshot: snapshot("1.0.0"))
        try story.ingest(failure(trace), day: 2, snapshot: snapshot("2.0.0"))

        let labels = try #require(report(story).suspects.first).factors.map(\.label)

        #expect(labels.contains("the trace names the dependency") == isNamed)
    }

    @Test func `a commit that edits the failing test or the file of the trace says so`() throws {
        let story = try BaselineStory()
        for (day, commit) in [(1.0, "aaaa1111"), (2.0, "bbbb2222")] {
            let test =
                day == 1
                ? #"<testcase classname="shop" name="pays" file="tests/test_pay.py"/>"#
                : #"<testcase classname="shop" name="pays" file="tests/test_pay.py"><failure message="checkout.py, line 7: order is None"/></testcase>"#
            try story.laboratory.ingest(#"<testsuite name="shop">\#(test)</testsuite>"#, day: day) { request in
                request.commit = commit
            }
        }
        let viewpoint = Viewpoint(
            now: .max,
            changedFiles: { before, after in
                (before, after) == ("aaaa1111", "bbbb2222") ? ["src/checkout.py": 3, "tests/test_pay.py": 1] : nil
            })

        let found = try report(story, viewpoint: viewpoint)

        #expect(found.suspects.map(\.delta.key) == ["commit"])
        #expect(
            found.suspects[0].factors.map(\.label) == ["the trace names a changed file", "the failing test was edited"])
        #expect(found.suspects[0].factors.map(\.weight) == [6, 4])
    }

    @Test func `a commit of documents only is hardly suspect`() throws {
        let story = try BaselineStory()
        for (day, commit) in [(1.0, "aaaa1111"), (2.0, "bbbb2222")] {
            try story.laboratory.ingest(
                WorkflowTests.report(day == 1 ? .passed("pays") : failure()), day: day
            ) { $0.commit = commit }
        }

        let found = try report(
            story, viewpoint: Viewpoint(now: .max, changedFiles: { _, _ in ["README.md": 2, "docs/a.svg": 0] }))

        #expect(found.suspects[0].score < 0.5)
        #expect(found.somethingElse > 0.5)
    }

    @Test func `without captured configurations there is a word why`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("pays"), day: 1, snapshot: nil)
        try story.ingest(failure(), day: 2, snapshot: nil)

        let found = try report(story)

        #expect(found.suspects.isEmpty)
        #expect(found.note?.contains("was not captured") == true)
    }

    @Test func `an equal configuration is told as such, and so is a missing pass`() throws {
        let story = try BaselineStory()
        try story.ingest(.passed("pays"), day: 1)
        try story.ingest(failure(), .failed("adds", "the cart is empty after checkout"), day: 2)

        let (same, fresh) = (try report(story), try report(story, incident: 2))

        let notes = [same.note, fresh.note].compactMap(\.self).sorted()
        #expect(notes.count == 2)
        #expect(notes[0].contains("no earlier pass") && notes[1].contains("nothing that was captured changed"))
    }

    @Test func `what failing runs have in common and passing ones have not is named`() throws {
        let story = try BaselineStory()
        for day in 1...24 {
            let isNew = day.isMultiple(of: 3)
            try story.ingest(
                isNew ? failure() : .passed("pays"), day: Double(day),
                snapshot: BaselineStory.snapshot(
                    beta: isNew ? "3.0.0" : "2.0.0", os: day.isMultiple(of: 2) ? "Debian 12" : "Debian 13"))
        }

        let found = try report(story)

        let first = try #require(found.items.first)
        #expect(["dependency pkg:npm/beta", "file package-lock.json"].contains(first.row.dimension))
        #expect((first.row.failed, first.row.runs, first.row.otherFailed, first.row.otherRuns) == (8, 8, 0, 16))
        #expect(first.row.chance < 1e-5)
        #expect(!found.items.contains { $0.row.dimension == "platform os" })
    }

    @Test func `what is switched to and fro is named once, where it made things worse`() throws {
        let story = try BaselineStory()
        for day in 1...40 {
            let isOn = day > 20 && day % 4 < 2
            try story.ingest(
                isOn ? failure() : .passed("pays"), day: Double(day),
                snapshot: BaselineStory.snapshot(alpha: isOn ? "2.0.0" : "1.0.0"))
        }

        let found = try report(story)

        #expect(found.isIntermittent)
        #expect(found.suspects.map(\.delta.key) == ["pkg:npm/alpha"])
        #expect(found.suspects[0].delta.after == ["2.0.0"])
    }

    @Test func `what comes and goes began where its rate changed`() throws {
        let story = try BaselineStory()
        for day in 1...40 {
            let isLate = day > 24
            let fails = isLate && day % 2 == 1
            try story.ingest(
                fails ? failure() : .passed("pays"), day: Double(day),
                snapshot: BaselineStory.snapshot(alpha: isLate ? "2.0.0" : "1.0.0", beta: day > 8 ? "2.5.0" : "2.0.0"))
        }

        let found = try report(story)

        let first = try #require(found.suspects.first)
        #expect(first.delta.key == "pkg:npm/alpha")
        #expect((first.before, first.after) == (24, 25))
        #expect(!found.suspects.contains { $0.delta.key == "pkg:npm/beta" })
    }
}
