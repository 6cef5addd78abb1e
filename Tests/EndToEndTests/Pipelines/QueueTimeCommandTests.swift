// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// When a job was put into the queue, from the command line and the environment to the capacity of an environment.
struct QueueTimeCommandTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write("a.xml", Report.suite(Report.passing("adds")))
    }

    private func ingest(
        _ more: String..., day: Int = 1, environment: [String: String] = [:]
    ) throws -> Ended {
        let start = String(format: "2026-01-%02dT10:00:00Z", day)
        return try place.run(
            ["ingest", "a.xml", "--phase", "beta", "--environment", "lab", "--run-key", "\(day)", "--started", start]
                + more, environment: environment)
    }

    @Test func `the option is asked before the variable, and a blank one says nothing`() throws {
        let variable = ["EXITGATE_QUEUED_AT": "2026-01-01T09:00:00Z"]

        let both = try ingest("--queued-at", "2026-01-01T09:58:30Z", environment: variable)
        let alone = try ingest(day: 2, environment: ["EXITGATE_QUEUED_AT": "1767347880"])
        let blank = try ingest("--queued-at", "", day: 3, environment: variable)

        #expect(both.code == 0 && alone.code == 0 && blank.code == 0, "\(both) \(alone) \(blank)")
        let runs = try place.run("run", "list", "--format", "json").json["runs"].items
        #expect(runs.map { $0["queue_ms"].count } == [nil, 120_000, 90_000])
        let shown = try place.run("run", "show", "RUN-1").output
        #expect(shown.contains("queued     1 min 30 s before it started"), "\(shown)")
    }

    @Test(arguments: [
        ("yesterday", "--queued-at takes a time such as 2026-11-25T09:30:00Z"),
        ("2199-01-01T00:00:00Z", "--queued-at lies in the future"),
        ("2026-01-01T10:00:01Z", "does not fit --started: the job was queued after it started"),
        ("2025-12-01T00:00:00Z", "does not fit --started: the job was queued for more than 30 days"),
    ])
    func `a time that cannot be is refused, and nothing is stored`(time: String, fact: String) throws {
        let ended = try ingest("--queued-at", time)

        #expect(ended.code == 64 && ended.errors.contains(fact), "\(ended)")
        #expect(!place.exists(".exitgate/exitgate.sqlite"))
    }

    @Test func `capacity shows the queue, and says so where nobody knows it`() throws {
        for day in 1...4 { _ = try ingest(day: day) }
        let silent = try place.run("environment", "capacity").output
        for day in 5...9 { _ = try ingest("--queued-at", String(format: "2026-01-%02dT09:5%dZ", day, day), day: day) }

        let told = try place.run("environment", "capacity").output
        let json = try place.run("environment", "capacity", "--format", "json").json["environments"][0]

        #expect(silent.hasSuffix("queue unknown: no run says when its job was queued; ingest --queued-at says it\n"))
        #expect(!told.contains("queue unknown") && told.contains("3 min 0 s"), "\(told)")
        #expect(json["runs"].count == 9 && json["queue_runs"].count == 5)
        #expect(json["queue_p50_ms"].count == 180_000 && json["queue_p95_ms"].count == 300_000)
        let page = try place.run("environment", "show", "lab").output
        #expect(
            page.contains("queued     3 min 0 s at the median, 5 min 0 s for 95 % of the 5 runs that say so"), "\(page)"
        )
    }

    @Test func `a misspelt variable is told`() throws {
        let ended = try ingest(environment: ["EXITGATE_QUEUE_AT": "2026-01-01T09:00:00Z"])

        #expect(ended.errors.contains("did you mean EXITGATE_QUEUED_AT?"), "\(ended)")
    }
}
