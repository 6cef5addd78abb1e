// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Triage

/// Failures of all inputs, put together in the order of the inputs.
struct TriageBatch {
    private var groups = FailureGroups()
    /// By signature, in the order in which they came.
    private var samples: [FailureSample] = []
    private var sampleIDs: [String] = []
    private var signatures: [Signature] = []
    private var numbers: [Signature: Int] = [:]
    private var runNumbers: [String: Int32] = [:]
    private var runNames: [String] = []
    /// Signature of each failure; empty unless rows are kept.
    private var rows: [Int32] = []
    private var ids: [UInt8] = []
    private var idEnds: [Int] = []
    private let keepsRows: Bool
    private(set) var failures = 0

    init(keepsRows: Bool) {
        self.keepsRows = keepsRows
    }

    /// Adds what one input brought.
    mutating func add(_ signer: FailureSigner) {
        let runs = signer.runs.map { number(ofRun: $0) }
        var start = 0
        for failure in signer.failures {
            defer { start = failure.idEnd }
            let discovery = groups.isKnown(failure.signature) ? nil : signer.discoveries[failure.signature]
            let grouped = GroupedFailure(
                signature: failure.signature, place: failure.place, run: failure.run.map { runs[Int($0)] })
            // A signer gathers evidence of every signature that no batch before it had.
            guard let number = groups.add(grouped, evidence: discovery?.evidence) else { continue }
            failures += 1
            if let discovery {
                numbers[failure.signature] = samples.count
                samples.append(discovery.sample)
                sampleIDs.append(discovery.id)
                signatures.append(failure.signature)
            }
            guard keepsRows else { continue }
            rows.append(number)
            ids.append(contentsOf: signer.ids[start..<failure.idEnd])
            idEnds.append(ids.count)
        }
        for (signature, discovery) in signer.discoveries where groups.lead(signature, with: discovery.evidence) {
            guard let number = numbers[signature] else { continue }
            samples[number] = discovery.sample
            sampleIDs[number] = discovery.id
        }
    }

    private mutating func number(ofRun name: String) -> Int32 {
        if let known = runNumbers[name] { return known }
        let number = Int32(truncatingIfNeeded: runNames.count)
        runNumbers[name] = number
        runNames.append(name)
        return number
    }

    /// Position of each run: by number where all names are numbers, else as they came.
    private var runPositions: [Int32] {
        let numbers = runNames.compactMap { Int64($0) }
        guard numbers.count == runNames.count else { return runNames.indices.map { Int32($0) } }
        let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
        var positions = [Int32](repeating: 0, count: order.count)
        for (position, number) in order.enumerated() { positions[number] = Int32(position) }
        return positions
    }

    /// Groups everything.
    consuming func grouped() -> GroupedBatch {
        let positions = runPositions
        let counts = groups.counts
        let tests = groups.tests
        return GroupedBatch(
            outcome: groups.grouped(runs: positions), counts: counts, tests: tests, samples: samples,
            sampleIDs: sampleIDs, signatures: signatures, failures: failures, rows: rows, ids: ids, idEnds: idEnds)
    }
}

/// Failures in clusters, ready to be reported.
struct GroupedBatch {
    let outcome: FailureGroups.Outcome
    let counts: [Int]
    let tests: [(signature: Int32, test: UInt64)]
    let samples: [FailureSample]
    let sampleIDs: [String]
    let signatures: [Signature]
    let failures: Int
    fileprivate let rows: [Int32]
    fileprivate let ids: [UInt8]
    fileprivate let idEnds: [Int]

    fileprivate init(
        outcome: FailureGroups.Outcome, counts: [Int], tests: [(signature: Int32, test: UInt64)],
        samples: [FailureSample], sampleIDs: [String], signatures: [Signature], failures: Int, rows: [Int32],
        ids: [UInt8], idEnds: [Int]
    ) {
        self.outcome = outcome
        self.counts = counts
        self.tests = tests
        self.samples = samples
        self.sampleIDs = sampleIDs
        self.signatures = signatures
        self.failures = failures
        self.rows = rows
        self.ids = ids
        self.idEnds = idEnds
    }

    /// Calls `body` with identity, cluster and issue of every failure, in the order of the inputs.
    func forEachRow(_ body: (_ id: String, _ cluster: String, _ issue: String) throws -> Void) rethrows {
        let clusters = names(of: outcome.clusters, ClusterIdentity.cluster)
        let issues = outcome.hasRuns ? names(of: outcome.issues, ClusterIdentity.issue) : clusters
        var start = 0
        for (row, end) in zip(rows, idEnds) {
            try body(
                String(decoding: ids[start..<end], as: UTF8.self), clusters[Int(row)], issues[Int(row)])
            start = end
        }
    }

    /// The name of the group of each signature: made of the signature that the group began with.
    func names(of groups: [Int32], _ make: (Signature) -> String) -> [String] {
        var firsts: [Int32: Int] = [:]
        for number in order where firsts[groups[number]] == nil { firsts[groups[number]] = number }
        let made = firsts.mapValues { make(signatures[$0]) }
        return groups.map { made[$0] ?? "" }
    }

    /// Signatures in the order in which they were grouped.
    private var order: [Int] {
        signatures.indices.sorted { outcome.ranks[$0] < outcome.ranks[$1] }
    }
}
