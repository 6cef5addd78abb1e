// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Triage

/// Signatures whose evidence is at hand, so that other inputs need not gather it again.
///
/// Readers only look, several at once; the pipeline adds between two batches of inputs, when no reader runs. Which reader
/// is first within a batch makes no difference, since each gathers for itself what the batch before did not have.
final class KnownSignatures: @unchecked Sendable {
    private var signatures: Set<Signature> = []

    func contains(_ signature: Signature) -> Bool { signatures.contains(signature) }

    /// Only between two batches.
    func add(_ fresh: some Sequence<Signature>) { signatures.formUnion(fresh) }
}
