// Exitgate
// SPDX-License-Identifier: Apache-2.0

import StorageSQLite
import TestPhase
import Testing
import Workflow

/// The canonical export: the same evidence is the same bytes.
struct ExportStoreTests {
    @Test func `an export is stable`() throws {
        let laboratory = try Laboratory()
        try laboratory.ingest(report(.passed("adds"), .failed("pays")), day: 1)
        try laboratory.ingest(report(.passed("adds"), .passed("pays")), day: 2)

        let first = try laboratory.export()

        #expect(try laboratory.export() == first)
        #expect(first.first == "{\"format\":1,\"kind\":\"exitgate-export\"}")
        #expect(first.count { $0.hasPrefix("{\"run\"") } == 2)
        #expect(first.last?.contains("\"state\":\"restored\"") == true)
    }

    @Test func `names are written as JSON whatever they hold`() throws {
        let laboratory = try Laboratory()

        try laboratory.ingest(report(.passed("says \"hi\" \\ 🚢 \u{85}")))

        #expect(try laboratory.export().contains { $0.contains("\"says \\\"hi\\\" \\\\ 🚢 \\u0085\"") })
    }

    @Test func `files with other names and in another order are the same evidence`() throws {
        let texts = [
            report(.failed("pays", "\(emptyCart), order 17"), .passed("adds")),
            report(.failed("pays", "\(emptyCart), order 18"), .failed("pays", "\(emptyCart), order 19")),
        ]
        let names = [["a.xml", "b.xml"], ["deep/z.xml", "deep/c.xml"]]

        let digests = try names.map { names in
            let laboratory = try Laboratory()
            let paths = try zip(texts, names).map { try laboratory.write($0, as: $1) }
            try laboratory.perform(Laboratory.request(paths))
            #expect(try laboratory.problems() == [])
            return try laboratory.digest()
        }

        #expect(digests[0] == digests[1])
    }

    @Test func `tests that a mask made equal are exported in a stable order`() throws {
        let tokens = ["A1b2C3", "D4e5F6", "G7h8I9", "J1k2L3"].map { "ghp_" + String(repeating: $0, count: 6) }
        let shards = tokens.enumerated().map { index, token in
            (
                index: index + 1,
                text: report(index.isMultiple(of: 2) ? .passed("uses \(token)") : .failed("uses \(token)"))
            )
        }

        let digests = try [shards, shards.reversed()].map { shards in
            let laboratory = try Laboratory()
            for shard in shards { try laboratory.ingest(shard.text, run: "nightly") { $0.shard = (shard.index, 4) } }
            #expect(try laboratory.problems() == [])
            return try laboratory.digest()
        }

        #expect(digests[0] == digests[1])
    }

    @Test func `the moment of ingestion leaves no trace`() throws {
        let digests = try [500.0, 600.0].map { day in
            let laboratory = try Laboratory()
            try laboratory.ingest(report(.failed("pays"))) {
                ($0.started, $0.now, $0.seed) = (nil, Laboratory.moment(day: day), UInt64(day))
            }
            return try laboratory.digest()
        }

        #expect(digests[0] == digests[1])
    }
}
