// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// Branches that fail apart from each other, each with a pass of its own.
struct FailingLineTests {
    // MARK: From values alone

    @Test func `a pass counts when it covers a line that passed before, and says nothing where it covers none`() {
        var incident = Incident.opened(failing: [1], branch: "main")
        incident.apply(.day(2, failing: [1], on: "feature"))
        incident.apply(.day(3, passing: [1], on: "main"))
        let between = incident

        incident.apply(.day(4, passing: [1], on: "main"))
        incident.apply(.day(5, passing: [1], on: "other"))

        #expect(between.lines.map(\.broken) == [[], [1]])
        #expect((between.state, between.quietRuns) == (.open, 1))
        #expect((incident.quietRuns, incident.exercisedRuns) == (2, 4))
        #expect(incident.exercised == .day(4))
        #expect(incident.lines == between.lines)
    }

    @Test func `a failure takes over the lines that it covers, and what it did not run stays with them`() {
        var incident = Incident.opened(failing: [1, 2], branch: "main")
        incident.apply(.day(2, failing: [3], on: "feature"))
        incident.apply(.day(3, passing: [2], on: "main"))

        incident.apply(.day(4, failing: [3], on: "main"))
        let apart = incident
        incident.apply(.day(5, failing: [1, 3], on: "main"))

        #expect(apart.lines.map(\.run) == [.day(1), .day(2), .day(4)])
        #expect(apart.lines.map(\.broken) == [[1], [3], [3]])
        #expect(apart.tests == [1: false, 2: true, 3: false])
        #expect(incident.lines.map(\.run) == [.day(2), .day(5)])
        #expect(incident.lines.map(\.broken) == [[3], [1, 3]])
    }

    @Test func `a test fails while any line breaks it`() {
        var incident = Incident.opened(failing: [1], branch: "main")
        incident.apply(.day(2, failing: [1], on: "feature"))

        incident.apply(.day(3, passing: [1], on: "feature"))
        let between = (incident.state, incident.tests)
        incident.apply(.day(4, passing: [1], on: "main"))

        #expect(between == (.open, [1: false]))
        #expect((incident.state, incident.restored) == (.restored, .day(4)))
        #expect(incident.recent == [.failed, .failed, .passed])
    }

    @Test func `a failure on the commit that passed last is intermittent, though another line still fails`() {
        var incident = Incident.opened(failing: [1], branch: "main")
        incident.apply(.day(2, failing: [1], on: "feature"))

        incident.apply(.day(3, passing: [1], commit: "c0ffee", on: "feature"))
        incident.apply(.day(4, failing: [1], commit: "c0ffee", on: "feature"))

        #expect(incident.state == .intermittent)
    }

    @Test func `of the lines that passed the latest are kept, and of those that fail all`() {
        var incident = Incident.opened(failing: [1], branch: "main")
        for day in 2...40 {
            incident.apply(.day(day, failing: [1], on: "branch \(day)"))
            if day > 10 { incident.apply(.day(day, passing: [1], on: "branch \(day)")) }
        }

        let passed = incident.lines.filter(\.broken.isEmpty)
        #expect(incident.lines.count - passed.count == 10)
        #expect(passed.map(\.run) == (24...40).map(Incident.RunReference.day))
        #expect(incident.lines.last?.run == incident.lastFailed)
    }

    // MARK: In a store

    private func story() throws -> Laboratory {
        let laboratory = try Laboratory()
        let runs: [(branch: String, CaseText)] = [
            ("main", .failed("pays")), ("feature", .failed("pays")), ("feature", .passed("pays")),
            ("main", .passed("pays")), ("main", .failed("pays")),
        ]
        for (day, (branch, test)) in zip(1..., runs) {
            try laboratory.ingest(report(test), day: Double(day)) { request in
                (request.branch, request.commit) = (branch, "\(branch)-\(day)")
            }
        }
        return laboratory
    }

    private func places(_ store: any StoreDriver) throws -> [String] {
        try ReadEvidence(store).incident(number: 1).failing.map {
            "\($0.branch ?? "-") \($0.commit ?? "-") RUN-\($0.run) \($0.tests.map(\.name))"
        }
    }

    @Test func `the lines of every past moment are told, and a copy knows them`() throws {
        let laboratory = try story()
        let copy = try TestStore.make()
        _ = try CopyStore(from: laboratory.store, to: copy).perform()
        let main = "main main-1 RUN-1 [\"pays\"]"
        let expected = [[main], [main, "feature feature-2 RUN-2 [\"pays\"]"], [main], []]

        for (day, lines) in zip(1..., expected) {
            let past = RewoundStore(copy, to: Laboratory.moment(day: Double(day)))
            #expect(try places(past) == lines, "day \(day)")
            #expect(try VerifyStore(past, integrity: { [] }).perform().problems == [])
        }
        #expect(try places(laboratory.store) == ["main main-5 RUN-5 [\"pays\"]"])
        #expect(try VerifyStore(copy, integrity: { [] }).perform().problems == [])
    }

    @Test func `only an incident that failed on several lines has rows of them`() throws {
        let (laboratory, other) = (try story(), try Laboratory())
        for day in 1...4 { try other.ingest(report(.failed("pays")), day: Double(day)) { $0.branch = "main" } }

        #expect(try laboratory.store.read { try StoreTables($0).count(of: "incident_line") } == 2)
        #expect(try other.store.read { try StoreTables($0).count(of: "incident_line") } == 0)
    }

    @Test func `a reader is told by which line it was restored`() throws {
        let laboratory = try Laboratory()
        for (day, (branch, test)) in zip(
            1..., [("main", CaseText.failed("pays")), ("feature", .failed("pays")), ("feature", .passed("pays"))])
        {
            try laboratory.ingest(report(test), day: Double(day)) {
                ($0.branch, $0.commit) = (branch, "\(branch)-\(day)")
            }
        }

        try laboratory.ingest(report(.passed("pays")), day: 4) { ($0.branch, $0.commit) = ("main", "main-1") }

        #expect(try ReadEvidence(laboratory.store).incident(number: 1).summary.restoredBy == .same)
    }

    @Test func `what an older program restored by the wrong branch is open again when its store is made anew`() throws {
        let laboratory = try Laboratory()
        for (day, (branch, test)) in zip(
            1..., [("main", CaseText.failed("pays")), ("feature", .failed("pays")), ("feature", .passed("pays"))])
        {
            try laboratory.ingest(report(test), day: Double(day)) { $0.branch = branch }
        }
        let step = try #require(Migration.all.first { $0.version == 14 })
        try laboratory.store.write { connection in
            try connection.execute("DROP TABLE incident_line")
            try connection.execute(
                "UPDATE incident SET state = 'restored', restored_run_id = 3, restored_at = 0, quiet_runs = 1")
            try connection.execute("UPDATE incident_test SET is_passing = 1")
            for statement in step.statements(connection.dialect) { try connection.execute("\(raw: statement)") }
        }

        try MigrateStore(laboratory.store).perform()

        #expect(try laboratory.states() == [.open])
        #expect(try laboratory.problems() == [])
    }
}

extension Incident.Observation {
    fileprivate static func day(
        _ day: Int, failing: Set<Int64> = [], passing: Set<Int64> = [], commit: String? = nil, on branch: String
    ) -> Incident.Observation {
        var observation = Incident.Observation.day(day, failing: failing, passing: passing, commit: commit)
        observation.branch = branch
        return observation
    }
}
