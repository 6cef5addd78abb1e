// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What an audit found of one phase and configuration class.
package struct DriftSighting: Sendable, Equatable {
    /// Row in the store, in the order of the audits.
    package let id: Int64
    /// Of its incident, printed as INC-number; 0 for none.
    package let number: Int64
    /// UTC ms.
    package let at: Int64
    /// Such as BL-beta-2.
    package let baseline: String
    /// What was looked at; nil for documents of the working tree.
    package let run: Int64?
    /// What differs from the baseline while no approved change speaks of it; empty for nothing.
    package let deltas: [BaselineDiff.Delta]

    package init(
        id: Int64, number: Int64, at: Int64, baseline: String, run: Int64?, deltas: [BaselineDiff.Delta]
    ) {
        self.id = id
        self.number = number
        self.at = at
        self.baseline = baseline
        self.run = run
        self.deltas = deltas
    }
}

/// An incident of kind configuration: an episode in which what is tested in one phase and configuration class is not what
/// was approved.
///
/// It is folded from what audits found, in their order. Nothing of it is chance: equal is equal, so one audit that finds no
/// drift restores it, and it is never intermittent.
package struct DriftEpisode: Sendable, Equatable {
    /// Position among the episodes of its phase and class, from 1.
    package let episode: Int
    package private(set) var state: Incident.State
    package let opened: DriftSighting
    /// The last audit that found it.
    package private(set) var last: DriftSighting
    /// The first audit of those up to the last one that all found the same.
    package private(set) var changed: DriftSighting
    package private(set) var restored: DriftSighting?
    package private(set) var reopenCount = 0
    /// Audits that found it.
    package private(set) var findings = 1
    /// Runs in which they found it; none for documents.
    package private(set) var runs: Set<Int64>
    /// Audits since it was restored that found nothing.
    package private(set) var quietAudits = 0
    package private(set) var events: [IncidentEvent]

    package var number: Int64 { opened.number }

    /// When it began, or began again, UTC ms.
    package var onset: Int64 { events.last { $0.to == .open }?.at ?? opened.at }

    /// The episodes of one phase and class, the first one first.
    ///
    /// For example: drift, nothing, drift the day after is one episode that was reopened once; drift that comes back after
    /// seven days and five audits without is the second episode.
    ///
    /// - Parameter sightings: In the order of the audits; those before the first drift say nothing.
    package static func fold(_ sightings: some Sequence<DriftSighting>) -> [DriftEpisode] {
        var episodes: [DriftEpisode] = []
        for sighting in sightings {
            guard var current = episodes.last, current.state != .closed else {
                if !sighting.deltas.isEmpty { episodes.append(.init(opening: sighting, episode: episodes.count + 1)) }
                continue
            }
            let isNext = !sighting.deltas.isEmpty && current.isOver(at: sighting.at)
            current.apply(sighting)
            episodes[episodes.count - 1] = current
            if isNext { episodes.append(.init(opening: sighting, episode: episodes.count + 1)) }
        }
        return episodes
    }

    private init(opening sighting: DriftSighting, episode: Int) {
        self.episode = episode
        (opened, last, changed, state) = (sighting, sighting, sighting, .open)
        (events, runs) = ([], Set([sighting.run].compactMap(\.self)))
        note("open-by-drift", sighting, from: nil)
    }

    /// Whether drift from now on belongs to a new episode.
    ///
    /// - Parameter moment: UTC ms.
    private func isOver(at moment: Int64) -> Bool {
        guard let restored else { return false }
        return quietAudits >= Incident.quietRunsToClose && moment - restored.at >= Incident.quietMilliseconds
    }

    private mutating func apply(_ sighting: DriftSighting) {
        if isOver(at: sighting.at) {
            move(to: .closed, "close-by-quiet", sighting)
        } else if !sighting.deltas.isEmpty {
            find(sighting)
        } else if state == .open {
            restored = sighting
            move(to: .restored, "restore-by-audit", sighting)
        } else {
            quietAudits += 1
        }
    }

    private mutating func find(_ sighting: DriftSighting) {
        if sighting.deltas != last.deltas || state != .open { changed = sighting }
        last = sighting
        findings += 1
        if let run = sighting.run { runs.insert(run) }
        guard state == .restored else { return }
        reopenCount += 1
        (restored, quietAudits) = (nil, 0)
        move(to: .open, "reopen-by-drift", sighting)
    }

    private mutating func move(to next: Incident.State, _ rule: String, _ sighting: DriftSighting) {
        let before = state
        state = next
        note(rule, sighting, from: before)
    }

    private mutating func note(_ rule: String, _ sighting: DriftSighting, from before: Incident.State?) {
        events.append(
            IncidentEvent(at: sighting.at, actor: "auto", rule: rule, run: sighting.run, from: before, to: state))
    }
}

/// Something that drifted, and since when: what people look at first.
package struct DriftItem: Sendable, Equatable {
    package let delta: BaselineDiff.Delta
    /// The last run before it that had the item as it was approved; nil where none is known.
    package let lastGood: Int64?
    /// The first run that is known to have it as it is; nil for documents.
    package let first: Int64?
    /// Number of a change request that speaks of it and is not approved; nil for none.
    package let change: Int64?

    package init(delta: BaselineDiff.Delta, lastGood: Int64?, first: Int64?, change: Int64?) {
        self.delta = delta
        self.lastGood = lastGood
        self.first = first
        self.change = change
    }
}
