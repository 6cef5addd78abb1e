// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
import TestPhase
import Triage

/// Shows what the newest rules of clustering would change in a store, or takes them over.
package struct ReclusterStore {
    /// What changes, or changed.
    package struct Outcome: Sendable {
        /// Names of the rules: those of the store until now, and the newest.
        package let from: String
        package let to: String
        package let signatures: Int
        /// Signatures whose cluster is called otherwise than before.
        package let moved: Int
        /// Clusters that hold signatures of several former ones, and former ones that are in several now.
        package let merged: Int
        package let split: Int
        /// Incidents that are open or intermittent: before, and after.
        package let liveBefore: Int
        package let liveAfter: Int
    }

    private let store: any StoreDriver

    package init(_ store: any StoreDriver) { self.store = store }

    /// Whether the store's clusters are made by the newest rules.
    package static func isCurrent(_ store: any StoreDriver) throws -> Bool {
        try store.read { try StoredAlgorithm($0).current() } == .current
    }

    /// - Parameter accepts: Whether to keep what changes; else nothing does.
    /// - Complexity: O(n) for all n signatures of the store, which are scored again, and all incidents and issues.
    package func perform(accepts: Bool) throws -> Outcome {
        try store.write(isDryRun: !accepts) { connection in
            let update = StateUpdate(connection)
            try update.renew()
            let queries = ClusterQueries(connection)
            let former = try StoredAlgorithm(connection).current()
            let (before, liveBefore) = (try queries.allClusters(), try live(connection))
            if former != .current { try update.recluster(by: .current) }
            let after = try queries.allClusters()
            return Outcome(
                from: "\(former.name)", to: "\(ClusterAlgorithm.current.name)", signatures: after.count,
                moved: after.count { before[$0.key] != $0.value }, merged: Self.joined(before, in: after),
                split: Self.joined(after, in: before), liveBefore: liveBefore, liveAfter: try live(connection))
        }
    }

    private func live(_ connection: any StoreConnection) throws -> Int {
        try IncidentQueries(connection).counts(phase: nil).reduce(0) { $0 + ($1.key.isLive ? $1.value : 0) }
    }

    /// How many groups of `outer` hold signatures of several groups of `inner`.
    private static func joined(_ inner: [Int64: Int64], in outer: [Int64: Int64]) -> Int {
        var found: [Int64: Set<Int64>] = [:]
        for (signature, group) in outer {
            if let other = inner[signature] { found[group, default: []].insert(other) }
        }
        return found.values.count { $0.count > 1 }
    }
}
