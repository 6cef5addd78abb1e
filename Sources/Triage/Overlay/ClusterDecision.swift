// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a person said about clusters, by the keys of signatures, so that it holds for every failure yet to come.
package enum ClusterDecision: Sendable, Hashable {
    /// The clusters of both signatures are one.
    case merge(Signature, Signature)
    /// The first signatures leave their cluster for one of their own; the others stay together.
    case split(moved: [Signature], stays: [Signature])
    /// The first signature goes with the second; what it was with stays together.
    case pin(Signature, to: Signature, stays: [Signature])

    /// Signatures that the decision names.
    package var signatures: [Signature] {
        switch self {
        case .merge(let first, let second): [first, second]
        case .split(let moved, let stays): moved + stays
        case .pin(let signature, let target, let stays): [signature, target] + stays
        }
    }
}
