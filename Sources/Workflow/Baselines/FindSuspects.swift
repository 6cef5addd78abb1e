// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Ranks what may have caused an incident.
struct FindSuspects {
    /// Runs whose configurations are compared.
    private static let runLimit = 400
    private static let shown = 8
    /// From this chance on a changed item is worth a look.
    private static let least = 0.005
    /// More by chance than this says nothing of an item.
    private static let telling = 0.1

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let trials: TrialHistory
    private let configurations: RunConfigurations
    private let accounts: ChangeAccounts

    /// - Parameters:
    ///   - accounts: What changes speak of; nil to read that anew.
    ///   - trials: Runs that another question has read already; nil for none.
    init(
        _ connection: any StoreConnection, _ viewpoint: Viewpoint, accounts: ChangeAccounts? = nil,
        trials: TrialHistory? = nil
    ) {
        self.accounts = accounts ?? ChangeAccounts(connection, viewpoint)
        self.connection = connection
        self.viewpoint = viewpoint
        self.trials = trials ?? TrialHistory(connection)
        configurations = RunConfigurations(connection)
    }

    /// Suspects of an incident.
    ///
    /// A failure that stays began somewhere between the last good and the first bad run; one that comes and goes began where
    /// its rate changed most probably.
    ///
    /// - Complexity: O(latest 400 runs) and the items in which their configurations differ.
    func find(of incident: IncidentSummary, sample: OccurrenceSample?, tests: [TestName]) throws -> SuspectReport {
        let affected = Set(tests.map(\.id))
        let all = try trials.allTrials(cluster: incident.signatureID, tests: affected, limit: Self.runLimit)
        let items = try overRepresented(all.filter { $0.run.phase == incident.phase })
        let fact = try IssueQueries(connection).incidentFacts(of: incident.signatureID)
            .first { $0.number == incident.number }
        let place =
            try fact.map {
                try trials.trials(phase: $0.phase, configuration: $0.configuration, cluster: incident.signatureID)
            } ?? []
        let steps = try steps(of: incident, place)
        let candidates = steps.flatMap { step in step.deltas.map { (step, $0) } }
        let text = [sample?.message, sample?.details, sample?.output].compactMap(\.self).joined(separator: "\n")
        let changes = try candidates.map { step, delta in try accounts.changes(of: delta, in: step.after) }
        let judge = SuspectFactors(text: text, tests: tests, items: items, viewpoint: viewpoint)
        let ranking = SuspectRanking(
            candidates.enumerated().map { index, candidate in
                SuspectRanking.Candidate(
                    name: Self.name(index), onset: candidate.0.onset / Double(max(1, candidate.0.deltas.count)),
                    factors: judge.factors(
                        of: candidate.1, from: candidate.0.before, to: candidate.0.after,
                        stays: Self.chance(place, from: candidate.0.after)
                    ).union(accounts.isUsed && changes[index].isEmpty ? [.noChangeRequest] : []))
            })
        let suspects = ranking.suspects.filter { $0.score >= Self.least }.prefix(Self.shown).compactMap { suspect in
            Int(suspect.name).map { Self.suspect(suspect, candidates[$0], changes[$0]) }
        }
        return SuspectReport(
            lastGood: incident.lastGoodRun, firstBad: incident.opened.id,
            isIntermittent: incident.state == .intermittent, suspects: Array(suspects),
            unlisted: ranking.suspects.count - suspects.count, somethingElse: ranking.somethingElse,
            items: items.prefix(5).map { $0 },
            note: candidates.isEmpty ? try note(incident, place) : nil, mixed: try mixed(incident, steps))
    }

    private func mixed(_ incident: IncidentSummary, _ steps: [Step]) throws -> [String] {
        let bracket = [incident.lastGoodRun, incident.opened.id].compactMap(\.self)
        let ends = Set(bracket + steps.flatMap { [$0.before.id, $0.after.id] })
        return try ends.reduce(into: Set<String>()) { try $0.formUnion(configurations.mixed($1)) }.sorted()
    }

    private static func suspect(
        _ suspect: SuspectRanking.Suspect, _ candidate: (step: Step, delta: BaselineDiff.Delta), _ changes: [Int64]
    ) -> SuspectReport.Suspect {
        SuspectReport.Suspect(
            delta: candidate.delta, before: candidate.step.before.id, after: candidate.step.after.id,
            onset: suspect.onset, factors: suspect.effects.map { ($0.factor.label, $0.weight) }, score: suspect.score,
            changes: changes)
    }

    /// The chance that runs of a place fail more often from one on only by luck.
    private static func chance(_ place: [TrialHistory.Trial], from first: RunFact) -> Double {
        let (before, after) = (
            place.filter { $0.run.moment < first.moment }, place.filter { $0.run.moment >= first.moment }
        )
        return FisherTest.moreFailures(
            after.count(where: \.hasFailed), of: after.count, than: before.count(where: \.hasFailed), of: before.count)
    }

    /// Names that are in the order of the candidates.
    private static func name(_ index: Int) -> String {
        let digits = String(index)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    // MARK: The bracket

    /// Two runs one after the other, what changed between them, and the chance that the failures began there.
    struct Step {
        let before: RunFact
        let after: RunFact
        let deltas: [BaselineDiff.Delta]
        let onset: Double
    }

    private func steps(of incident: IncidentSummary, _ place: [TrialHistory.Trial]) throws -> [Step] {
        guard let opened = place.firstIndex(where: { $0.run.id == incident.opened.id }) else { return [] }
        guard incident.state == .intermittent else {
            guard let good = place.firstIndex(where: { $0.run.id == incident.lastGoodRun }), good < opened else {
                return []
            }
            return [try step(place[good].run, place[opened].run, onset: 1)].filter { !$0.deltas.isEmpty }
        }
        // What comes and goes may have begun before it was first seen.
        let series = place.map { FailureCount(failures: $0.hasFailed ? 1 : 0, of: 1) }
        let posterior = ChangePosterior(series)
        let changed = max(1e-9, 1 - posterior.unchanged)
        let steps = try posterior.positions.enumerated().compactMap { index, chance -> Step? in
            guard index > 0, chance / changed >= Self.least, Self.isWorse(series, from: index) else { return nil }
            let step = try step(place[index - 1].run, place[index].run, onset: chance / changed)
            return step.deltas.isEmpty ? nil : step
        }
        return Self.once(steps)
    }

    /// Whether it failed more often from there on than before.
    private static func isWorse(_ series: [FailureCount], from index: Int) -> Bool {
        let before = series[..<index].reduce(0) { $0 + $1.failures } * (series.count - index)
        return before < series[index...].reduce(0) { $0 + $1.failures } * index
    }

    /// What changes to and fro is named once, where it changed most probably.
    private static func once(_ steps: [Step]) -> [Step] {
        var seen: Set<String> = []
        return steps.sorted { ($1.onset, $0.after.moment) < ($0.onset, $1.after.moment) }.compactMap { step in
            let fresh = step.deltas.filter { seen.insert($0.name).inserted }
            return fresh.isEmpty
                ? nil : Step(before: step.before, after: step.after, deltas: fresh, onset: step.onset)
        }
    }

    private func step(_ before: RunFact, _ after: RunFact, onset: Double) throws -> Step {
        // The commit tells the tree, and what is not in it makes it dirty.
        var diff = try configurations.diff(before, after)
        if let old = before.commit, let new = after.commit, let lines = viewpoint.changedFiles(old, new) {
            diff.note(lines: lines)
        }
        let deltas = diff.deltas.filter {
            $0.kind != .source || $0.key == "commit" || $0.key == "dirty"
        }
        // What files ask for ran only as what was installed: the two are one change, and the one that ran is suspect.
        let installed = Set(deltas.filter { $0.kind == .toolchain && !$0.isAsked }.map(\.key))
        let ran = deltas.filter { !$0.isAsked || !installed.contains($0.key) }
        return Step(before: before, after: after, deltas: ran, onset: onset)
    }

    private func note(_ incident: IncidentSummary, _ place: [TrialHistory.Trial]) throws -> String {
        guard let good = incident.lastGoodRun else { return "no earlier pass is known, so nothing tells what changed" }
        let isKnown = try [good, incident.opened.id].allSatisfy { try configurations.isKnown($0) }
        return isKnown
            ? "nothing that was captured changed between RUN-\(good) and RUN-\(incident.opened.id)"
            : "what RUN-\(good) and RUN-\(incident.opened.id) were made with was not captured"
    }

    // MARK: What failing runs have in common

    private func overRepresented(_ all: [TrialHistory.Trial]) throws -> [SuspectReport.Item] {
        let values = try configurations.varying(all.map(\.run))
        let samples = all.compactMap { trial in
            values[trial.run.id].map { OverRepresentedItems.Sample($0, failed: trial.hasFailed) }
        }
        guard samples.contains(where: \.failed), samples.contains(where: { !$0.failed }) else { return [] }
        let found = OverRepresentedItems(samples)
        return found.items.compactMap { item in
            guard let row = item.rows.first, row.evidence > 0, row.table.chance <= Self.telling else { return nil }
            return SuspectReport.Item(chance: item.chance, row: row.table, adjustedChance: row.adjustedChance)
        }
    }
}
