// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import Triage

/// What signatures are compared by: of each the evidence of the test with the smallest token, whichever came first.
struct LeadingEvidence {
    private struct Leader {
        let test: UInt64
        let className: UInt64
        let body: [UInt8]
    }

    private var leaders: [Signature: Leader] = [:]

    /// The signature of a failure; its evidence is kept if it leads.
    mutating func sign(_ failure: FailureText, test: UInt64, with builder: inout SignatureBuilder) -> Signature {
        let known = leaders
        let (signed, evidence) = builder.sign(failure) { signature in
            known[signature].map { test <= $0.test } ?? true
        }
        if let evidence {
            let fresh = Leader(test: test, className: evidence.className, body: evidence.packed)
            offer(fresh, to: signed.signature)
        }
        return signed.signature
    }

    mutating func merge(_ other: LeadingEvidence) {
        for (signature, leader) in other.leaders { offer(leader, to: signature) }
    }

    subscript(signature: Signature) -> StoredEvidence? {
        leaders[signature].map {
            StoredEvidence(className: $0.className.bigEndianBytes, test: $0.test.bigEndianBytes, body: $0.body)
        }
    }

    /// Of two from one test the smaller bytes lead.
    private mutating func offer(_ fresh: Leader, to signature: Signature) {
        guard let known = leaders[signature] else { return leaders[signature] = fresh }
        let isSmaller = fresh.test == known.test && fresh.body.lexicographicallyPrecedes(known.body)
        if fresh.test < known.test || isSmaller { leaders[signature] = fresh }
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
