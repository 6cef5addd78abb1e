// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Holds what was tested against what a baseline approved.
struct BaselineComparison {
    let approved: ConfigurationSnapshot
    /// The class of the run that was captured; nil where the baseline is of no run.
    private let home: ConfigurationClass?
    private let parts: RunParts

    init(_ stored: BaselineRecords.Stored, _ connection: any StoreConnection) throws {
        parts = RunParts(connection)
        approved = try SnapshotRecords(connection).snapshot(row: stored.snapshot)
        home = try stored.baseline.run.flatMap { try RunQueries(connection).run(id: $0)?.run.configuration }
    }

    /// What differs in a run of a class, in any of its parts; nil where nothing was captured, and where nothing is known to
    /// differ and not every part was: what nobody looked at is not as approved.
    ///
    /// Of another class than that of the baseline the machine and its tools are not compared.
    func diff(ofRun run: Int64, in configuration: ConfigurationClass) throws -> BaselineDiff? {
        let observed = try parts.snapshots(ofRun: run)
        guard !observed.isEmpty else { return nil }
        let diff = diff(observed, in: configuration)
        return try diff.isEmpty && parts.isPartlyKnown(run: run) ? nil : diff
    }

    func diff(_ observed: [ConfigurationSnapshot], in configuration: ConfigurationClass) -> BaselineDiff {
        let isHome = home == nil || configuration == home
        let approved = approved.comparable(isHome)
        return BaselineDiff(joining: observed.map { BaselineDiff(from: approved, to: $0.comparable(isHome)) })
    }

    /// What differs in the documents of a working tree.
    func diff(documents: ConfigurationSnapshot) -> BaselineDiff { BaselineDiff(from: approved, to: documents) }
}

extension ConfigurationSnapshot {
    /// What counts when something is held against a baseline: tags and branches name a commit, and change nothing of it.
    ///
    /// - Parameter isHome: Whether it is of the same configuration class; of another one the machine and its tools are others
    ///   by intention.
    func comparable(_ isHome: Bool) -> ConfigurationSnapshot {
        let own: Set<ConfigurationItem.Kind> = isHome ? [] : [.platform, .variable, .toolchain]
        let names = ["tag", "branch"]
        let counting = items.filter { item in
            !own.contains(item.kind) && !(item.kind == .source && names.contains(item.key))
        }
        return counting.count == items.count ? self : ConfigurationSnapshot(counting)
    }
}
