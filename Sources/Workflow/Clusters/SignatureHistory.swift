// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Signatures of a store in the order in which they were first seen: by run, then by class, then by key.
struct SignatureHistory {
    private struct Entry {
        let signature: Int64
        /// Position of its first run.
        let run: Int32
        let className: UInt64
        let key: Signature
        let body: Range<Int>
        let membership: StoredMembership?

        var order: (Int32, UInt64, Signature) { (run, className, key) }
    }

    private struct Seen {
        let signature: Int64
        let run: Int32
        let className: UInt64
        let test: UInt64
    }

    private var entries: [Entry] = []
    /// Evidence of all, one behind the other.
    private var bytes: [UInt8] = []
    /// Every run in the order in which they happened.
    let runs: [Run.Moment]
    /// Runs before this position are settled.
    private let settledRuns: Int32
    /// In order, each behind the signatures that came before it.
    private(set) var sightings: [ClusterReplay.Sighting] = []
    /// Position of the run of each.
    private var sightingRuns: [Int32] = []

    /// - Parameters:
    ///   - moment: Signatures of runs from it on are not settled; nil: none is.
    ///   - known: What is known already, so that only later runs are read.
    /// - Complexity: O(n log n) for n signatures and their tests.
    init(
        _ queries: ClusterQueries, settledBefore moment: Run.Moment?,
        after known: ClusterImages.Boundary? = nil
    ) throws {
        let all = try queries.runs()
        runs = all.map(\.moment)
        let settled = moment.map { moment in all.prefix { $0.moment < moment }.count } ?? 0
        settledRuns = Int32(truncatingIfNeeded: settled)
        let positions = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.run, Int32($0)) })
        var found: [Entry] = []
        var bytes: [UInt8] = []
        try queries.forEachSignature(since: known?.before) { row in
            let start = bytes.count
            bytes.append(contentsOf: row.body)
            found.append(
                Entry(
                    signature: row.signature, run: positions[row.run] ?? 0,
                    className: UInt64(bigEndianBytes: row.className), key: Signature(digits: row.key),
                    body: start..<bytes.count, membership: row.membership))
        }
        found.sort { $0.order < $1.order }
        self.bytes = bytes
        entries = found
        try readSightings(queries, positions, after: known)
    }

    var count: Int { entries.count }

    /// A signature as it comes.
    struct Item {
        let signature: Int64
        /// Position of its first run.
        let run: Int32
        let isSettled: Bool
        let evidence: SignatureEvidence
        /// Where it was stored.
        let membership: StoredMembership?
    }

    /// Calls `body` with each signature.
    func forEach(_ body: (Item) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            for entry in entries {
                guard let evidence = SignatureEvidence(packed: Bytes(rebasing: bytes[entry.body])) else { continue }
                body(
                    Item(
                        signature: entry.signature, run: entry.run, isSettled: entry.run < settledRuns,
                        evidence: evidence, membership: entry.membership))
            }
        }
    }

    /// How many of the sightings are of runs before a position; they are the first ones.
    func sightings(before run: Int32) -> Int { sightingRuns.count { $0 < run } }

    /// How many signatures are of runs before a position.
    func signatures(before run: Int32) -> Int { entries.prefix { $0.run < run }.count }

    /// A sighting stands in the order by its run, and by class and key of its signature.
    private mutating func readSightings(
        _ queries: ClusterQueries, _ positions: [Int64: Int32], after known: ClusterImages.Boundary?
    ) throws {
        var seen: [(place: Int, order: (Int32, UInt64, Signature), sighting: Seen)] = []
        try queries.forEachSighting(since: known?.before) { row in
            let sighting = Seen(
                signature: row.signature, run: positions[row.run] ?? 0,
                className: UInt64(bigEndianBytes: row.className), test: UInt64(bigEndianBytes: row.test))
            let order = (sighting.run, UInt64(bigEndianBytes: row.ownClass), Signature(digits: row.key))
            seen.append((Self.count(of: entries, upTo: order), order, sighting))
        }
        seen.sort { left, right in
            if left.place != right.place { return left.place < right.place }
            return left.order == right.order ? left.sighting.test < right.sighting.test : left.order < right.order
        }
        sightingRuns = seen.map(\.sighting.run)
        sightings = seen.map { entry in
            ClusterReplay.Sighting(
                row: entry.sighting.signature, className: entry.sighting.className, test: entry.sighting.test,
                after: entry.place + (known?.signatures ?? 0))
        }
    }

    /// How many signatures come before a place in the order, or stand at it.
    private static func count(of entries: [Entry], upTo order: (Int32, UInt64, Signature)) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].order <= order { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
