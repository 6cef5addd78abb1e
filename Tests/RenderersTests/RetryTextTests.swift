// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Renderers

/// What is printed of jobs that were repeated.
struct RetryTextTests {
    private static func incident(_ number: Int64) -> IncidentSummary {
        let run = Incident.RunReference(id: 4, startedAt: 1_767_225_600_000)
        return IncidentSummary(
            id: number, number: number, state: .open, title: "payment refused", signature: "c0ffee",
            signatureID: number,
            algorithm: "s1", phase: "beta", configuration: ConfigurationClass([:]), episode: 1, opened: run,
            lastGoodRun: nil, lastFailed: run, restored: nil, reopenCount: 0, occurrences: 1, failedRuns: 1, tests: 1)
    }

    private static func report() -> IngestReport {
        var report = IngestReport()
        (report.opened, report.reopened) = ([incident(1), incident(2)], [incident(3), incident(4)])
        report.ongoing = [incident(5), incident(6)]
        report.passedOnRetry = [2, 4, 6]
        return report
    }

    @Test func `an annotation says less of what passed on a retry`() {
        let lines = GitHubText.ingest(Self.report(), nil).split(separator: "\n").filter { $0.hasPrefix("::") }

        #expect(lines.count == 6)
        #expect(lines[0].hasPrefix("::error") && lines[0].contains("INC-1 new::"))
        #expect(lines[1].hasPrefix("::warning") && lines[1].contains("INC-2 new%2C passed on a retry::"))
        #expect(lines[2].hasPrefix("::error") && lines[2].contains("INC-3 fails again::"))
        #expect(lines[3].hasPrefix("::warning") && lines[3].contains("INC-4 fails again%2C passed on a retry::"))
        #expect(lines[4].hasPrefix("::warning") && lines[4].contains("INC-5 still fails::"))
        #expect(lines[5].hasPrefix("::notice") && lines[5].contains("INC-6 passed on a retry::"))
    }

    @Test func `a summary says so, and so does JSON`() {
        let table = IngestMarkdown.text(Self.report())

        #expect(table.contains("| still fails |") && table.contains("| passed on a retry |"))
        #expect(table.contains("| new, passed on a retry |"))
        #expect(IngestJSON.text(Self.report()).contains("\"passed_on_retry\""))
    }

    @Test(arguments: [1, 2])
    func `a test tells the attempt of each result where a job was repeated`(last: Int) {
        let history = [1, last].map { attempt in
            HistoryEntry(
                run: 7, startedAt: 1_767_225_600_000, phase: "beta", configuration: ConfigurationClass([:]),
                commit: nil,
                attempt: attempt, outcome: attempt == 1 ? .failed : .passed, microseconds: 1_000)
        }
        let test = TestName(id: 3, suites: ["shop"], className: "Cart", name: "adds", file: "")

        let page = TestText.page(
            test, history: history, reliability: [], incidents: [], width: nil, palette: .plain)

        #expect(page.contains("attempt") == (last == 2))
    }
}
