// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What audits found of the documents of a phase, which no run holds.
final class DocumentAudits {
    private let connection: any StoreConnection
    private let baseline: BaselineRecords.Stored
    private var differences: [Int64: [BaselineDiff.Delta]] = [:]

    init(_ connection: any StoreConnection, _ baseline: BaselineRecords.Stored) {
        self.connection = connection
        self.baseline = baseline
    }

    /// The value of an item in the first audit since a moment in which it is not that of the baseline; nil for none.
    ///
    /// - Parameters:
    ///   - name: Kind and key.
    ///   - moment: UTC ms.
    /// - Complexity: O(items) for each state of the documents until then.
    func firstValue(of name: String, since moment: Int64) throws -> [String]? {
        for snapshot in try DriftRecords(connection).documents(phase: baseline.baseline.phase, since: moment) {
            if let delta = try deltas(of: snapshot).first(where: { $0.name == name }) { return delta.after }
        }
        return nil
    }

    private func deltas(of snapshot: Int64) throws -> [BaselineDiff.Delta] {
        if let known = differences[snapshot] { return known }
        let found = try BaselineComparison(baseline, connection).diff(
            documents: SnapshotRecords(connection).snapshot(row: snapshot)
        ).deltas
        differences[snapshot] = found
        return found
    }
}
