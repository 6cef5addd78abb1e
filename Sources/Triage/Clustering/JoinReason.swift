// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Why a signature is in its cluster.
package enum JoinReason: Sendable, Hashable {
    /// Enough evidence of a common cause.
    case evidence(LinkReason)
    /// The same sentence as `match`; only values differ.
    ///
    /// `wildcards` is how many tokens or joint tokens had to be learned as values for that; 0 if they are values at a
    /// glance.
    case sentence(match: Int32, wildcards: Int)

    /// The member of the cluster that the signature hangs on.
    package var match: Int32 {
        switch self {
        case .evidence(let reason): reason.match
        case .sentence(let match, _): match
        }
    }
}

/// How much speaks for joining a cluster: everything that the decision was made of.
package struct LinkReason: Sendable, Hashable {
    /// The member of the cluster that is most like the signature.
    package let match: Int32
    /// The terms against `match`, strongest first; their sum is `best`.
    package let terms: [LinkEvidence]
    /// Thousandths.
    package let best: Int32
    /// Scores against the members that stand for the cluster, at most 8 spread over it.
    package let spread: [Int32]
    /// 0.4 of `best` and 0.6 of the mean of `spread`, in thousandths.
    package let score: Int32
    /// The least score that joins.
    package let threshold: Int32
    /// The next best clusters with their scores, best first, at most 2.
    package let runnersUp: [Candidate]

    package struct Candidate: Sendable, Hashable {
        /// As it was called then; see `ClusterPartition.current`.
        package let cluster: Int32
        package let score: Int32
    }
}

extension LinkReason {
    /// What a store remembers of a reason: who it hung on, and how surely; the terms are found again when they are asked for.
    package static func recalled(match: Int32, score: Int32) -> LinkReason {
        LinkReason(match: match, terms: [], best: score, spread: [], score: score, threshold: 0, runnersUp: [])
    }
}
