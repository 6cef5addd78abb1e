// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A version of the rules that put signatures into clusters.
///
/// What a version says never changes: a store goes on with the version that its clusters were made by, until somebody has
/// seen what another one would move.
package enum ClusterAlgorithm: Sendable, CaseIterable {
    case first
    /// A test that fails in two ways is evidence against one cause; words of test names count more.
    case second
    /// Weights moved to where clusters, and not only pairs, are right: frames and values that differ count more.
    case third

    package static let current = Self.third

    /// Is stored; `cluster/3`, for example.
    package var name: StaticString {
        switch self {
        case .first: "cluster/1"
        case .second: "cluster/2"
        case .third: "cluster/3"
        }
    }

    /// The version of that name; nil for one that this program does not know.
    package init?(name: String) {
        guard let known = Self.allCases.first(where: { "\($0.name)" == name }) else { return nil }
        self = known
    }

    var weights: LinkWeights {
        switch self {
        case .first: .firstContent
        case .second: .secondContent
        case .third: .content
        }
    }
}
