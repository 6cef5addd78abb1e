// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Answers about baselines, each in one read transaction.
package struct ReadBaselines {
    private let store: any StoreDriver
    private let now: ConfigurationSnapshot?
    private let viewpoint: Viewpoint

    /// - Parameter now: What is here now, for questions that name it.
    package init(
        _ store: any StoreDriver, now: ConfigurationSnapshot? = nil, viewpoint: Viewpoint = Viewpoint(now: .max)
    ) {
        self.store = store
        self.now = now
        self.viewpoint = viewpoint
    }

    /// - Parameter phase: nil for all.
    package func list(phase: String?) throws -> [Baseline] {
        try store.read { try BaselineRecords($0).all(phase: phase).map(\.baseline) }
    }

    /// Everything about one baseline.
    package struct Detail: Sendable {
        package let baseline: Baseline
        package let snapshot: ConfigurationSnapshot
        package let events: [BaselineEvent]
        package let suites: [String]
        /// How many tests its inventory has.
        package let tests: Int
        /// Issues and signatures that were known to fail, as they are called now.
        package let failures: [String]
    }

    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func show(phase: String, number: Int) throws -> Detail {
        try store.read { connection in
            let records = BaselineRecords(connection)
            let stored = try BaselineResolver(connection).baseline(phase: phase, number: number)
            let clusters = try ClusterQueries(connection).clusters(of: stored.failures)
            let resolver = IssueResolver(connection)
            return Detail(
                baseline: stored.baseline, snapshot: try SnapshotRecords(connection).snapshot(row: stored.snapshot),
                events: try records.events(of: stored.id), suites: try records.suites(of: stored.id),
                tests: stored.tests.count,
                failures: try Set(stored.failures.map { clusters[$0] ?? $0 }).sorted().map(resolver.name))
        }
    }

    /// What differs between two configurations.
    ///
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func diff(_ before: BaselineReference, _ after: BaselineReference) throws -> BaselineDiff {
        try store.read { connection in
            let resolver = BaselineResolver(connection, now: now)
            let (old, new) = (try resolver.snapshot(before), try resolver.snapshot(after))
            var diff = BaselineDiff(from: old, to: new)
            if let one = old.commit, let other = new.commit, let lines = viewpoint.changedFiles(one, other) {
                diff.note(lines: lines)
            }
            return diff
        }
    }

    /// Those that are one configuration of several: runs whose parts differ, each once, in the order in which they are named.
    ///
    /// - Throws: `StorageError`.
    package func mixed(_ references: [BaselineReference]) throws -> [MixedRun] {
        try store.read { connection in
            let parts = RunParts(connection)
            var seen: Set<Int64> = []
            return try references.compactMap { reference in
                guard case .run(let number) = reference, seen.insert(number).inserted else { return nil }
                return try parts.mixed(run: number)
            }
        }
    }

    /// A configuration with its name.
    ///
    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func snapshot(_ reference: BaselineReference) throws -> ConfigurationSnapshot {
        try store.read { try BaselineResolver($0, now: now).snapshot(reference) }
    }
}
