// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Names of clusters and issues: made of the signature that each began with, so that they last.
package enum ClusterIdentity {
    /// Stored beside each cluster; any change of evidence, weights or order needs a new number.
    package static let algorithm: StaticString = "cluster/1"
    private static let issueAlgorithm: StaticString = "issue/1"

    /// 32 hexadecimal digits.
    package static func cluster(first: Signature) -> String { text(algorithm, first) }

    /// 32 hexadecimal digits.
    package static func issue(first: Signature) -> String { text(issueAlgorithm, first) }

    private static func text(_ algorithm: StaticString, _ first: Signature) -> String {
        var digest = Digest(seed: algorithm)
        digest.add(first.high)
        digest.add(first.low)
        let value = digest.value
        return Signature(high: value.high, low: value.low).text
    }
}
