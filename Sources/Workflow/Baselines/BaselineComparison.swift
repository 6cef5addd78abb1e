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

    /// What differs in a run of a class, in any of its parts; nil where nothing was captured.
    ///
    /// Of another class than that of the baseline the machine and its tools are not compared.
    func diff(ofRun run: Int64, in configuration: ConfigurationClass) throws -> BaselineDiff? {
        let observed = try parts.snapshots(ofRun: run)
        return observed.isEmpty ? nil : diff(observed, in: configuration)
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
    /// What may be compared with a run of another configuration class: its machine and tools are others by intention.
    func comparable(_ isHome: Bool) -> ConfigurationSnapshot {
        let own: Set<ConfigurationItem.Kind> = [.platform, .variable, .toolchain]
        return isHome ? self : ConfigurationSnapshot(items.filter { !own.contains($0.kind) })
    }
}
