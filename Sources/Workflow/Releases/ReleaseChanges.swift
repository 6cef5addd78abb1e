// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// The changes that came with releases.
struct ReleaseChanges {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let timeline: ReleaseTimeline

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint, _ timeline: ReleaseTimeline) {
        self.connection = connection
        self.viewpoint = viewpoint
        self.timeline = timeline
    }

    /// Changes that were first seen in a run of a release, by number.
    ///
    /// - Complexity: O(changes × runs), and the runs of the windows of those that are found.
    func changes(of release: String) throws -> [ChangeLine] {
        guard try !StoredChanges(connection).isEmpty() else { return [] }
        let history = try ChangeHistory(connection, viewpoint)
        let own = try history.all.filter { change in
            try history.presence.find(change).first.flatMap { timeline.release(ofRun: $0.id) } == release
        }
        return try own.map { try history.line($0, at: viewpoint.now) }.sorted { $0.number < $1.number }
    }
}
