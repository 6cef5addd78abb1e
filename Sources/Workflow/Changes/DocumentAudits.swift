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

    /// The first value of an item that audits found since a moment, of those that are neither that of the baseline nor known;
    /// nil for none.
    ///
    /// - Parameters:
    ///   - name: Kind and key.
    ///   - moment: UTC ms.
    ///   - known: Values that are passed over.
    /// - Complexity: O(items) for each state of the documents until then.
    func firstValue(of name: String, since moment: Int64, besides known: [[String]]) throws -> [String]? {
        for snapshot in try DriftRecords(connection).documents(phase: baseline.baseline.phase, since: moment) {
            let found = try deltas(of: snapshot).first { $0.name == name && !known.contains($0.after) }
            if let found { return found.after }
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
