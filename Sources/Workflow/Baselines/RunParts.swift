// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What the parts of runs were made with, and in what they differ: a run whose parts differ has no configuration of its own.
struct RunParts {
    private let records: SnapshotRecords

    init(_ connection: any StoreConnection) {
        records = SnapshotRecords(connection)
    }

    /// The configurations of the parts of a run, each once; none where nothing was captured.
    func snapshots(ofRun run: Int64) throws -> [ConfigurationSnapshot] {
        try rows(ofRun: run).map(records.snapshot(row:))
    }

    /// Rows of these, by their digests.
    func rows(ofRun run: Int64) throws -> [Int64] {
        let parts = try records.parts(ofRun: run)
        // A store of an older program knows one for all.
        return try parts.isEmpty ? [records.snapshot(ofRun: run)].compactMap(\.self) : parts
    }

    /// Whether nobody knows what some of the parts of a run were made with.
    func isPartlyKnown(run: Int64) throws -> Bool { try records.isPartlyCaptured(run: run) }

    /// What differs between the parts of a run, each once; empty for a run of one configuration.
    ///
    /// - Parameter limit: At most so many configurations are compared.
    /// - Complexity: O(items) for each configuration.
    func differences(inRun run: Int64, among limit: Int = .max) throws -> [BaselineDiff.Delta] {
        let rows = try records.parts(ofRun: run).prefix(limit)
        guard rows.count > 1 else { return [] }
        let all = try rows.map { try records.snapshot(row: $0).comparable(true) }
        return BaselineDiff(joining: all.dropFirst().map { BaselineDiff(from: all[0], to: $0) }).deltas
    }

    /// Says that the parts of a run differ, and in what; nothing for a run of one configuration.
    ///
    /// - Parameter limit: At most so many configurations are compared.
    func warnings(
        ofRun run: Int64, among limit: Int = .max,
        hint: String = "what differs is held against no test; give runs of different configurations keys of their own"
    ) throws -> [Diagnostic] {
        MixedRun(run: run, deltas: try differences(inRun: run, among: limit)).map { [$0.warning(hint: hint)] } ?? []
    }

    /// What differs between the parts of a run, and whether all of them are known; nil for a run of one known configuration, and
    /// for one of which nothing was captured.
    func mixed(run: Int64) throws -> MixedRun? {
        MixedRun(run: run, deltas: try differences(inRun: run), isPartlyKnown: try isPartlyKnown(run: run))
    }
}
