// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Folds incidents of kind configuration anew, and holds what audits found against the configurations that they looked at.
struct VerifyDrift {
    private let connection: any StoreConnection

    init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// - Returns: How many incidents there are, and what is wrong.
    /// - Complexity: O(items) for each audit that found drift.
    func perform() throws -> (incidents: Int, problems: [String]) {
        let records = DriftRecords(connection)
        let rows = try records.all()
        guard !rows.isEmpty else { return (0, []) }
        var wrong = Set(try records.doubledNumbers())
        var problems = try records.damagedSets().map { "the differences \($0) are not what was stored" }
        guard problems.isEmpty else { return (0, problems) }
        let last = try StoreInfo(connection).lastNumber(of: "last-incident")
        let incidents = ConfigurationIncidents(connection)
        var seen: Set<Int64> = []
        for own in Dictionary(grouping: rows, by: { "\($0.phase) \($0.classID)" }).values {
            let sightings = try incidents.sightings(own)
            // A number is that of one episode, and of all of it; audits that no incident is about have none.
            let numbers = sightings.map(\.number).filter { $0 != 0 }.reduce(into: [Int64]()) { numbers, number in
                if numbers.last != number { numbers.append(number) }
            }
            let folded = DriftEpisode.fold(sightings)
            if numbers != folded.map(\.number) { wrong.formUnion(numbers) }
            wrong.formUnion(numbers.filter { !seen.insert($0).inserted || $0 > last || $0 < 1 })
            for (row, sighting) in zip(own, sightings) where try !isSupported(sighting, row) {
                wrong.insert(sighting.number)
            }
        }
        problems += wrong.sorted().map { "INC-\($0) differs from what its audits say" }
        return (seen.count, problems)
    }

    /// Whether all that an audit found does differ between the baseline and what was looked at.
    private func isSupported(_ sighting: DriftSighting, _ row: DriftRecords.Row) throws -> Bool {
        guard !sighting.deltas.isEmpty else { return true }
        let stored = try BaselineRecords(connection).all(phase: row.phase).first { $0.id == row.baseline }
        guard let stored else { return false }
        let comparison = try BaselineComparison(stored, connection)
        let observed = try SnapshotRecords(connection).snapshot(row: row.snapshot)
        let found =
            try comparison.diff([observed], in: row.configuration).deltas
            + comparison.diff(documents: observed).deltas
            + (row.run.flatMap { try comparison.diff(ofRun: $0, in: row.configuration)?.deltas } ?? [])
        let known = Set(found.map(Self.words))
        return sighting.deltas.allSatisfy { known.contains(Self.words($0)) }
    }

    private static func words(_ delta: BaselineDiff.Delta) -> [String] {
        [delta.name] + delta.before + ["->"] + delta.after
    }
}
