// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What is captured, and of which project; patterns are relative to its root.
package struct CapturePlan: Sendable {
    /// Path of the folder of the project.
    package var root: String
    /// Names of the variables whose values may be kept; of `secret:NAME` only a keyed digest is.
    package var variables: [String] = []
    /// Globs of files that configure the product or its tests.
    package var files: [String] = []
    /// Globs of documents under change control.
    package var documents: [String] = []
    /// Globs of test data.
    package var data: [String] = []
    /// Switches of the product and what they are set to.
    package var flags: [String: String] = [:]
    /// Version of the test data that does not lie in the tree.
    package var dataVersion: String?
    /// Commands whose `--version` is recorded besides those of the package managers that are in use.
    package var tools: [String] = []
    /// Whether only documents exist yet, as before the first code.
    package var isEarlyPhase = false
    /// Random bytes that the store keeps to itself; without them a secret is only known to be set.
    ///
    /// A plain digest of a short secret is guessed in seconds, and so is one whose key follows from the commits, because
    /// whoever reads a report may have those. A key that never leaves the store keeps equal secrets comparable there and
    /// tells nobody else anything.
    package var secretKey: [UInt8] = []

    package init(root: String) {
        self.root = root
    }
}
