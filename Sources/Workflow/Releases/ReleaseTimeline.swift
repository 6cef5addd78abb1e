// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Which release was under test when.
struct ReleaseTimeline {
    /// Of every run, in the order in which they happened.
    let runs: [RunFact]
    /// Names, from the first to the last.
    let releases: [String]
    private let places: [Int64: Int]

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) throws {
        runs = try IssueQueries(connection).allRuns()
        places = Dictionary(uniqueKeysWithValues: runs.enumerated().map { ($0.element.id, $0.offset) })
        var first: [String: Int64] = [:]
        for run in runs {
            if let release = run.release, first[release] == nil { first[release] = run.moment.at }
        }
        releases = first.map { (name: $0.key, first: $0.value) }.sorted(by: viewpoint.releases.comesBefore)
            .map(\.name)
    }

    func run(_ id: Int64) -> RunFact? { places[id].map { runs[$0] } }

    func release(ofRun id: Int64) -> String? { run(id)?.release }

    /// The release that was tested last at a moment, UTC ms; nil before any.
    func release(at moment: Int64) -> String? {
        runs.last { $0.release != nil && $0.moment.at <= moment }?.release
    }

    /// The release before another; nil for the first, and for one that nobody tested.
    func predecessor(of release: String) -> String? {
        guard let place = releases.firstIndex(of: release), place > 0 else { return nil }
        return releases[place - 1]
    }
}
