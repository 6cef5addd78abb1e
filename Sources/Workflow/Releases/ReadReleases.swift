// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Answers about releases.
package struct ReadReleases {
    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    package init(_ store: any StoreDriver, viewpoint: Viewpoint) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// Releases by version, never by when they were uploaded.
    ///
    /// - Parameter phases: All phases, from the first to the last.
    package func list(phases: [String]) throws -> [ReleaseSummary] {
        try store.read { try Self.summaries($0, phases) }
    }

    private static func summaries(_ connection: any StoreConnection, _ phases: [String]) throws -> [ReleaseSummary] {
        let decisions = try GateRecords(connection).all().map(GateDecision.init)
        let tested = Dictionary(grouping: try ReleaseQueries(connection).tested(), by: \.release)
        return tested.map { release, parts in
            ReleaseSummary(
                name: release,
                phases: parts.sorted { left, right in
                    let places = [left, right].map { phases.firstIndex(of: $0.phase) ?? phases.count }
                    return (places[0], left.phase) < (places[1], right.phase)
                }.map { part in
                    ReleaseSummary.Phase(
                        name: part.phase, runs: part.runs, first: part.first, last: part.last, live: part.live,
                        gate: decisions.first { $0.phase == part.phase && $0.release == release })
                })
        }.sorted(by: ReleaseSummary.comesBefore)
    }

    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func show(_ name: String, phases: [String]) throws -> ReleasePage {
        let all = try list(phases: phases)
        guard let summary = all.first(where: { $0.name == name }) else {
            let nearest = NearestName.of(name, in: all.map(\.name))
            throw ReadEvidence.Unknown(
                message: "there is no release \(name)",
                hint: nearest.map { "did you mean \($0)?" } ?? "exitgate release list shows them")
        }
        var filter = ReadIssues.Filter()
        (filter.store.release, filter.order) = (name, .priority)
        let issues = try ReadIssues(store, viewpoint: viewpoint).list(filter).lines
        let tested = Set(summary.phases.map(\.name))
        return ReleasePage(
            summary: summary, open: issues.filter { $0.state.isUnresolved },
            solved: issues.filter { !$0.state.isUnresolved },
            waivers: try KeepWaivers(store).list(at: viewpoint.now, viewpoint: viewpoint).filter {
                $0.waiver.release == name
            },
            baselines: try store.read { connection in
                try BaselineRecords(connection).all().map(\.baseline).filter {
                    $0.state.isCurrent && tested.contains($0.phase)
                }
            })
    }
}
