// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import Storage
import TestPhase
import Triage

/// What signatures are compared by: of each the evidence of the failure that leads, whichever came first.
struct LeadingEvidence {
    private struct Leader {
        let rank: EvidenceRank
        let className: UInt64
        let body: [UInt8]
    }

    private var leaders: [Signature: Leader] = [:]
    private let known: KnownSignatures

    /// - Parameter known: Signatures of which nothing is gathered unless it leads; empty for none.
    init(known: KnownSignatures = KnownSignatures()) { self.known = known }

    /// The signature of a failure; its evidence is kept if it leads.
    mutating func sign(
        _ failure: FailureText, test: UInt64, with builder: inout SignatureBuilder
    ) -> Signature {
        let rank = EvidenceRank(test: test, said: Self.hash(failure))
        let (own, known) = (leaders, known)
        let (signed, evidence) = builder.sign(failure) { signature in
            own[signature].map { rank < $0.rank } ?? !known.covers(signature, rank)
        }
        if let evidence {
            leaders[signed.signature] = Leader(rank: rank, className: evidence.className, body: evidence.packed)
        }
        return signed.signature
    }

    mutating func merge(_ other: LeadingEvidence) {
        for (signature, leader) in other.leaders where leaders[signature].map({ leader.rank < $0.rank }) ?? true {
            leaders[signature] = leader
        }
    }

    /// Calls `body` with every signature and the rank of what leads it.
    func forEach(_ body: (Signature, EvidenceRank) -> Void) {
        for (signature, leader) in leaders { body(signature, leader.rank) }
    }

    subscript(signature: Signature) -> StoredEvidence? {
        leaders[signature].map {
            StoredEvidence(
                className: $0.className.bigEndianBytes, test: $0.rank.test.bigEndianBytes,
                said: $0.rank.said.bigEndianBytes, body: $0.body)
        }
    }

    /// Tells failures of one test apart, and those of its parameters from its own.
    static func hash(_ failure: FailureText) -> UInt64 { hash(failure, seed: failure.hasParameters ? 3 : 2) }

    /// The same as older programs wrote it, which did not tell parameters apart.
    static func olderHash(_ failure: FailureText) -> UInt64 { hash(failure, seed: 2) }

    private static func hash(_ failure: FailureText, seed: UInt64) -> UInt64 {
        var hash = StableHash(seed: seed)
        for field in [failure.type, failure.message, failure.text] { hash.combine(field) }
        return hash.value.low
    }
}

extension UInt64 {
    /// 8 bytes, the high one first: they sort as the number does.
    var bigEndianBytes: [UInt8] { Swift.withUnsafeBytes(of: bigEndian) { Array($0) } }

    /// Reads `bigEndianBytes`; 0 for another count of bytes.
    init(bigEndianBytes bytes: Bytes) {
        self = bytes.count == 8 ? bytes.reduce(0) { $0 << 8 | UInt64($1) } : 0
    }
}
