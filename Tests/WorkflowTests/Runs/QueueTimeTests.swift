// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// How long the job of a run was queued.
struct QueueTimeTests {
    private static let minute: Int64 = 60_000

    /// A report of the second day of 2026, ten in the morning.
    private func stamped(_ zone: String) -> String {
        "<testsuite name=\"shop\" timestamp=\"2026-01-02T10:00:00\(zone)\"><testcase classname=\"shop\" name=\"pays\" time=\"1\"/></testsuite>"
    }

    private func waited(_ outcome: IngestOutcome) -> Int64? { outcome.run?.queueMilliseconds }

    @Test func `it counts from the queue to the start that was given`() throws {
        let laboratory = try Laboratory()

        let outcome = try laboratory.ingest(report(.passed("adds")), day: 1) {
            $0.queuedAt = Laboratory.moment(day: 1) - 7 * Self.minute
        }

        #expect(waited(outcome) == 7 * Self.minute)
        #expect(outcome.diagnostics.isEmpty)
        #expect(try laboratory.export().contains { $0.contains(#""upload""#) && $0.contains(#""queue_ms":420000"#) })
        #expect(try laboratory.problems() == [])
    }

    @Test func `of several uploads the longest counts, and what one does not tell is no time`() throws {
        let laboratory = try Laboratory()
        let waits: [Int64?] = [2, nil, 5]
        var outcome: IngestOutcome?
        for (index, minutes) in waits.enumerated() {
            outcome = try laboratory.ingest(report(.passed("adds \(index)")), day: 1) { request in
                request.shard = (index + 1, waits.count)
                request.queuedAt = minutes.map { Laboratory.moment(day: 1) - $0 * Self.minute }
            }
        }

        #expect(try #require(outcome).run?.uploads.map(\.queueMilliseconds) == [2 * Self.minute, nil, 5 * Self.minute])
        #expect(waited(try #require(outcome)) == 5 * Self.minute)
    }

    @Test func `without a given start the reports tell it, if they name their zone`() throws {
        let queued = Laboratory.moment(day: 1) + 9 * 60 * Self.minute
        func ingest(_ zone: String) throws -> IngestOutcome {
            try Laboratory().ingest(stamped(zone)) { ($0.started, $0.queuedAt) = (nil, queued) }
        }

        let known = try ingest("Z")
        let unknown = try ingest("")

        #expect(waited(known) == 60 * Self.minute && known.diagnostics.isEmpty)
        #expect(waited(unknown) == nil)
        #expect(unknown.diagnostics.map(\.code) == ["queue-unknown"])
    }

    @Test func `the start of a pipeline is no start of a job`() throws {
        let outcome = try Laboratory().ingest(report(.passed("adds"))) {
            $0.started = (Laboratory.moment(day: 1), .pipeline)
            $0.queuedAt = Laboratory.moment(day: 1) - Self.minute
        }

        #expect(waited(outcome) == nil)
        #expect(outcome.diagnostics.first?.message.contains("no report says when the job started") == true)
    }

    @Test(arguments: [(660, "was queued after it started"), (-44_640, "for more than 30 days")])
    func `what cannot be is told, and nothing is kept`(minutes: Int64, fact: String) throws {
        let outcome = try Laboratory().ingest(stamped("Z")) {
            ($0.started, $0.queuedAt) = (nil, Laboratory.moment(day: 1) + minutes * Self.minute)
        }

        #expect(waited(outcome) == nil)
        #expect(outcome.diagnostics.first?.message.contains(fact) == true, "\(outcome.diagnostics)")
    }

    @Test func `an environment tells median, 95 of 100, trend, and how many runs told`() throws {
        let laboratory = try Laboratory()
        for day in 1...12 {
            try laboratory.ingest(report(.passed("adds")), day: Double(day)) { request in
                request.environment = "lab"
                // The first two do not tell.
                guard day > 2 else { return }
                request.queuedAt = Laboratory.moment(day: Double(day)) - (day < 8 ? 1 : 4) * Self.minute
            }
        }
        try laboratory.ingest(report(.passed("adds")), day: 20) { $0.environment = "silent" }

        let uses = try KeepAssets(laboratory.store).environments().compactMap(\.use)

        #expect(uses.map(\.queued) == [10, 0])
        #expect(uses.map(\.queueP50) == [Self.minute, nil])
        #expect(uses.map(\.queueP95) == [4 * Self.minute, nil])
        #expect((uses[0].earlierQueueP50, uses[0].laterQueueP50) == (Self.minute, 4 * Self.minute))
    }
}
