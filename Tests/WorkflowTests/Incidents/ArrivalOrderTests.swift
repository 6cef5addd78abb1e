// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Storage
import StorageSQLite
import Synchronization
import TestPhase
import Testing
import Workflow

/// The promise of the store: what it says depends on the set of uploads, not on when, in what order or how often they came, nor
/// on how a run was cut into shards.
struct ArrivalOrderTests {
    /// Histories, and orders of each: set `EXITGATE_HISTORIES` and `EXITGATE_ORDERS` for a longer search.
    private static let histories = number("EXITGATE_HISTORIES") ?? 1
    private static let orders = number("EXITGATE_ORDERS") ?? (TestStore.server == nil ? 100 : 5)
    private static let runs = 60

    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap(Int.init)
    }

    @Test(arguments: 0..<UInt64(histories))
    func `sixty runs in any order and any shards, some uploads twice, give the same store`(number: UInt64) throws {
        let history = History(runs: Self.runs, seed: History.varied + number)
        let expected = try Arrival(history.uploads, seed: 7)
        let faults = Mutex<[String]>(expected.problems)

        DispatchQueue.concurrentPerform(iterations: Self.orders) { order in
            var generator = SeededGenerator(seed: number << 32 + UInt64(order))
            // Every second one is cut into other shards: then only the evidence is another.
            let isSplit = order % 2 == 1
            let plans = isSplit ? history.split(&generator) : history.uploads
            let uploads = Self.doubled(plans.shuffled(using: &generator), &generator)
            do {
                let found = try Arrival(uploads, seed: generator.next())
                let difference =
                    isSplit ? found.state.difference(from: expected.state) : found.all.difference(from: expected.all)
                let isEqual = difference.isEmpty && found.problems.isEmpty
                if !isEqual {
                    let lines = found.problems + difference.prefix(6).map { "\($0)" }
                    faults.withLock { $0.append("order \(order): \(lines.joined(separator: "\n"))") }
                }
            } catch {
                faults.withLock { $0.append("order \(order): \(error)") }
            }
        }

        #expect(faults.withLock { $0.prefix(3) } == [])
    }

    @Test func `the made-up history exercises every rule`() throws {
        let arrival = try Arrival(History(runs: Self.runs, seed: History.varied).uploads, seed: 7)

        #expect(
            Set(arrival.rules) == [
                "open-by-failure", "open-by-flicker", "flapping", "pass-and-fail-on-one-commit", "restore-by-pass",
                "restore-by-clean-runs", "reopen-by-recurrence", "close-by-quiet",
            ])
    }

    @Test func `in the made-up history branches fail apart, and some of them pass again`() throws {
        let laboratory = try Laboratory()
        for upload in History(runs: Self.runs, seed: History.varied).uploads {
            try laboratory.perform(upload.request(path: laboratory.write(upload.text), seed: 7))
        }

        let lines = try laboratory.store.read { connection in
            try connection.query("SELECT incident_id, tests FROM incident_line ORDER BY incident_id, run_id") {
                (incident: $0.integer(0), tests: $0.text(1))
            }
        }

        #expect(Set(lines.map(\.incident)).count > 3)
        #expect(lines.contains { $0.tests.isEmpty } && lines.contains { !$0.tests.isEmpty })
    }

    @Test func `what git says of commits changes what the made-up history says`() throws {
        let uploads = History(runs: Self.runs, seed: History.varied).uploads
        let without = uploads.map { upload in
            var upload = upload
            upload.lineage = nil
            return upload
        }

        #expect(try Arrival(uploads, seed: 7).state != Arrival(without, seed: 7).state)
    }

    /// The fix of ISS-1 is proven in two phases; then it fails in one of them, on another release line.
    @Test(arguments: [["alpha", "beta"], ["beta", "alpha"]])
    func `what comes again on another line is an issue of its own, whichever phase arrives first`(
        phases: [String]
    ) throws {
        let laboratory = try Laboratory()
        func ingest(_ phase: String, _ days: ClosedRange<Int>) throws {
            for day in days {
                let test: CaseText = day < 4 || day == 13 ? .failed("pays", refusedPayment) : .passed("pays")
                let moment = Double(day) + (phase == "beta" ? 0.1 : 0)
                try laboratory.ingest(report(test), day: moment, run: "\(phase) \(day)") { request in
                    (request.phase, request.branch, request.commit) = (phase, "main", IssueStory.commit(day))
                    request.release = day == 13 ? "2.5.0" : "2.4.1"
                }
            }
        }
        for phase in phases { try ingest(phase, 1...3) }
        try IssueStory.say(laboratory, .fix, IssueStory.commit(4), day: 3.5)

        for phase in phases { try ingest(phase, 4...(phase == "beta" ? 13 : 12)) }

        let lines = try ReadEvidence(laboratory.store).issues.list(ReadIssues.Filter()).lines
        #expect(lines.map(\.summary.number).sorted() == [1, 2])
        #expect(try laboratory.problems() == [])
    }

    /// Some uploads come a second time, somewhere after the first.
    private static func doubled(_ uploads: [UploadPlan], _ generator: inout SeededGenerator) -> [UploadPlan] {
        var result = Array(uploads.indices)
        for upload in uploads.indices where generator.chance(20) {
            let first = result.firstIndex(of: upload) ?? 0
            result.insert(upload, at: Int.random(in: first + 1...result.count, using: &generator))
        }
        return result.map { uploads[$0] }
    }
}

/// What came out of a store into which uploads came one after the other.
private struct Arrival {
    /// The lines of the canonical export, and those that tell state: clusters, issues, incidents with their events.
    let all: [String]
    let state: [String]
    let problems: [String]
    /// Rules that changed incidents.
    let rules: [String]

    init(_ uploads: [UploadPlan], seed: UInt64) throws {
        let laboratory = try Laboratory()
        for upload in uploads {
            try laboratory.perform(upload.request(path: laboratory.write(upload.text), seed: seed))
        }
        all = try laboratory.export()
        state = all.filter { line in ["incident", "issue", "signature"].contains { line.hasPrefix("{\"\($0)\":") } }
        problems = try laboratory.problems()
        rules = try laboratory.store.read { connection in
            try connection.query("SELECT DISTINCT rule FROM event ORDER BY rule") { $0.text(0) }
        }
    }
}
