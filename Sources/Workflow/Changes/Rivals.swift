// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What else changed the same thing around a change, so that nobody can tell which of the two did it.
struct Rivals {
    struct Rival {
        let name: String
        let run: RunFact
    }

    /// Those of the places in which the change was seen, by when they were.
    private let all: [Rival]
    private let found: ChangePresence.Found

    init(
        _ viewpoint: Viewpoint, _ presence: ChangePresence, of change: StoredChange, _ found: ChangePresence.Found,
        among others: [StoredChange]
    ) throws {
        self.found = found
        var rivals: [Rival] = []
        let scope = ChangeScope(change.request.scope, viewpoint.components)
        for other in others where other.number != change.number {
            let otherScope = ChangeScope(other.request.scope, viewpoint.components)
            let isSameEffect = other.request.effect == change.request.effect && change.request.effect != .none
            guard isSameEffect || scope.overlaps(otherScope) else { continue }
            let sightings = try presence.find(other)
            // A wish that nobody approved is seen in nothing, unless commits carry it.
            guard sightings.isByCommits || other.isApproved else { continue }
            rivals += sightings.sightings.filter { sighting in
                found.sightings.contains { $0.isAtSamePlace(as: sighting.first) }
            }.map { Rival(name: "CR-\(other.number)", run: $0.first) }
        }
        rivals += found.sightings.compactMap { sighting in
            sighting.changedAgain.map { Rival(name: "another change of the same", run: $0) }
        }
        all = rivals.sorted { $0.run.moment < $1.run.moment }
    }

    /// The first one that came with the change or after it, in a run that holds the change as well or had it replaced.
    var first: Rival? {
        all.first { rival in
            found.sightings.contains { sighting in
                sighting.isAtSamePlace(as: rival.run) && rival.run.moment >= sighting.first.moment
                    && (sighting.holds(rival.run) || rival.run == sighting.changedAgain)
            }
        }
    }

    /// When the last one came before the change did, in one place.
    func last(before sighting: ChangePresence.Sighting) -> Run.Moment? {
        all.last { sighting.isAtSamePlace(as: $0.run) && $0.run.moment < sighting.first.moment }?.run.moment
    }
}

extension StoredChange {
    /// Whether somebody approved it, or it may be done at once, and nobody took that back.
    var isApproved: Bool {
        let life = events.reduce(into: ChangeLife(request)) { $0.take($1) }
        return [.approved, .emergency].contains(life.state) || life.state.isImplemented
    }
}

extension ChangePresence.Sighting {
    fileprivate func isAtSamePlace(as run: RunFact) -> Bool {
        first.phase == run.phase && first.configuration == run.configuration
    }
}
