// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Folds the life of the phases of releases; nothing of it is stored, so nothing can disagree with it.
struct PhaseHistory {
    typealias Place = PhaseRecords.Place

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let events: [Place: [PhaseLife.Event]]
    private let runs: [Place: [RunFact]]
    private let decisions: [Place: [GateRecords.Evaluation]]
    private let waivers: [String: (stored: WaiverRecords.Stored, state: Waiver.State)]

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) throws {
        self.connection = connection
        self.viewpoint = viewpoint
        events = try PhaseRecords(connection).all()
        var runs: [Place: [RunFact]] = [:]
        for run in try IssueQueries(connection).allRuns() {
            if let release = run.release { runs[Place(release: release, phase: run.phase), default: []].append(run) }
        }
        self.runs = runs
        var decisions: [Place: [GateRecords.Evaluation]] = [:]
        for one in try GateRecords(connection).all() {
            if let release = one.release {
                decisions[Place(release: release, phase: one.phase), default: []].append(one)
            }
        }
        self.decisions = decisions
        let all = try WaiverRecords(connection).all()
        let states = try WaiverStates(connection, viewpoint).states(of: all.map(\.waiver), at: viewpoint.now)
        waivers = Dictionary(zip(all, states).map { ($0.waiver.name, ($0, $1.state)) }) { first, _ in first }
    }

    /// Releases that were tested, or of which somebody began a phase.
    var releases: Set<String> { Set(runs.keys.map(\.release)).union(events.keys.map(\.release)) }

    /// Phases of a release of which anything is known.
    func phases(of release: String) -> Set<String> {
        Set((Array(runs.keys) + Array(events.keys)).filter { $0.release == release }.map(\.phase))
    }

    func runs(_ place: Place) -> Int { runs[place]?.count ?? 0 }

    func life(_ place: Place, needsSignOff: Bool) throws -> PhaseLife {
        var steps: [(at: Int64, step: PhaseLife.Step)] = []
        if let first = runs[place]?.first { steps.append((first.moment.at, .run(first.id))) }
        steps += (events[place] ?? []).map { ($0.at, .person($0)) }
        for stored in (decisions[place] ?? []).sorted(by: { $0.number < $1.number }) {
            steps.append((stored.at, .gate(GateDecision(stored), conditionEnds: try conditionEnd(stored))))
        }
        return PhaseLife(steps, needsSignOff: needsSignOff)
    }

    /// When the first waiver that a decision needed ended with its subject unsolved, UTC ms; nil where none did.
    private func conditionEnd(_ stored: GateRecords.Evaluation) throws -> Int64? {
        guard stored.outcome == GateVerdict.Outcome.conditionalGo.rawValue,
            let verdict = try? ReadGates.draw(stored, connection).verdict
        else { return nil }
        let used = Set(verdict.rules.flatMap(\.subjects).compactMap(\.waiver))
        return used.compactMap { name -> Int64? in
            guard let (stored, state) = waivers[name] else { return nil }
            switch state {
            case .expired: return stored.waiver.expires
            case .revoked: return stored.events.last?.at ?? viewpoint.now
            // The next decision of the gate says when.
            case .exceeded: return viewpoint.now
            case .requested, .refused, .active, .fulfilled: return nil
            }
        }.min()
    }
}
