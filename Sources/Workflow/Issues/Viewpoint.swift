// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// From where a reader looks: what is past, and which commits hold others.
package struct Viewpoint {
    package let ancestry: CommitAncestry
    /// UTC ms; a deferral that ends later still holds.
    package let now: Int64

    package init(ancestry: CommitAncestry = CommitAncestry(), now: Int64) {
        self.ancestry = ancestry
        self.now = now
    }
}
