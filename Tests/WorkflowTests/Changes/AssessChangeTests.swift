// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What a change will touch, and how likely it does harm.
struct AssessChangeTests {
    private func assess(
        _ story: ChangeStory, _ request: ChangeRequest, day: Double = 30,
        _ edit: (inout AssessChange.Evidence) -> Void = { _ in }
    ) throws -> ChangeAssessment {
        let number = try story.create(request, day: day)
        try story.act(.submit, of: number, day: day)
        var evidence = AssessChange.Evidence()
        edit(&evidence)
        return try #require(try story.act(.assess(evidence), of: number, day: day).life.assessment)
    }

    private func points(_ assessment: ChangeAssessment, _ name: String) -> Double {
        assessment.factors.filter { $0.name == name }.reduce(0) { $0 + $1.weight * $1.share }
    }

    @Test func `the risk is what remains when no factor strikes`() {
        let assessment = ChangeAssessment(factors: [
            .init("a", weight: 0.5, share: 1, why: ""), .init("b", weight: 0.4, share: 0.5, why: ""),
            .init("c", weight: 0.9, share: 0, why: ""),
        ])

        #expect(assessment.risk == 60)
        #expect(assessment.band == .owners)
        #expect(assessment.forecast == 0.6)
        #expect(ChangeAssessment(factors: []).risk == 0)
        #expect(ChangeAssessment(factors: [.init("a", weight: 0.25, share: 1, why: "")]).band == .owners)
        #expect(ChangeAssessment(factors: [.init("a", weight: 0.61, share: 1, why: "")]).band == .board)
    }

    @Test func `tests are reached by their file, and by what failed after earlier changes`() throws {
        let story = try ChangeStory()
        for (day, letter) in zip(1..., "...FF.") {
            var pays: CaseText = letter == "F" ? .failed("pays", refusedPayment) : .passed("pays")
            pays.file = "tests/pay.py"
            try story.laboratory.ingest(report([pays, .passed("ships")]), day: Double(day)) { request in
                request.snapshot = ChangeStory.snapshot(alpha: day < 4 ? "1.0.0" : "1.1.0")
            }
        }

        let byItem = try assess(story, ChangeStory.alpha())
        let byFile = try assess(
            story, ChangeStory.alpha { $0.scope = ChangeRequest.Scope(paths: ["tests/**"]) })

        #expect((byItem.tests, byItem.allTests, byItem.sources) == (1, 2, ["co-failure"]))
        #expect((byFile.tests, byFile.sources) == (1, ["declared"]))
        #expect(byItem.incidents == 1)
    }

    @Test func `a step is feared by its size, a tool as much as a major one`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        func step(_ alpha: String) throws -> Double {
            points(
                try assess(story, ChangeStory.alpha()) { $0.configuration = ChangeStory.snapshot(alpha: alpha) }, "step"
            )
        }

        #expect(try step("2.0.0") == 0.3)
        #expect(try step("1.1.0") == 0.15)
        #expect(abs(try step("1.0.1") - 0.05) < 1e-9)
        #expect(points(try assess(story, ChangeStory.alpha { $0.scope.items = ["swift"] }), "step") == 0.3)
        #expect(points(try assess(story, ChangeStory.alpha()), "step") == 0.15)
    }

    @Test func `late phases, fragile tests and what may move by itself weigh`() throws {
        let story = try ChangeStory()
        try story.ingest("..FF", alpha: "1.0.0")
        try story.ingest("..", from: 10, phase: "beta")
        let request = ChangeStory.alpha { $0.scope.paths = ["shop/**"] }

        let assessment = try assess(story, request)

        #expect(points(assessment, "late phase") == 0.15)
        #expect(points(assessment, "fragile") == 0.1)
        #expect(points(assessment, "unpinned") == 0)
        #expect(assessment.phases == ["beta", "system"])
        #expect(assessment.tests == 2)
        #expect(points(assessment, "breadth") == 0.25)
        #expect(points(assessment, "weak evidence") == 0)
    }

    @Test func `without a test that reaches it the evidence is weak`() throws {
        let story = try ChangeStory()
        try story.ingest("..")

        let assessment = try assess(story, ChangeStory.alpha { $0.backOut = nil })

        #expect(points(assessment, "weak evidence") == 0.25)
        #expect(assessment.notes == ["no test is known to reach it", "nobody said how it is taken back"])
    }

    @Test func `coverage names tests, and says where there are none`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        let coverage = "TN:pays\nSF:src/pay/cart.js\nDA:1,1\nend_of_record\n"
        func assess(_ path: String) throws -> ChangeAssessment {
            try self.assess(story, ChangeStory.alpha { $0.scope = .init(paths: [path]) }) {
                $0.coverage = CoverageFile(Array(coverage.utf8))
            }
        }

        let (own, other) = (try assess("src/pay/**"), try assess("src/web/**"))

        #expect((own.tests, own.sources) == (1, ["coverage"]))
        #expect(other.notes.first == "no test of the coverage file runs through what is in scope")
    }

    @Test func `what is felt where it is registered is touched as well`() throws {
        let story = try ChangeStory()
        try story.ingest("..")
        let assets = KeepAssets(story.store)
        for (name, kind) in [("swift", Asset.Kind.other), ("lab", .environment), ("phone", .device)] {
            _ = try assets.register(KeepAssets.Registration(name: name, kind: kind, actor: "ann", now: 1))
        }
        try assets.link(AssetEdge(from: "swift", kind: .impacts, to: "lab"))
        try assets.link(AssetEdge(from: "phone", kind: .uses, to: "lab"))

        let assessment = try assess(story, ChangeStory.alpha { $0.scope.items = ["swift"] })

        #expect(assessment.environments == ["lab", "phone", "swift"])
    }

    // MARK: Models

    @Test func `a model qualifies by ten clean implementations and a failure rate below a tenth`() throws {
        var story = try ChangeStory()
        story.models = [try #require(ChangeModel("patches pkg:npm/* patch"))]
        try story.ingest(".")
        var states: [ChangeState] = []
        for number in 1...30 {
            let version = "1.0.\(number)"
            let change = try story.create(
                ChangeStory.alpha { ($0.kind, $0.window.runs) = (.standard, 1) }, day: Double(number) + 0.1)
            try story.act(.submit, of: change, day: Double(number) + 0.2)
            var evidence = AssessChange.Evidence()
            evidence.configuration = ChangeStory.snapshot(alpha: version)
            let life = try story.act(.assess(evidence), of: change, day: Double(number) + 0.3).life
            states.append(life.state)
            if life.state == .assessed {
                try story.act(
                    .approve(authority: nil, isRehearsed: false), of: change, by: "ben", day: Double(number) + 0.4)
            }
            try story.ingest(".", from: number + 1, alpha: version)
        }

        let notes = try story.show(30).line.life.assessment?.notes
        #expect(
            notes?.last == "model patches is qualified: 0 of 29 did harm, below 10 % with a confidence of 95 %")
        // 29 clean ones let the upper end of the rate fall to 9.8 %.
        #expect(states.prefix(29).allSatisfy { $0 == .assessed })
        #expect(states[29] == .approved)
        #expect(try story.show(30).line.life.transitions.map(\.rule).contains("standard-model"))
        #expect(try story.list().statistics.groups.map(\.name) == ["all", "standard", "model patches"])
    }

    @Test(arguments: [("", false), ("a pkg:npm/* huge", false), ("a b", false), ("a pkg:*,swift minor", true)])
    func `a model is a name, items and a step`(line: String, isModel: Bool) {
        #expect((ChangeModel(line) != nil) == isModel)
    }
}
