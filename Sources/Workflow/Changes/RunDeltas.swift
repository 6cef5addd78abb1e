// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What differs between the configurations of two runs, read only as far as their groups differ.
final class RunDeltas {
    private let records: SnapshotRecords
    private let connection: any StoreConnection
    private var items: [Int64: [ConfigurationItem]] = [:]
    private lazy var groups: Result<[Int64: [Int64]], any Error> = Result {
        try records.groups(ofRuns: IssueQueries(connection).latestRuns(limit: .max).map(\.id))
    }
    private struct Pair: Hashable {
        let before: Int64
        let after: Int64
    }

    private var known: [Pair: [BaselineDiff.Delta]] = [:]

    init(_ connection: any StoreConnection) {
        self.connection = connection
        records = SnapshotRecords(connection)
    }

    /// What differs, the project's own code left out; nothing where one was not captured.
    func between(_ before: RunFact, _ after: RunFact) throws -> [BaselineDiff.Delta] {
        let pair = Pair(before: before.id, after: after.id)
        if let deltas = known[pair] { return deltas }
        let groups = try groups.get()
        guard let old = groups[before.id], let new = groups[after.id], old != new else { return [] }
        let (gone, come) = (Set(old).subtracting(new).sorted(), Set(new).subtracting(old).sorted())
        let diff = BaselineDiff(
            from: ConfigurationSnapshot(try gone.flatMap(read)), to: ConfigurationSnapshot(try come.flatMap(read)))
        let deltas = diff.deltas.filter { $0.kind != .source }
        known[pair] = deltas
        return deltas
    }

    private func read(_ group: Int64) throws -> [ConfigurationItem] {
        if let read = items[group] { return read }
        let read = try records.items(ofGroup: group)
        items[group] = read
        return read
    }
}
