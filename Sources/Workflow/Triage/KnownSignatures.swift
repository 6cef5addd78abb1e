// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Triage

/// Which failure stands for its signature: that of the smallest token of a test, and there that of the smallest hash.
struct EvidenceRank: Sendable, Comparable {
    let test: UInt64
    /// Hash of what the failure says.
    var said: UInt64 = 0

    static func < (left: EvidenceRank, right: EvidenceRank) -> Bool {
        (left.test, left.said) < (right.test, right.said)
    }
}

extension EvidenceRank {
    /// Where what failures say makes no difference: under one name, a test without parameters is first.
    init(_ evidence: SignatureEvidence) { self.init(test: evidence.test, said: evidence.hasParameters ? 1 : 0) }
}

/// Signatures whose evidence is at hand, with the rank of the failure that stands for each, so that other inputs need not gather it again.
///
/// Readers only look, several at once; the pipeline adds between two batches of inputs, when no reader runs. Which reader
/// is first within a batch makes no difference, since each gathers for itself what the batch before did not have.
final class KnownSignatures: @unchecked Sendable {
    private var leaders: [Signature: EvidenceRank] = [:]

    /// Whether evidence of this rank would not be taken.
    func covers(_ signature: Signature, _ rank: EvidenceRank) -> Bool {
        leaders[signature].map { $0 <= rank } ?? false
    }

    /// Only between two batches.
    func add(_ signature: Signature, _ rank: EvidenceRank) {
        leaders[signature] = min(leaders[signature] ?? rank, rank)
    }
}
