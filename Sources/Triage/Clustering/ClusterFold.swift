// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Two clusters that turned out to be one: their sentences differ only in a value.
package struct ClusterFold: Sendable, Hashable {
    package let older: Int32
    /// Has no members any more.
    package let younger: Int32
    /// The first signature of the younger cluster, and the one in the older cluster that it hangs on since.
    package let signature: Int32
    package let match: Int32
    /// What was learned; nil if a new signature has the sentences of both.
    package let wildcard: LearnedWildcard?
}
