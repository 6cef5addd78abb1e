// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Holds what is tested against the approved baseline of a phase.
package struct AuditBaseline {
    private let store: any StoreDriver
    private let supportEnds: [String: Int64]
    private let viewpoint: Viewpoint
    private let documents: ConfigurationSnapshot?

    /// - Parameters:
    ///   - supportEnds: When the support of items ends, UTC ms, by their keys.
    ///   - documents: What is here now, for a baseline of documents; nil where nobody captured it.
    package init(
        _ store: any StoreDriver, supportEnds: [String: Int64] = [:], viewpoint: Viewpoint = Viewpoint(now: .max),
        documents: ConfigurationSnapshot? = nil
    ) {
        self.documents = documents
        self.store = store
        self.viewpoint = viewpoint
        self.supportEnds = supportEnds
    }

    /// Audits the current baseline of a phase; drift makes a frozen one suspect, and its end frozen again.
    ///
    /// - Parameter now: UTC ms.
    /// - Throws: `Refusal` where no baseline is approved, `StorageError`.
    package func perform(phase: String, now: Int64, isDryRun: Bool = false) throws -> BaselineAudit {
        try store.write(isDryRun: isDryRun) { connection in
            try StateUpdate(connection).renew()
            let records = BaselineRecords(connection)
            guard let stored = try records.all(phase: phase).last(where: { $0.baseline.state.isCurrent }) else {
                throw Refusal(
                    message: "no baseline of \(phase) is approved",
                    hint: "exitgate baseline capture \(phase), then propose and approve it")
            }
            var audit = try Self.audit(
                stored, connection, now: now, supportEnds: supportEnds, viewpoint, documents: documents)
            audit.incidents = try note(audit, stored, connection, now: now)
            let verb: BaselineVerb = audit.verdict == .drift ? .suspect : .clear
            let isTold = audit.verdict != .undecided || !audit.accounted.isEmpty
            guard isTold, let next = stored.baseline.state.after(verb) else { return audit }
            let reason = audit.verdict == .drift ? "an audit found drift" : "an audit found no drift"
            try records.move(stored, to: next, verb: verb, at: now, actor: "auto", reason: reason)
            audit.baseline.state = next
            return audit
        }
    }

    /// Opens, sees again or ends the incidents of the classes that were looked at.
    ///
    /// Of a class without a captured configuration nothing is said: it may drift, and it may not. The documents of the working
    /// tree are later than any run of theirs.
    private func note(
        _ audit: BaselineAudit, _ stored: BaselineRecords.Stored, _ connection: any StoreConnection, now: Int64
    ) throws -> [BaselineAudit.Notice] {
        let incidents = ConfigurationIncidents(connection)
        return try audit.places.compactMap { place in
            let isPast =
                place.run != nil
                && audit.places.contains {
                    $0.run == nil && $0.configuration == place.configuration
                }
            guard let diff = place.diff, !isPast, let snapshot = try snapshot(of: place, connection) else { return nil }
            let deltas = diff.deltas.filter(audit.unaccounted.contains)
            return try incidents.note(place, snapshot: snapshot, of: stored, deltas: deltas, now: now)
        }
    }

    /// Row of what was observed in a place.
    private func snapshot(of place: BaselineAudit.Place, _ connection: any StoreConnection) throws -> Int64? {
        if let run = place.run { return try SnapshotRecords(connection).snapshot(ofRun: run) }
        var keeper = SnapshotKeeper(connection)
        return try documents.map { try keeper.keep($0) }
    }

    /// What an audit finds; nothing is moved.
    ///
    /// - Parameters:
    ///   - given: The runs that are looked at; nil for the latest of each class.
    ///   - among: Runs that may show that a suite passes; nil for all.
    ///   - documents: What is here now; only a baseline of documents is held against it.
    static func audit(
        _ stored: BaselineRecords.Stored, _ connection: any StoreConnection, now: Int64, supportEnds: [String: Int64],
        _ viewpoint: Viewpoint, runs given: [StoredRun]? = nil, among: Set<Int64>? = nil,
        documents: ConfigurationSnapshot? = nil
    ) throws -> BaselineAudit {
        let comparison = try BaselineComparison(stored, connection)
        let approved = comparison.approved
        let inventory = TestInventory(connection)
        let origin = try stored.baseline.run.flatMap { try RunQueries(connection).run(id: $0)?.run }
        let parts = RunParts(connection)
        let runs = try given ?? inventory.latestRuns(of: stored.baseline.phase)
        var places = try runs.map { run in
            BaselineAudit.Place(
                configuration: run.run.configuration, run: run.id,
                diff: try comparison.diff(ofRun: run.id, in: run.run.configuration),
                mixed: try parts.differences(inRun: run.id))
        }
        if let documents, Baseline.Kind(phase: stored.baseline.phase).isOfDocuments {
            let diff = comparison.diff(documents: documents)
            places.append(BaselineAudit.Place(configuration: ConfigurationClass([:]), run: nil, diff: diff))
        }
        var deltas: [BaselineDiff.Delta] = []
        for delta in places.compactMap(\.diff).flatMap(\.deltas) where !deltas.contains(delta) { deltas.append(delta) }
        // A run may be captured as a baseline long after what it tested was changed.
        let begin = min(stored.baseline.capturedAt, origin?.startedAt ?? .max)
        let changes = try ChangeAccounts(connection, viewpoint).approved(deltas, to: stored, since: begin)
        let told = zip(deltas, changes).map { (delta: $0, change: $1) }
        let present = try inventory.inventory(of: stored.baseline.phase, runs: runs)
        return BaselineAudit(
            baseline: stored.baseline, before: stored.baseline.state, places: places,
            suites: try suites(stored, runs, comparison, among, connection),
            missingTests: try missingTests(stored, present, connection),
            newFailures: try newFailures(stored, present, connection),
            unpinned: approved.items.filter { !$0.isPinned && $0.kind != .source },
            outdated: approved.items.filter { item in supportEnds[item.key].map { $0 <= now } ?? false },
            environments: try environments(runs, connection, now),
            unaccounted: told.filter { $0.change == nil }.map(\.delta),
            accounted: told.compactMap { one in one.change.map { (one.delta, $0) } },
            unmatchedEnds: supportEnds.keys.filter { key in !approved.items.contains { $0.key == key } }.sorted())
    }

    /// Those that somebody should look at.
    static func environments(
        _ runs: [StoredRun], _ connection: any StoreConnection, _ now: Int64
    ) throws -> [(name: String, isRegistered: Bool)] {
        let assets = try AssetRecords(connection).all().filter { $0.kind == .environment }
        return Set(runs.compactMap(\.run.environment)).sorted().compactMap { name in
            guard let asset = assets.first(where: { $0.name == name }) else { return (name, false) }
            return asset.isOutdated(at: now) ? (name, true) : nil
        }
    }

    private static func missingTests(
        _ stored: BaselineRecords.Stored, _ inventory: TestInventory.Inventory, _ connection: any StoreConnection
    ) throws -> [String] {
        let present = Set(inventory.tests)
        let missing = stored.tests.filter { !present.contains($0) }
        return try TestQueries(connection).tests(missing).map(\.display).sorted()
    }

    /// Live incidents of clusters that did not fail when the baseline was captured, by number.
    private static func newFailures(
        _ stored: BaselineRecords.Stored, _ inventory: TestInventory.Inventory, _ connection: any StoreConnection
    ) throws -> [(incident: Int64, title: String)] {
        let known = try knownClusters(stored, connection)
        return inventory.incidents.filter { !known.contains($0.signatureID) }
            .map { ($0.number, $0.title) }.sorted { $0.0 < $1.0 }
    }

    /// Each required suite in each configuration class: its latest run on exactly the configuration of the baseline.
    private static func suites(
        _ stored: BaselineRecords.Stored, _ runs: [StoredRun], _ comparison: BaselineComparison,
        _ among: Set<Int64>?, _ connection: any StoreConnection
    ) throws -> [BaselineAudit.Suite] {
        let required = try BaselineRecords(connection).suites(of: stored.id)
        let known = try knownClusters(stored, connection)
        return try runs.flatMap { latest in
            let findings = try findings(latest, comparison, Set(required), known, among, connection)
            return required.map { name in
                BaselineAudit.Suite(
                    name: name, configuration: latest.run.configuration,
                    finding: findings[name].map { $0.passed ? .passed : .failed } ?? .missing,
                    run: findings[name]?.run, knownFailures: findings[name]?.known ?? 0)
            }
        }.sorted { ($0.name, $0.configuration.text) < ($1.name, $1.configuration.text) }
    }

    private typealias Ending = (passed: Bool, known: Int, run: Int64)

    /// Clusters that were known to fail when the baseline was captured, as they are now.
    private static func knownClusters(
        _ stored: BaselineRecords.Stored, _ connection: any StoreConnection
    ) throws -> Set<Int64> {
        let clusters = try ClusterQueries(connection).clusters(of: stored.failures)
        return Set(stored.failures.map { clusters[$0] ?? $0 })
    }

    /// How suites ended in a class, each in its latest run on a configuration; known failures do not count.
    private static func findings(
        _ latest: StoredRun, _ comparison: BaselineComparison, _ required: Set<String>,
        _ known: Set<Int64>, _ among: Set<Int64>?, _ connection: any StoreConnection
    ) throws -> [String: Ending] {
        let parts = RunParts(connection)
        let records = RunRecords(connection)
        let timeline = try RunQueries(connection).timeline(
            phase: latest.run.phase, configuration: records.configurationClass(latest.run.configuration))
        var findings: [String: Ending] = [:]
        var isEqual: [[Int64]: Bool] = [:]
        for run in timeline.reversed() where findings.count < required.count && among?.contains(run.id) != false {
            let rows = try parts.rows(ofRun: run.id) + (parts.isPartlyKnown(run: run.id) ? [0] : [])
            if isEqual[rows] == nil {
                isEqual[rows] = try comparison.diff(ofRun: run.id, in: latest.run.configuration)?.isEmpty ?? false
            }
            guard isEqual[rows] == true else { continue }
            let outcomes = try ResultQueries(connection).outcomes(run: run.id).filter { $0.value.outcome != .skipped }
            let tests = try TestQueries(connection).tests(outcomes.keys)
            for (suite, tests) in Dictionary(grouping: tests, by: TestInventory.suite)
            where required.contains(suite) && findings[suite] == nil {
                let failed = tests.filter { test in
                    outcomes[test.id].map { $0.outcome.isFailure || $0.outcome == .unknown } ?? false
                }
                let isKnown = try failed.isEmpty || isKnown(failed, in: run.id, known, connection)
                findings[suite] = (isKnown, isKnown ? failed.count : 0, run.id)
            }
        }
        return findings
    }

    /// Whether tests failed in a run in no other way than the baseline knew.
    private static func isKnown(
        _ tests: [TestName], in run: Int64, _ known: Set<Int64>, _ connection: any StoreConnection
    ) throws -> Bool {
        guard !known.isEmpty else { return false }
        let clusters = try OccurrenceQueries(connection).decidingClusters(ofTestsIn: run)
        return tests.allSatisfy { test in
            clusters[test.id].map { !$0.isEmpty && $0.isSubset(of: known) } ?? false
        }
    }
}
