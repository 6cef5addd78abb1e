// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Names of clusters and issues: made of the signature that each began with, so that they last.
package enum ClusterIdentity {
    /// Any change of evidence, weights or order needs a new version.
    package static let algorithm = ClusterAlgorithm.current.name
    private static let issueAlgorithm: StaticString = "issue/2"

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
