// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
import Storage
package import TestPhase

/// Says from evidence what a change will touch, and how likely it does harm.
///
/// Each factor has a weight that a person can read; the risk is what remains when none of them strikes.
package struct AssessChange {
    /// What is known beside the store.
    package struct Evidence: Sendable {
        /// The configuration with the change, to be compared with what was tested last; nil where nobody knows it yet.
        package var configuration: ConfigurationSnapshot?
        package var coverage: CoverageFile?
        /// How it is taken back, where the request does not say or says otherwise; nil for no word of it.
        package var backOut: String?

        package init() {}
    }

    private static let latePhases = ["beta": 0.5, "release": 1.0]
    private static let dayMilliseconds: Int64 = 86_400_000

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint
    private let history: ChangeHistory
    private let models: [ChangeModel]

    init(
        _ connection: any StoreConnection, _ viewpoint: Viewpoint, _ history: ChangeHistory, _ models: [ChangeModel]
    ) {
        self.connection = connection
        self.viewpoint = viewpoint
        self.history = history
        self.models = models
    }

    /// - Parameter now: UTC ms; runs of the last 90 days before it tell where tests run.
    func assess(_ change: StoredChange, _ evidence: Evidence, now: Int64) throws -> ChangeAssessment {
        let scope = ChangeScope(change.request.scope, viewpoint.components)
        let backOut = try evidence.backOut ?? history.tell(change).life.backOut
        let reach = ChangeReach(connection, viewpoint)
        let reached = try reach.tests(scope, target: history.target(of: change), coverage: evidence.coverage)
        let runs = try IssueQueries(connection).latestRuns(limit: 500).filter {
            $0.moment.at >= now - 90 * Self.dayMilliseconds
        }
        let harms = try harms(besides: change.number)
        let snapshot = try snapshot(before: change)
        let items = snapshot.items.filter(scope.takes)
        let deltas =
            evidence.configuration.map { BaselineDiff(from: snapshot, to: $0).deltas.filter(scope.takes) } ?? []
        let lines = changedLines(scope, snapshot, evidence.configuration)
        let all = try reach.testCount
        let incidents = try incidents(of: reached.tests)
        let places = try weakness(reached.tests, runs)
        var factors: [ChangeAssessment.Factor] = []
        factors.append(pastFailures(scope, harms))
        factors.append(step(deltas, items))
        factors.append(
            .init(
                "breadth", weight: 0.25, share: all == 0 ? 0 : Double(reached.tests.count) / Double(all),
                why: "reaches \(reached.tests.count) of \(all) tests"))
        let fragile = incidents.filter(\.state.isLive)
        factors.append(
            .init(
                "fragile", weight: 0.2, share: fragile.isEmpty ? 0 : min(1, 0.5 + 0.25 * Double(fragile.count - 1)),
                why: fragile.count == 1 ? "1 live incident there" : "\(fragile.count) live incidents there"))
        factors.append(.init("weak evidence", weight: 0.25, share: places.share, why: places.why))
        let late = Set(runs.map(\.phase)).compactMap { phase in Self.latePhases[phase].map { (phase, $0) } }
            .max { $0.1 < $1.1 }
        factors.append(
            .init(
                "late phase", weight: 0.3, share: late?.1 ?? 0,
                why: late.map { "\($0.0) is under test" } ?? "no late phase is under test"))
        factors.append(size(lines, deltas))
        let unpinned = items.filter { !$0.isPinned }
        factors.append(
            .init(
                "unpinned", weight: 0.1, share: unpinned.isEmpty ? 0 : 1,
                why: unpinned.isEmpty
                    ? "nothing in scope may move by itself"
                    : "\(unpinned.map(\.key).sorted().prefix(3).joined(separator: ", ")) may move by itself"
            ))
        var assessment = ChangeAssessment(factors: factors)
        assessment.components = TouchedComponents(viewpoint.components, files: viewpoint.projectFiles()).find(
            change.request.scope, items, deltas)
        (assessment.tests, assessment.allTests, assessment.sources) = (reached.tests.count, all, reached.sources)
        assessment.issues = try issues(of: incidents)
        assessment.incidents = incidents.count
        assessment.baselines = try baselines(scope)
        assessment.phases = Set(runs.map(\.phase)).sorted()
        assessment.environments = try environments(runs, scope)
        if reached.uncovered == true {
            assessment.notes.append("no test of the coverage file runs through what is in scope")
        }
        if reached.tests.isEmpty { assessment.notes.append("no test is known to reach it") }
        if backOut == nil { assessment.notes.append("nobody said how it is taken back") }
        place(change, deltas, harms, canGoBack: backOut != nil || assessment.risk <= 25, &assessment)
        return assessment
    }

    // MARK: Factors

    private struct Harm {
        let change: StoredChange
        let model: String?
        let isHarmful: Bool
    }

    /// Changes of which it is known whether they did harm, by number.
    private func harms(besides number: Int64) throws -> [Harm] {
        try history.all.filter { $0.number != number }.compactMap { other in
            let told = try history.tell(other)
            return try history.harm(of: told).map { isHarmful in
                Harm(change: other, model: told.life.assessment?.model, isHarmful: isHarmful)
            }
        }
    }

    /// The share of earlier changes of the same that did harm, as if one of ten more had.
    private func pastFailures(_ scope: ChangeScope, _ harms: [Harm]) -> ChangeAssessment.Factor {
        let own = harms.filter { scope.overlaps(ChangeScope($0.change.request.scope, viewpoint.components)) }
        let harmful = own.count(where: \.isHarmful)
        return ChangeAssessment.Factor(
            "past changes", weight: 0.35, share: (Double(harmful) + 1) / (Double(own.count) + 10),
            why: own.isEmpty
                ? "no earlier change of the same is known"
                : "\(harmful) of \(own.count) earlier \(own.count == 1 ? "change" : "changes") of the same did harm")
    }

    private func step(_ deltas: [BaselineDiff.Delta], _ items: [ConfigurationItem]) -> ChangeAssessment.Factor {
        let weight = 0.3
        let machine: Set<ConfigurationItem.Kind> = [.toolchain, .platform, .image]
        if let tool = deltas.first(where: { machine.contains($0.kind) })?.key
            ?? items.first(where: { machine.contains($0.kind) })?.key
        {
            return .init("step", weight: weight, share: 1, why: "\(tool) is a tool or part of the machine")
        }
        guard let largest = deltas.max(by: { ($0.step.weight, $1.key) < ($1.step.weight, $0.key) }) else {
            return .init("step", weight: weight, share: 0.5, why: "nobody knows yet how far it goes")
        }
        return .init(
            "step", weight: weight, share: largest.step.weight,
            why: "\(largest.key) moves by a \(largest.step.rawValue) step")
    }

    /// Lines of files in scope between the commit that was tested last without the change and the one with it; nil where
    /// nobody knows.
    private func changedLines(
        _ scope: ChangeScope, _ tested: ConfigurationSnapshot, _ changed: ConfigurationSnapshot?
    ) -> Int? {
        guard let old = tested.commit, let new = changed?.commit, let files = viewpoint.changedFiles(old, new) else {
            return nil
        }
        let own = files.filter { scope.takes(path: $0.key) }
        return own.isEmpty ? nil : own.reduce(0) { $0 + max(1, $1.value) }
    }

    private func size(_ changed: Int?, _ deltas: [BaselineDiff.Delta]) -> ChangeAssessment.Factor {
        let lines = changed ?? deltas.count
        let share = Logarithmic.share(lines)
        let count = lines == 1 ? "1 line or item" : "\(lines) lines or items"
        return .init(
            "size", weight: 0.1, share: share,
            why: lines == 0 ? "nobody knows yet how large it is" : count)
    }

    /// Places in which reached tests did not run in the last 90 days.
    private func weakness(_ tests: Set<Int64>, _ runs: [RunFact]) throws -> (share: Double, why: String) {
        guard !tests.isEmpty else { return (1, "no test is known to reach it") }
        let latest = Dictionary(grouping: runs) { "\($0.phase) \($0.configuration)" }.values.map {
            Array($0.suffix(10))
        }
        guard !latest.isEmpty else { return (1, "nothing was tested in the last 90 days") }
        var missing = 0
        let results = ResultQueries(connection)
        for runs in latest {
            var ran: Set<Int64> = []
            for run in runs where !tests.isSubset(of: ran) {
                for (test, verdict) in try results.outcomes(run: run.id) where verdict.outcome != .skipped {
                    ran.insert(test)
                }
            }
            missing += tests.subtracting(ran).count
        }
        let pairs = tests.count * latest.count
        return (
            Double(missing) / Double(pairs),
            missing == 0
                ? "all reached tests ran lately everywhere"
                : "\(missing) of \(pairs) reached tests in phases and classes did not run lately"
        )
    }

    // MARK: What it touches

    /// What was tested last without the change.
    private func snapshot(before change: StoredChange) throws -> ConfigurationSnapshot {
        let records = SnapshotRecords(connection)
        let first = try history.presence.find(change).sightings.min { $0.first.moment < $1.first.moment }
        if let before = first?.before, let row = try records.snapshot(ofRun: before.id) {
            return try records.snapshot(row: row)
        }
        for run in try IssueQueries(connection).latestRuns(limit: 50).reversed() {
            if let row = try records.snapshot(ofRun: run.id) { return try records.snapshot(row: row) }
        }
        return ConfigurationSnapshot([])
    }

    private func incidents(of tests: Set<Int64>) throws -> [IncidentSummary] {
        guard !tests.isEmpty else { return [] }
        var filter = IncidentQueries.Filter()
        filter.limit = Int(Int32.max)
        let queries = IncidentQueries(connection)
        let marks = try IncidentMarks(connection)
        return try queries.lines(filter).map(marks.marked).filter { incident in
            guard !incident.isVoid else { return false }
            return try !tests.isDisjoint(with: queries.tests(incident: incident.id).map(\.test))
        }
    }

    private func issues(of incidents: [IncidentSummary]) throws -> [Int64] {
        let numbers = Set(incidents.compactMap(\.issue))
        let lives = try IssueHistory(connection, viewpoint)
        return try numbers.sorted().filter { number in
            let cluster = try IssueResolver(connection).cluster(.issue(number))
            return try lives.life(of: cluster).state.isUnresolved
        }
    }

    private func baselines(_ scope: ChangeScope) throws -> [String] {
        let snapshots = SnapshotRecords(connection)
        return try BaselineRecords(connection).all().filter { $0.baseline.state.isCurrent }.filter { stored in
            try snapshots.snapshot(row: stored.snapshot).items.contains(where: scope.takes)
        }.map(\.baseline.name)
    }

    /// Environments of the runs, and all that is felt where something in scope is registered.
    private func environments(_ runs: [RunFact], _ scope: ChangeScope) throws -> [String] {
        let assets = AssetRecords(connection)
        let known = Set(runs.map(\.id))
        var filter = RunQueries.Filter()
        filter.limit = 500
        var names = Set(
            try RunQueries(connection).runs(filter).filter { known.contains($0.id) }.compactMap(\.run.environment))
        let edges = try assets.edges()
        var open = try assets.all().map(\.name).filter { scope.names(asset: $0) }
        var seen = Set(open)
        while let next = open.popLast() {
            names.insert(next)
            // What uses it feels it as well.
            let felt =
                edges.filter { $0.kind == .impacts && $0.from == next }.map(\.to)
                + edges.filter { $0.kind == .uses && $0.to == next }.map(\.from)
            open += felt.filter { seen.insert($0).inserted }
        }
        return names.sorted()
    }

    // MARK: Models

    private func place(
        _ change: StoredChange, _ deltas: [BaselineDiff.Delta], _ harms: [Harm], canGoBack: Bool,
        _ assessment: inout ChangeAssessment
    ) {
        guard let model = models.first(where: { $0.fits(change.request.scope, deltas) }) else {
            if change.request.kind == .standard {
                assessment.notes.append("it fits no standard model, so it is approved as any other")
            }
            return
        }
        assessment.model = model.name
        let standing = ChangeModel.standing(harms.filter { $0.model == model.name }.map(\.isHarmful))
        assessment.isPreApproved =
            standing.isQualified && change.request.kind == .standard && change.request.commits.isEmpty && canGoBack
        let count =
            "\(standing.harmful) of \(standing.implementations) did harm, \(standing.bound) with a confidence of 95 %"
        let word =
            standing.isSuspended ? "is suspended" : standing.isQualified ? "is qualified" : "is not qualified yet"
        assessment.notes.append("model \(model.name) \(word): \(count)")
    }
}

/// How large a number is, on a scale that ends at ten thousand.
private enum Logarithmic {
    static func share(_ count: Int) -> Double {
        var (rest, share) = (Double(count + 1), 0.0)
        while rest >= 10, share < 1 { (rest, share) = (rest / 10, share + 0.25) }
        return min(1, share + (rest - 1) / 9 * 0.25)
    }
}
