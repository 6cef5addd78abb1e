// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// All signatures of a store in the order in which they were first seen: by run, then by class, then by key.
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
    /// Runs before this position are settled.
    private let settledRuns: Int32
    /// In order, each behind the signatures that came before it.
    private(set) var sightings: [ClusterReplay.Sighting] = []

    /// - Parameter moment: Signatures of runs from it on are not settled; nil: none is.
    /// - Complexity: O(n log n) for n signatures and their tests.
    init(_ queries: ClusterQueries, settledBefore moment: Run.Moment?) throws {
        let runs = try queries.runs(before: moment)
        settledRuns = Int32(truncatingIfNeeded: runs.count(where: \.isBefore))
        let positions = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($1.run, Int32($0)) })
        var found: [Entry] = []
        var bytes: [UInt8] = []
        try queries.forEachSignature { row in
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
        sightings = try Self.sightings(queries, positions, found)
    }

    var count: Int { entries.count }

    /// Calls `body` with each signature, whether it is settled, its evidence, and where it was stored.
    func forEach(_ body: (Int64, Bool, SignatureEvidence, StoredMembership?) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            for entry in entries {
                guard let evidence = SignatureEvidence(packed: Bytes(rebasing: bytes[entry.body])) else { continue }
                body(entry.signature, entry.run < settledRuns, evidence, entry.membership)
            }
        }
    }

    private static func sightings(
        _ queries: ClusterQueries, _ positions: [Int64: Int32], _ entries: [Entry]
    ) throws -> [ClusterReplay.Sighting] {
        let places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.signature, $0) })
        var seen: [(place: Int, order: (Int32, UInt64, Signature), sighting: Seen)] = []
        try queries.forEachSighting { signature, run, className, test in
            guard let place = places[signature] else { return }
            let sighting = Seen(
                signature: signature, run: positions[run] ?? 0, className: UInt64(bigEndianBytes: className),
                test: UInt64(bigEndianBytes: test))
            let order = (sighting.run, entries[place].className, entries[place].key)
            seen.append((Self.count(of: entries, upTo: order), order, sighting))
        }
        seen.sort { left, right in
            if left.place != right.place { return left.place < right.place }
            return left.order == right.order ? left.sighting.test < right.sighting.test : left.order < right.order
        }
        return seen.map { entry in
            ClusterReplay.Sighting(
                row: entry.sighting.signature, className: entry.sighting.className, test: entry.sighting.test,
                after: entry.place)
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
