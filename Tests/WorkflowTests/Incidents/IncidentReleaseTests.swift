// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Testing
import Workflow

/// Whose incidents are those of a release.
struct IncidentReleaseTests {
    /// `pays` fails in 1.0, 1.1 and 1.2; `adds` fails in 1.0 and passes since.
    private func laboratory() throws -> Laboratory {
        let laboratory = try Laboratory()
        for (day, release) in [(1.0, "1.0"), (2, "1.1"), (3, "1.2")] {
            let other: CaseText = release == "1.0" ? .failed("adds", refusedPayment) : .passed("adds")
            try laboratory.ingest(report(.failed("pays"), other), day: day) { $0.release = release }
        }
        return laboratory
    }

    @Test(arguments: [("1.0", [1, 2]), ("1.1", [1]), ("1.2", [1]), ("2.0", [])])
    func `an incident is of each release that it failed in`(release: String, numbers: [Int64]) throws {
        let reading = ReadEvidence(try laboratory().store, viewpoint: Viewpoint(now: .max))
        var filter = ReadEvidence.IncidentFilter()
        filter.rows.release = release

        #expect(try reading.incidents(filter).map(\.number) == numbers)
        let status = try reading.status(phase: nil, release: release, limit: 10)
        #expect(status.counts.values.reduce(0, +) == numbers.count)
    }
}
