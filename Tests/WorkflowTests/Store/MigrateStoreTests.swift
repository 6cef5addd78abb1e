// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import Testing
import Workflow

/// A store of an older program becomes what this one would have written.
struct MigrateStoreTests {
    @Test func `what older programs did not write is made from the evidence`() throws {
        let laboratory = try Laboratory()
        for (day, letter) in zip(1..., "F.F.FF") {
            let test: CaseText = letter == "F" ? .failed("pays", refusedPayment) : .passed("pays")
            try laboratory.ingest(report(test, .flaky("adds", emptyCart)), day: Double(day))
        }
        func state() throws -> [String] {
            try laboratory.store.read { connection in
                try connection.query("SELECT microseconds FROM occurrence ORDER BY id") {
                    $0.optionalText(0) ?? "none"
                } + connection.query("SELECT recent FROM incident ORDER BY id") { $0.text(0) }
            }
        }
        let before = try state()
        try laboratory.store.write { connection in
            try connection.execute("UPDATE occurrence SET microseconds = NULL")
            try connection.execute("UPDATE incident SET recent = '', passed_commit = NULL, quiet_runs = 0")
            try connection.execute("INSERT INTO store_info (name, value) VALUES ('state', 'stale')")
        }

        try MigrateStore(laboratory.store).perform()

        #expect(before.contains("250000") && before.contains("fpfpff"))
        #expect(try state() == before)
        #expect(try laboratory.problems() == [])
    }

    @Test func `an older store with gates is made anew, though nothing ever failed in it`() throws {
        let story = try GateStory()
        try story.ingest("...", day: 26)
        _ = try story.decide(day: 31)
        let step = try #require(Migration.all.first { $0.version == 13 })
        #expect(try !story.store.read { try StoreInfo($0).isStale() })

        try story.store.write { connection in
            for statement in step.statements(connection.dialect) where statement.hasPrefix("INSERT") {
                try connection.execute("\(raw: statement)")
            }
        }

        #expect(try story.store.read { try IncidentRecords($0).hasAny() } == false)
        #expect(try story.store.read { try StoreInfo($0).isStale() })
    }
}
