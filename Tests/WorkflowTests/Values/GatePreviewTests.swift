// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

/// A first verdict: what is missing is never read as good.
struct GatePreviewTests {
    /// A latest run, the incidents that are live, and the verdict with its reasons.
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var run: RunSummary?
        var live = 0
        var verdict: GatePreview.Verdict
        var reasons: [String]
    }

    private static let table = [
        Example(testDescription: "no run", run: nil, verdict: .undecided, reasons: ["no run is known"]),
        Example(
            testDescription: "no run but an incident", run: nil, live: 2, verdict: .noGo,
            reasons: ["2 incidents are live", "no run is known"]),
        Example(
            testDescription: "all passed", run: .run([.passed: 3]), verdict: .go,
            reasons: ["RUN-7 passed, and no incident is live"]),
        Example(
            testDescription: "skipped and flaky beside passes", run: .run([.passed: 1, .skipped: 2, .flaky: 1]),
            verdict: .go,
            reasons: ["RUN-7 passed, and no incident is live"]),
        Example(
            testDescription: "a failure", run: .run([.passed: 3, .failed: 1]), verdict: .noGo,
            reasons: ["RUN-7 has failures"]),
        Example(
            testDescription: "an error", run: .run([.passed: 3, .error: 1]), verdict: .noGo,
            reasons: ["RUN-7 has failures"]),
        Example(
            testDescription: "an incident", run: .run([.passed: 3]), live: 1, verdict: .noGo,
            reasons: ["1 incident is live"]),
        Example(
            testDescription: "incidents and failures", run: .run([.failed: 3]), live: 2, verdict: .noGo,
            reasons: ["2 incidents are live"]),
        Example(
            testDescription: "no results", run: .run([:]), verdict: .undecided, reasons: ["RUN-7 holds no results"]),
        Example(
            testDescription: "a missing shard", run: .run([.passed: 3], shards: [1, 3], of: 4), verdict: .undecided,
            reasons: ["RUN-7 lacks 2 of 4 shards"]),
        Example(
            testDescription: "a damaged file", run: .run([.passed: 3], isComplete: false), verdict: .undecided,
            reasons: ["RUN-7 has files that could not be read to their end"]),
        Example(
            testDescription: "everything at once", run: .run([.failed: 1], shards: [1], of: 2, isComplete: false),
            live: 1,
            verdict: .noGo,
            reasons: [
                "1 incident is live", "RUN-7 lacks 1 of 2 shards",
                "RUN-7 has files that could not be read to their end",
            ]),
    ]

    @Test(arguments: table)
    func `evidence gives a verdict with reasons`(_ example: Example) {
        let preview = GatePreview(latest: example.run, live: example.live)

        #expect(preview.verdict == example.verdict)
        #expect(preview.reasons == example.reasons)
    }

    @Test func `a run that holds nothing but tests with unknown ends is not good`() {
        #expect(GatePreview(latest: .run([.unknown: 3], isComplete: false), live: 0).verdict == .undecided)
    }
}

extension RunSummary {
    /// A run with one upload for each shard.
    static func run(_ outcomes: [Outcome: Int], shards: [Int] = [0], of total: Int? = nil, isComplete: Bool = true)
        -> RunSummary
    {
        var run = Run.nightly
        run.expectedShards = total
        let uploads = shards.map { shard in
            UploadSummary(
                id: Int64(30 + shard), shard: shard, attempt: 1, digest: "d\(shard)", receivedAt: 90,
                isComplete: isComplete,
                masksSecrets: true, results: 3, rowsDigest: "r\(shard)")
        }
        return RunSummary(id: 7, run: run, outcomes: outcomes, uploads: uploads)
    }
}
