// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Whole stores that move from one engine to the other and back.
struct CopyStoreTests {
    private func story() throws -> GateStory {
        let story = try GateStory()
        try story.ingest("F..", day: 26)
        try story.ingest("FK.", day: 27, os: "mac")
        try story.ingest(".FG", day: 28, alpha: "1.0.1")
        try story.approve()
        try story.decide(day: 31)
        try story.waive("G09", "TEST-1", day: 33, until: 40)
        return story
    }

    @Test func `a copy holds the same, byte for byte, and a copy of the copy as well`() throws {
        let story = try story()
        let first = try SQLiteDriver(inMemory: "first")
        let second = try TestStore.make()

        let there = try CopyStore(from: story.store, to: first).perform()
        let back = try CopyStore(from: first, to: second).perform()

        #expect(there == back)
        #expect(there.tables == StoreTables.all.count && there.rows > 50)
        #expect(try ExportStore(second).perform { _ in } == story.laboratory.digest())
        #expect(try VerifyStore(second, integrity: { [] }).perform().problems == [])
        #expect(try ReadGates(second, viewpoint: Viewpoint(now: .max)).list(phase: nil, limit: 5).map(\.number) == [1])
    }

    @Test func `a copy goes on as the original would`() throws {
        let (one, other) = (try story(), try TestStore.make())
        _ = try CopyStore(from: one.store, to: other).perform()

        func more(_ store: any StoreDriver, _ laboratory: Laboratory) throws -> String {
            for (day, letter) in [(34, "F"), (35, "G")] {
                let text = report(.failed("new \(letter)", "\(letter) \(emptyCart)"), .passed("ships"))
                var request = Laboratory.request([try laboratory.write(text)], day: Double(day))
                request.phase = "beta"
                _ = try IngestRun(store).perform(request) { _, _, _ in }
            }
            return try ExportStore(store).perform { _ in }
        }

        #expect(try more(other, one.laboratory) == more(one.store, one.laboratory))
    }

    @Test func `nothing is copied into a store that holds something`() throws {
        let (one, other) = (try story(), try story())
        let before = try other.laboratory.digest()

        let error = #expect(throws: Refusal.self) { try CopyStore(from: one.store, to: other.store).perform() }

        #expect(error?.message.hasSuffix("holds something already") == true)
        #expect(try other.laboratory.digest() == before)
    }

    @Test func `a word about a phase is something already`() throws {
        let (one, other) = (try story(), try TestStore.make())
        try other.write { connection in
            try PhaseRecords(connection).append(
                .init(at: 1, actor: "ben", verb: .enter, reason: "it is time"), to: .init(release: "2.4", phase: "beta")
            )
        }

        #expect(throws: Refusal.self) { try CopyStore(from: one.store, to: other).perform() }
    }
}
