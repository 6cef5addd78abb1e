// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// The promise of the store: what it says depends on the set of uploads, not on when, in what order or how often they came.
struct ArrivalOrderTests {
    /// Histories, and orders of each: set `EXITGATE_HISTORIES` and `EXITGATE_ORDERS` for a longer search.
    private static let histories = number("EXITGATE_HISTORIES") ?? 5
    private static let orders = number("EXITGATE_ORDERS") ?? 5

    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap(Int.init)
    }

    @Test(arguments: 1...UInt64(histories))
    func `uploads in any order, some of them twice, give the same store`(seed: UInt64) throws {
        let arrivals = try Arrivals(History(runs: 40, seed: seed).uploads)
        let uploads = Array(arrivals.uploads.indices)
        let expected = try arrivals.store(uploads, seed: 7)
        var generator = SeededGenerator(seed: seed << 32)

        for _ in 0..<Self.orders {
            let order = uploads.shuffled(using: &generator)
            let found = try arrivals.store(Self.doubled(order, &generator), seed: generator.next())

            #expect(found.problems == [])
            guard found.digest != expected.digest else { continue }
            try Issue.record("\(arrivals.difference(order))")
            break
        }

        #expect(expected.problems == [])
    }

    @Test func `the made-up history exercises every rule`() throws {
        let all: Set<String> = [
            "open-by-failure", "open-by-flicker", "flapping", "pass-and-fail-on-one-commit", "restore-by-pass",
            "restore-by-clean-runs", "reopen-by-recurrence", "close-by-quiet",
        ]
        var rules: Set<String> = []

        for seed in 1...12 as ClosedRange<UInt64> where rules != all {
            let arrivals = try Arrivals(History(runs: 40, seed: seed).uploads)
            rules.formUnion(try arrivals.rules())
        }

        #expect(rules == all)
    }

    /// Some uploads come a second time, somewhere after the first.
    private static func doubled(_ order: [Int], _ generator: inout SeededGenerator) -> [Int] {
        var result = order
        for upload in order where generator.chance(20) {
            let first = result.firstIndex(of: upload) ?? 0
            result.insert(upload, at: Int.random(in: first + 1...result.count, using: &generator))
        }
        return result
    }
}

/// Uploads whose reports lie in files, ready to arrive in any order.
private final class Arrivals {
    let uploads: [UploadPlan]
    private let laboratory: Laboratory
    private let paths: [String]

    init(_ uploads: [UploadPlan]) throws {
        self.uploads = uploads
        let laboratory = try Laboratory()
        paths = try uploads.map { try laboratory.write($0.text) }
        self.laboratory = laboratory
    }

    private func ingest(_ order: [Int], seed: UInt64) throws -> any StoreDriver {
        let store = try TestStore.make()
        for index in order {
            _ = try IngestRun(store).perform(uploads[index].request(path: paths[index], seed: seed)) { _, _, _ in }
        }
        return store
    }

    /// Ingests into an empty store, and looks at what came out.
    func store(_ order: [Int], seed: UInt64) throws -> (digest: String, problems: [String]) {
        let store = try ingest(order, seed: seed)
        let verified = try VerifyStore(store, integrity: { try TestStore.problems(store) }).perform()
        return (try ExportStore(store).perform { _ in }, verified.problems)
    }

    /// The rules that changed incidents when everything arrives in order.
    func rules() throws -> [String] {
        try ingest(Array(uploads.indices), seed: 7).read { connection in
            try connection.query("SELECT DISTINCT rule FROM event ORDER BY rule") { $0.text(0) }
        }
    }

    // MARK: Explaining a difference

    /// The fewest uploads that still come out differently in this order, and the first lines that differ.
    func difference(_ order: [Int]) throws -> String {
        var rest = order
        var size = max(1, rest.count / 2)
        while size >= 1 {
            var start = 0
            while start < rest.count {
                var fewer = rest
                fewer.removeSubrange(start..<min(start + size, rest.count))
                if try lines(fewer) != lines(fewer.sorted()) { rest = fewer } else { start += size }
            }
            size /= 2
        }
        let pair = zip(try lines(rest.sorted()), try lines(rest)).first { $0 != $1 }
        let plans = rest.map { "\(uploads[$0].label): \(uploads[$0].text)" }.joined(separator: "\n")
        return
            "arriving as\n\(plans)\ngives\n\(pair?.1 ?? "a shorter export")\ninstead of\n\(pair?.0 ?? "a longer one")"
    }

    private func lines(_ order: [Int]) throws -> [String] {
        var lines: [String] = []
        _ = try ExportStore(ingest(order, seed: 7)).perform { lines.append($0) }
        return lines
    }
}
