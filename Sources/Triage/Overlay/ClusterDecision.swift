// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a person said about clusters, by signatures, so that it holds for every failure yet to come.
///
/// Int64s are called as the caller does, such as by their rows in a store.
package enum ClusterDecision: Sendable, Hashable {
    /// The clusters of both signatures are one.
    case merge(Int64, Int64)
    /// The first signatures leave their cluster for one of their own; the others stay together.
    case split(moved: [Int64], stays: [Int64])
    /// The first signature goes with the second; what it was with stays together.
    case pin(Int64, to: Int64, stays: [Int64])
    /// The first signatures, and nothing that hangs on them, go with the last one.
    case rule([Int64], to: Int64)

    /// Signatures that the decision names.
    package var signatures: [Int64] {
        switch self {
        case .merge(let first, let second): [first, second]
        case .split(let moved, let stays): moved + stays
        case .pin(let signature, let target, let stays): [signature, target] + stays
        case .rule(let matched, let target): matched + [target]
        }
    }
}
