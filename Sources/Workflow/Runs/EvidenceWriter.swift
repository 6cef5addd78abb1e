// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Gives rows to the evidence of an upload: what its signatures are compared by, and in which tests they were seen.
struct EvidenceWriter {
    /// What clusters depend on and what the upload changed of it.
    struct Written {
        /// Signatures whose evidence is another one than before, or new.
        var signatures: [Int64] = []
        /// Whether a known signature was seen in a test for the first time.
        var hasSightings = false

        mutating func add(_ other: Written) {
            signatures += other.signatures
            hasSightings = hasSightings || other.hasSightings
        }
    }

    private struct Seen: Hashable {
        let signature: Int64
        let test: UInt64
    }

    private let records: EvidenceRecords
    private let run: StoredRun
    private var evidence = LeadingEvidence()
    private var seen: Set<Seen> = []
    private var sightings: [StoredSighting] = []

    init(_ connection: any StoreConnection, run: StoredRun) {
        records = EvidenceRecords(connection)
        self.run = run
    }

    /// Takes the evidence of one report.
    mutating func add(_ evidence: LeadingEvidence) { self.evidence.merge(evidence) }

    /// Takes one occurrence.
    mutating func see(_ signature: Int64, in place: TestPlace) {
        guard seen.insert(Seen(signature: signature, test: place.test)).inserted else { return }
        sightings.append(
            StoredSighting(
                signature: signature, test: place.test.bigEndianBytes, className: place.className.bigEndianBytes))
    }

    /// - Parameter signatures: Rows of all signatures of the upload, and whether each is new.
    consuming func write(_ signatures: [Signature: (row: Int64, isNew: Bool)]) throws -> Written {
        var written = Written()
        var fresh: [(signature: Int64, evidence: StoredEvidence)] = []
        var known: [(signature: Int64, evidence: StoredEvidence)] = []
        for (signature, (row, isNew)) in signatures.sorted(by: { $0.value.row < $1.value.row }) {
            guard let evidence = evidence[signature] else { continue }
            if isNew { fresh.append((row, evidence)) } else { known.append((row, evidence)) }
        }
        written.signatures = try records.lead(known, run: run)
        try records.insert(fresh, run: run.id)
        let new = Set(fresh.map(\.signature))
        try records.insert(sightings.filter { new.contains($0.signature) }, run: run.id)
        written.hasSightings = try records.see(sightings.filter { !new.contains($0.signature) }, run: run)
        written.signatures += fresh.map(\.signature)
        return written
    }
}
