// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What one folder says of changes: runs, what people do with changes, and what must follow.
struct ChangeScenario: Decodable, Sendable, CustomTestStringConvertible {
    /// Something that is done with a change on a day.
    struct Deed: Decodable, Sendable {
        let day: Double
        /// nil for one that makes changes.
        let change: Int64?
        /// `new`, `draft`, or a verb.
        let verb: String
        /// A change request as a document.
        let request: String?
        /// Days of two runs, for `draft`.
        let between: [Double]?
        let by: String?
        let commits: [String]?
        let verdict: String?
    }

    let rule: String
    let lanes: [Scenario.Lane]
    let deeds: [Deed]
    /// State of each change, by number.
    let changes: [String]
    /// Rules of the transitions of the first change, where they matter.
    let path: [String]?
    /// States of the issues, in order.
    let issues: [String]?
    /// What runs say of the first change, and what came between.
    let verdict: String?
    let confoundedBy: String?
    /// Names of tests that the first change broke.
    let collateral: [String]?
    /// Incidents of the first change's making, as phase and title.
    let caused: Int?
    let isOverdue: Bool?
    let tooEarly: Bool?

    var testDescription: String { rule }
}

struct ChangeScenarioTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "ChangeData")

    static let all: [ChangeScenario] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            guard let data = try? Data(contentsOf: folder.appending(path: "\(name)/scenario.json")) else { return nil }
            do {
                return try JSONDecoder().decode(ChangeScenario.self, from: data)
            } catch {
                Testing.Issue.record("\(name): \(error)")
                return nil
            }
        }
    }()

    @Test func `there are scenarios of changes`() {
        #expect(Self.all.count >= 8)
    }

    @Test(arguments: all, [false, true])
    func `what must follow does follow`(scenario: ChangeScenario, isReversed: Bool) throws {
        let laboratory = try Laboratory()
        var rest = Scenario.runs(of: scenario.lanes)[...]
        for deed in scenario.deeds {
            let before = rest.prefix { $0.day < deed.day }
            rest = rest.dropFirst(before.count)
            try Scenario.ingest(before, isReversed, into: laboratory)
            try Self.perform(deed, laboratory)
        }
        try Scenario.ingest(rest, isReversed, into: laboratory)

        let reading = ReadEvidence(laboratory.store, viewpoint: Viewpoint(now: Laboratory.moment(day: 400)))
        let listed = try reading.changes.list(ReadChanges.Filter()).lines.reversed()
        let first = try reading.changes.show(1)

        #expect(listed.map(\.life.state.rawValue) == scenario.changes)
        if let path = scenario.path { #expect(first.line.life.transitions.map(\.rule) == path) }
        if let verdict = scenario.verdict { #expect(first.watch.verdict?.rawValue == verdict) }
        if let collateral = scenario.collateral { #expect(first.watch.collateral.map(\.name) == collateral) }
        if let issues = scenario.issues {
            #expect(
                try reading.issues.list(ReadIssues.Filter()).lines.map(\.state.rawValue).sorted() == issues.sorted())
        }
        if let caused = scenario.caused { #expect(first.caused.count(where: \.isLikely) == caused) }
        if let isOverdue = scenario.isOverdue { #expect(first.line.isOverdue == isOverdue) }
        if let tooEarly = scenario.tooEarly { #expect((first.line.life.seenTooEarly != nil) == tooEarly) }
        #expect(first.watch.confoundedBy == scenario.confoundedBy)
        #expect(try laboratory.problems() == [])
    }

    private static func perform(_ deed: ChangeScenario.Deed, _ laboratory: Laboratory) throws {
        let viewpoint = Viewpoint(now: Laboratory.moment(day: deed.day))
        let keep = KeepChanges(laboratory.store, viewpoint: viewpoint)
        let request = KeepChanges.Request(
            now: Laboratory.moment(day: deed.day), actor: deed.by ?? "ann", reason: "as agreed")
        switch deed.verb {
        case "new":
            let text = try #require(deed.request)
            _ = try keep.create(ChangeDocument.read(text, file: "change.yml", requester: "ann"), request)
        case "draft":
            let runs = try #require(deed.between).map { day in
                try laboratory.store.read { try RunQueries($0).run(key: "lane 0 day \(day)")?.id ?? 0 }
            }
            _ = try keep.draft(from: .run(runs[0]), to: .run(runs[1]), now: nil, request)
        default:
            let change = try #require(deed.change)
            let act: KeepChanges.Act? =
                switch deed.verb {
                case "submit": .submit
                case "assess": .assess(AssessChange.Evidence())
                case "approve": .approve(authority: nil, isRehearsed: true)
                case "reject": .reject
                case "cancel": .cancel
                case "implement": .implement(commits: deed.commits ?? [])
                case "review": deed.verdict.flatMap(ChangeState.init).map { .review($0) }
                default: nil
                }
            _ = try keep.perform(change, #require(act), request)
        }
    }
}
