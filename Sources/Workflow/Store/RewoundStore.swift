// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage

/// A store as it was at a moment: what happened and what people said later is left out, and state is folded anew.
///
/// Each read does so in a transaction that leaves no trace; it waits for writers and makes them wait. Runs count by when they
/// happened: one that was uploaded late counts from its start on.
package struct RewoundStore: StoreDriver {
    private let base: any StoreDriver
    /// UTC ms.
    private let moment: Int64

    package init(_ base: any StoreDriver, to moment: Int64) {
        self.base = base
        self.moment = moment
    }

    package var location: String { base.location }

    /// - Complexity: O(evidence of the clusters that later runs touched).
    package func read<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value {
        try base.write(isDryRun: true) { connection in
            try rewind(connection)
            return try body(connection)
        }
    }

    /// Never: the past is only read.
    package func write<Value>(_ body: (any StoreConnection) throws -> Value) throws -> Value {
        throw StorageError(.unexpected, "the past of a store cannot be written", hint: "leave the moment out")
    }

    private func rewind(_ connection: any StoreConnection) throws {
        try StateUpdate(connection).renew()
        let later = LaterEvidence(connection, after: moment)
        guard try !later.isEmpty() else { return }
        let touched = try later.touchedClusters()
        let issues = try IssueRecords(connection).supported()
        try later.remove()
        try StateUpdate(connection).refold(touched)
        try IssueRecords(connection).remove(unsupported: issues)
        try IssueRecords(connection).removeSplitLater()
    }
}
