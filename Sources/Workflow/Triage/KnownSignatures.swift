// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Triage

/// Signatures whose evidence is at hand, with the test that stands for each, so that other inputs need not gather it again.
///
/// Readers only look, several at once; the pipeline adds between two batches of inputs, when no reader runs. Which reader
/// is first within a batch makes no difference, since each gathers for itself what the batch before did not have.
final class KnownSignatures: @unchecked Sendable {
    /// Token of the test that the evidence is from.
    private var leaders: [Signature: UInt64] = [:]

    /// Whether evidence from this test would not be taken.
    func covers(_ signature: Signature, test: UInt64) -> Bool {
        leaders[signature].map { $0 <= test } ?? false
    }

    /// Only between two batches.
    func add(_ signature: Signature, test: UInt64) {
        leaders[signature] = min(leaders[signature] ?? test, test)
    }
}
