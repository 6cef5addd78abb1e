// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Commits that name changes and issues which nobody knows.
struct UnknownTrailersTests {
    private func note(_ kind: CommitNote.Kind, _ value: String, _ commit: Int) -> CommitNote {
        CommitNote(
            commit: ChangeStory.commit(commit), kind: kind, value: value, author: "Ann", at: Laboratory.moment(day: 1))
    }

    @Test func `a run warns once of what its commits name and nobody knows`() throws {
        let laboratory = try Laboratory()
        let notes = [
            note(.change, "77", 2), note(.fixes, "55", 1), note(.merge, "Merge branch a", 1),
            note(.reverts, "c0ffee01", 2), note(.reverts, "CR-66", 2),
        ]
        func ingest(_ day: Double) throws -> IngestOutcome {
            try laboratory.ingest(report([.passed("pays")]), day: day) { request in
                request.commit = ChangeStory.commit(Int(day))
                request.history = { _, _ in CommitHistory(notes: notes) }
            }
        }

        let (first, second) = (try ingest(2), try ingest(3))

        #expect(first.diagnostics.map(\.code) == ["unknown-trailer"])
        #expect(first.diagnostics.map(\.severity) == [.warning])
        #expect(
            first.diagnostics.first?.message
                == "commits name what nobody knows: CR-77 in c0ffee02, ISS-55 in c0ffee01, CR-66 in c0ffee02")
        #expect(second.diagnostics == [])
    }

    @Test func `what is known is not warned of`() throws {
        let story = try ChangeStory()
        try story.ingest("FFF")
        try story.create(ChangeStory.fix(), day: 3.1)
        let outcome = try story.laboratory.ingest(report([.passed("pays")]), day: 4) { request in
            request.commit = ChangeStory.commit(4)
            let notes = [note(.change, "1", 4), note(.fixes, "1", 4)]
            request.history = { _, _ in CommitHistory(notes: notes) }
        }

        #expect(outcome.diagnostics == [])
    }

    @Test func `of many only the first are named`() throws {
        let notes = (1...9).map { note(.change, "\($0)", 1) }
        let outcome = try Laboratory().ingest(report([.passed("pays")])) { request in
            request.commit = ChangeStory.commit(1)
            request.history = { _, _ in CommitHistory(notes: notes) }
        }

        #expect(outcome.diagnostics.first?.message.hasSuffix("CR-5 in c0ffee01, and 4 more") == true)
    }
}
