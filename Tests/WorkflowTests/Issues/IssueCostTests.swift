// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What issues cost, in time.
struct IssueCostTests {
    private func cost(_ laboratory: Laboratory, _ model: CostModel = CostModel()) throws -> IssueCost {
        try ReadEvidence(laboratory.store, viewpoint: Viewpoint(now: .max, costs: model)).issues.show(.issue(1)).weight
            .cost
    }

    @Test func `people look once at the beginning and shortly at each repetition, and tests run for nothing`() throws {
        let laboratory = try IssueStory.laboratory("F.FF")

        let found = try cost(laboratory)

        // One incident with three failing runs, each of a quarter of a second.
        #expect(found.triageMinutes == 20 + 5 + 5)
        #expect(found.machineMilliseconds == 750)
        #expect(abs(found.lostMinutes - 30.0125) < 1e-9)
    }

    @Test func `expected are the failing runs to come, and the gate that they block`() throws {
        let laboratory = try IssueStory.laboratory("FFF")

        let found = try cost(laboratory)

        // Three failing runs and a half in three days, each 5 minutes and a quarter of a second; fails in 3.5 of 4 runs.
        let runs = 3.5 / 3 * 14 * (5 + 0.25 / 60)
        #expect(abs(found.expectedMinutes - (runs + 3.5 / 4 * 8 * 60)) < 1e-9)
        #expect(found.effortMinutes == 480)
        #expect(found.fixFirst == found.expectedMinutes / 480)
    }

    @Test func `what was quiet for weeks is expected to cost little`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        try IssueStory.ingest(String(repeating: ".", count: 40), from: 4, into: laboratory)

        #expect(try cost(laboratory).expectedMinutes < 2)
    }

    @Test func `the project says what time costs`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        var model = CostModel()
        (model.firstMinutes, model.repeatMinutes, model.daysToGate, model.gateDelayHours) = (60, 30, 7, 0)

        let found = try cost(laboratory, model)

        #expect(found.triageMinutes == 120)
        #expect(abs(found.expectedMinutes - 3.5 / 3 * 7 * (30 + 0.25 / 60)) < 1e-9)
    }

    @Test func `a repair takes as long as proven ones took, a working day of eight hours a day`() throws {
        let laboratory = try IssueStory.laboratory("FFF")
        try IssueStory.say(laboratory, .fix, IssueStory.commit(4), day: 3.5)
        try IssueStory.ingest(String(repeating: ".", count: 8), from: 4, into: laboratory)

        let found = try cost(laboratory)

        // It was a candidate from the third day on, and repaired half a day later.
        #expect(try IssueStory.life(laboratory).state == .verified)
        #expect(abs(found.effortMinutes - 240) < 1)
    }

    @Test func `lists are ordered by what was lost, and by what will be lost for each hour of repair`() throws {
        let laboratory = try Laboratory()
        // The first one failed often and is over, the second one fails now.
        for day in 1...12 {
            try laboratory.ingest(report(.failed("adds", emptyCart)), day: Double(day))
        }
        for day in 13...60 {
            let isLate = day > 56
            try laboratory.ingest(
                report(.passed("adds"), isLate ? .failed("pays", refusedPayment) : .passed("pays")), day: Double(day))
        }
        func order(_ order: ReadIssues.Order) throws -> [Int64] {
            var filter = ReadIssues.Filter()
            filter.order = order
            return try ReadEvidence(laboratory.store).issues.list(filter).lines.map(\.summary.number)
        }

        #expect(try order(.cost) == [1, 2])
        #expect(try order(.fixFirst) == [2, 1])
        #expect(try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lostMinutes.count == 2)
    }
}
