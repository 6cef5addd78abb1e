// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Says of each item that drifted since which run it is so, and which change asks for it.
struct DriftItems {
    /// Captured runs that are looked at, from the drift backwards.
    private static let reach = 100

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    /// The items that the last audit with drift found, in their order.
    ///
    /// - Complexity: O(items) for each configuration that the latest 100 captured runs were made with.
    func find(of told: ConfigurationIncidents.Told) throws -> [DriftItem] {
        let sighting = told.episode.last
        let row = try DriftRecords(connection).all(phase: told.phase).last { $0.id == sighting.id }
        guard let row,
            let stored = try BaselineRecords(connection).all(phase: told.phase).first(where: { $0.id == row.baseline })
        else { return [] }
        let brackets = try brackets(of: sighting, stored, told)
        let accounts = ChangeAccounts(connection, viewpoint)
        return try sighting.deltas.map { delta in
            let bracket = brackets[delta.name]
            return DriftItem(
                delta: delta, lastGood: bracket?.good, first: bracket?.first ?? sighting.run,
                change: try accounts.asked(delta, since: stored.baseline.capturedAt))
        }
    }

    private typealias Bracket = (good: Int64?, first: Int64)

    /// The runs between which each item came to differ, by the name of its difference.
    private func brackets(
        of sighting: DriftSighting, _ stored: BaselineRecords.Stored, _ told: ConfigurationIncidents.Told
    ) throws -> [String: Bracket] {
        guard let last = sighting.run else { return [:] }
        let comparison = try BaselineComparison(stored, connection)
        let timeline = try RunQueries(connection).timeline(phase: told.phase, configuration: told.classID)
        var brackets: [String: Bracket] = [:]
        var open = Set(sighting.deltas.map(\.name))
        var looked = 0
        let earlier = timeline.firstIndex { $0.id == last }.map { timeline[...$0] } ?? []
        for run in earlier.reversed() {
            guard !open.isEmpty, looked < Self.reach else { break }
            guard let diff = try comparison.diff(ofRun: run.id, in: told.configuration) else { continue }
            looked += 1
            let names = Set(diff.deltas.map(\.name))
            for name in open {
                if names.contains(name) {
                    brackets[name] = (nil, run.id)
                } else {
                    brackets[name]?.good = run.id
                    open.remove(name)
                }
            }
        }
        return brackets
    }
}
