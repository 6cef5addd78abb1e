// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Folds the life of changes from evidence and what people did; nothing of it is stored, so nothing can disagree with it.
final class ChangeHistory {
    struct Told {
        let change: StoredChange
        let life: ChangeLife
        let watch: ChangeWatch
    }

    let all: [StoredChange]
    let presence: ChangePresence
    private let watching: WatchChange
    private let causes: CausedIncidents
    private var told: [Int64: Told] = [:]
    private var caused: [Int64: [CausedIncidents.Caused]] = [:]

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) throws {
        all = try StoredChanges(connection).all()
        presence = ChangePresence(connection, viewpoint)
        watching = WatchChange(connection, viewpoint, presence)
        causes = CausedIncidents(connection, viewpoint, presence)
    }

    /// - Throws: `ReadEvidence.Unknown`.
    func change(_ number: Int64) throws -> StoredChange {
        guard let found = all.first(where: { $0.number == number }) else {
            throw ReadEvidence.Unknown(
                message: "there is no change CR-\(number)", hint: "exitgate change list shows them")
        }
        return found
    }

    /// The life of a change, with what the runs around it say.
    func tell(_ change: StoredChange) throws -> Told {
        if let known = told[change.number] { return known }
        let outcome = try watching.watch(change, among: all)
        let one = Told(change: change, life: fold(change, outcome.steps), watch: outcome.watch)
        told[change.number] = one
        return one
    }

    /// The life of a change after something more was done with it.
    func tell(_ change: StoredChange, with event: ChangeLife.Event) throws -> Told {
        let next = StoredChange(
            id: change.id, number: change.number, request: change.request, events: change.events + [event])
        // Other commits may be in other runs.
        if event.detail.commits != nil { presence.forget(change.number) }
        told[change.number] = nil
        return try tell(next)
    }

    /// The cluster of the issue that a change is to fix.
    func target(of change: StoredChange) throws -> Int64? { try watching.target(of: change) }

    /// Incidents that began where it came, the likeliest first.
    func caused(by change: StoredChange) throws -> [CausedIncidents.Caused] {
        if let known = caused[change.number] { return known }
        let found = try causes.find(of: change, besides: target(of: change))
        caused[change.number] = found
        return found
    }

    /// Whether other tests fail since, or an incident was most probably of its making.
    func didHarm(_ told: Told) throws -> Bool {
        try told.watch.isAdverse || caused(by: told.change).contains(where: \.isLikely)
    }

    /// The same once it is known: harm may show early, that there was none only at the end; nil before.
    func harm(of told: Told) throws -> Bool? {
        guard told.life.state.isImplemented else { return nil }
        if try didHarm(told) { return true }
        return told.watch.verdict != nil || told.life.state.isOver ? false : nil
    }

    /// - Parameter now: UTC ms.
    func line(_ change: StoredChange, at now: Int64) throws -> ChangeLine {
        let told = try tell(change)
        return ChangeLine(
            number: change.number, request: change.request, life: told.life, isOverdue: told.life.isOverdue(at: now),
            isHarmful: try harm(of: told))
    }

    /// The life of a change as far as people made it, and whether it was seen; without a look at its effect.
    func lifeOfRequest(_ change: StoredChange) throws -> ChangeLife {
        let first = try presence.find(change).first
        return fold(change, first.map { [(.seen, $0)] } ?? [])
    }

    private func fold(_ change: StoredChange, _ steps: [(step: ChangeLife.Step, run: RunFact)]) -> ChangeLife {
        var life = ChangeLife(change.request)
        var rest = steps[...]
        for event in change.events {
            while let next = rest.first, next.run.moment.at <= event.at {
                life.take(next.step, at: next.run.moment.at, run: next.run.id)
                rest = rest.dropFirst()
            }
            let wasOpen = life.isOpenToRuns || life.state.isImplemented
            life.take(event)
            // What was seen before it was allowed counts from then on, and so does what followed.
            guard !wasOpen, life.isOpenToRuns else { continue }
            for step in steps where step.run.moment.at <= event.at {
                life.take(step.step, at: event.at, run: step.run.id)
            }
        }
        for step in rest { life.take(step.step, at: step.run.moment.at, run: step.run.id) }
        return life
    }
}
