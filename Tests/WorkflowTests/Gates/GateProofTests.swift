// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gating
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Promises of the gate that hold for any history.
struct GateProofTests {
    /// A story of some days: runs, an outage now and then, baselines, waivers.
    private static func play(
        _ story: GateStory, from first: Int, runs: Int, using random: inout SeededGenerator
    ) throws {
        for number in 0..<runs {
            let day = Double(first) + Double(number) / 4
            let letters = String((0..<3).map { _ in "...........FGKS-".randomElement(using: &random) ?? "." })
            try story.ingest(
                letters, day: day, alpha: random.chance(10) ? "2.0.0" : "1.0.0",
                commit: "c0ffee\(Int(day) % 10)", os: random.chance(70) ? "linux" : "mac")
            if random.chance(10) { try? story.approve(day: day + 0.05) }
            if random.chance(15) {
                let rule = ["G04", "G05", "G08"].randomElement(using: &random) ?? "G04"
                let subject = ["INC-1", "ISS-1", "TEST-1", "TEST-2"].randomElement(using: &random) ?? "INC-1"
                _ = try? story.waive(rule, subject, day: day + 0.1, until: day + 3)
            }
        }
    }

    @Test func `two hundred decisions replay byte for byte after fifty more runs`() throws {
        var random = SeededGenerator(seed: 200)
        let story = try GateStory(rules: Criteria.all.map { $0.id })
        var verdicts: [GateVerdict] = []
        for batch in 0..<20 {
            try Self.play(story, from: 40 + batch * 2, runs: 4, using: &random)
            for step in 0..<10 {
                let all = Criteria.all.map { $0.id }
                let rules = step == 0 ? all : Array(all.shuffled(using: &random).prefix(step))
                let day = 41 + Double(batch * 2) + Double(step) / 10
                verdicts.append(try story.asking(rules).decide(day: day).verdict)
            }
        }
        try Self.play(story, from: 100, runs: 50, using: &random)

        let replays = try (1...200).map { try story.replay(Int64($0)) }

        #expect(replays.filter { !$0.isSame }.isEmpty)
        #expect(replays.map(\.verdict) == verdicts)
        #expect(replays.filter { !$0.isCollectedAgain }.map(\.decision.name) == [])
        #expect(Set(verdicts.map(\.outcome)).count >= 3)
        #expect(try story.laboratory.problems() == [])
    }

    private static func letsGo(_ outcome: GateVerdict.Outcome) -> Bool { outcome == .go || outcome == .conditionalGo }

    /// Takes something away that a gate could decide by.
    private static func lose(_ evidence: inout GateEvidence, _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<14, using: &random) {
        case 0: if let place = evidence.runs.indices.randomElement(using: &random) { evidence.runs.remove(at: place) }
        case 1: evidence.runs = []
        case 2: evidence.suites = nil
        case 3:
            if let place = evidence.suites?.indices.randomElement(using: &random) {
                evidence.suites?[place].results = []
            }
        case 4: evidence.inventory = nil
        case 5: evidence.newFailures = nil
        case 6: evidence.regressions = nil
        case 7: evidence.baseline = nil
        case 8: evidence.baseline?.isCompared = false
        case 9: (evidence.executed, evidence.passed) = (0, 0)
        case 10: evidence.unreadable.append(GateEvidence.Subject("api.xml"))
        case 11: evidence.approvedPolicy = nil
        case 12:
            if let place = evidence.runs.indices.randomElement(using: &random) {
                evidence.runs[place].isComplete = false
            }
        default:
            if let place = evidence.runs.indices.randomElement(using: &random) { evidence.runs[place].isTainted = true }
        }
    }

    @Test func `losing evidence never turns a stop into a go`() throws {
        var random = SeededGenerator(seed: 500)
        let story = try GateStory(rules: Criteria.all.map { $0.id })
        try Self.play(story, from: 40, runs: 40, using: &random)
        var policies = [story.policy]
        for rules in [["G01", "G04", "G08"], ["G02", "G03", "G12"], ["G05", "G07", "G13", "G16"]] {
            policies.append(try story.asking(rules).policy)
        }
        var (stops, tried) = (0, 0)
        for step in 0..<50 {
            _ = try story.decide(day: 41 + Double(step) / 5)
            let evidence = try Self.evidence(story, Int64(step) + 1)
            for policy in policies {
                let before = GateEvaluator(policy).verdict(evidence).outcome
                guard !Self.letsGo(before) else { continue }
                stops += 1
                for _ in 0..<10 {
                    var mutated = evidence
                    for _ in 0...Int.random(in: 0..<3, using: &random) { Self.lose(&mutated, &random) }
                    tried += 1
                    let after = GateEvaluator(policy).verdict(mutated).outcome
                    #expect(
                        !Self.letsGo(after),
                        "\(policy.lines.filter { $0.level == .blocking }.map(\.rule)), step \(step)")
                }
            }
        }

        #expect(tried >= 500)
        #expect(stops > 20)
    }

    private static func evidence(_ story: GateStory, _ number: Int64) throws -> GateEvidence {
        try story.store.read { connection in
            let records = GateRecords(connection)
            let evaluation = try #require(try records.evaluation(number))
            let body = try #require(try records.document(evaluation.evidenceDigest))
            return try JSONDecoder().decode(GateEvidence.self, from: Data(body.utf8))
        }
    }

    /// Runs, results, suites and files that go missing from the store.
    private static let losses: [SQLText] = [
        "DELETE FROM result_block WHERE upload_id = (SELECT max(id) FROM upload)",
        "UPDATE upload SET is_complete = 0 WHERE id = (SELECT max(id) FROM upload)",
        "DELETE FROM baseline_suite", "UPDATE baseline SET tests = '[]'", "UPDATE run SET snapshot_id = NULL",
        "UPDATE baseline SET state = 'captured'", "UPDATE run SET commit_id = NULL",
        "UPDATE run SET started_at = started_at - 4000000000 WHERE id < (SELECT max(id) FROM run)",
        "DELETE FROM waiver_event",
    ]

    @Test(arguments: losses.indices, ["F..", "...", ".-.", "F-S"])
    func `a store that lost something never lets go what it stopped`(loss: Int, letters: String) throws {
        let story = try GateStory()
        try story.ingest("...", day: 27, commit: "c0ffee0")
        try story.approve()
        try story.ingest(letters, day: 30)
        let before = try story.decide(day: 30.5).verdict.outcome
        try story.laboratory.tamper(Self.losses[loss])

        let after = try story.decide(day: 30.5).verdict.outcome

        if !Self.letsGo(before) { #expect(!Self.letsGo(after)) }
        #expect(before == (letters == "..." ? .go : .noGo))
    }
}
