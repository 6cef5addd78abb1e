// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Answers for people: incidents, runs and tests, each in one read transaction.
package struct ReadEvidence {
    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    /// - Parameter viewpoint: By default the end of time, where every deferral is over.
    package init(_ store: any StoreDriver, viewpoint: Viewpoint = Viewpoint(now: .max)) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// Answers about issues.
    package var issues: ReadIssues { ReadIssues(store, viewpoint: viewpoint) }

    /// Answers about baselines.
    ///
    /// - Parameter now: What is here now, for questions that name it.
    package func baselines(now: ConfigurationSnapshot? = nil) -> ReadBaselines {
        ReadBaselines(store, now: now, viewpoint: viewpoint)
    }

    /// Answers about releases.
    package var releases: ReadReleases { ReadReleases(store, viewpoint: viewpoint) }

    /// Answers about the phases of releases.
    package func phases(_ plan: KeepPhases.Plan) -> KeepPhases {
        KeepPhases(store, viewpoint: viewpoint, plan: plan)
    }

    /// What the pages of a release show.
    package var report: ReadReport { ReadReport(store, viewpoint: viewpoint) }

    /// Answers about gates.
    package var gates: ReadGates { ReadGates(store, viewpoint: viewpoint) }

    /// Waivers, and what they are now.
    package func waivers() throws -> [(waiver: Waiver, state: Waiver.State)] {
        try KeepWaivers(store).list(at: viewpoint.now, viewpoint: viewpoint)
    }

    /// Answers about changes.
    package var changes: ReadChanges { ReadChanges(store, viewpoint: viewpoint) }

    /// Answers about environments and assets.
    package var assets: KeepAssets { KeepAssets(store) }

    /// Answers about articles.
    package var knowledge: KeepKnowledge { KeepKnowledge(store, ancestry: viewpoint.ancestry) }

    /// Looks at rules.
    package var lint: LintRules { LintRules(store) }

    /// Something that was asked for by a number that does not exist.
    package struct Unknown: Error, Sendable {
        package let message: String
        package let hint: String
    }

    /// Which incidents to list.
    package struct IncidentFilter: Sendable {
        /// Empty means any.
        package var standings: Set<IncidentStanding> = []
        /// Of their issues; empty and nil mean any.
        package var severities: [Severity] = []
        package var owner: String?
        /// What a row of the store can tell; its states and limit are set by the reader.
        package var rows = IncidentQueries.Filter()
        package var limit = 1000

        package init() {}
    }

    package func incidents(_ filter: IncidentFilter = IncidentFilter()) throws -> [IncidentSummary] {
        try store.read { connection in
            let marks = try IncidentMarks(connection)
            var rows = filter.rows
            rows.states = Set(filter.standings.flatMap(\.states)).map(\.rawValue).sorted()
            let isOfIssues = !filter.severities.isEmpty || filter.owner != nil
            rows.limit = filter.standings.isEmpty && !isOfIssues ? filter.limit : .max
            var marked = try allLines(rows, connection).map(marks.marked)
            if !filter.standings.isEmpty { marked = marked.filter { filter.standings.contains($0.standing) } }
            if isOfIssues {
                let issues = try issues(filter, connection)
                marked = marked.filter { $0.issue.map(issues.contains) ?? false }
            }
            return Array(marked.prefix(filter.limit))
        }
    }

    /// Incidents of every kind that a filter takes: live ones first, then by the number of affected tests and the number.
    private func allLines(
        _ filter: IncidentQueries.Filter, _ connection: any StoreConnection
    ) throws -> [IncidentSummary] {
        let ofTests = filter.kinds.contains(.test) ? try IncidentQueries(connection).lines(filter) : []
        let drifts = try ConfigurationIncidents(connection).lines(filter)
        guard !drifts.isEmpty else { return ofTests }
        let states = Incident.State.allCases
        func rank(_ one: IncidentSummary) -> (Int, Int, Int64) {
            (states.firstIndex(of: one.state) ?? 0, -one.tests, one.number)
        }
        return Array((ofTests + drifts).sorted { rank($0) < rank($1) }.prefix(filter.limit))
    }

    /// Issues of the severities and the owner that a filter of incidents names.
    private func issues(_ filter: IncidentFilter, _ connection: any StoreConnection) throws -> Set<Int64> {
        var wanted = ReadIssues.Filter()
        (wanted.severities, wanted.owner, wanted.limit) = (filter.severities, filter.owner, .max)
        wanted.store.limit = Int(Int32.max)
        return Set(try ReadIssues(store, viewpoint: viewpoint).list(wanted, connection).lines.map(\.summary.number))
    }

    /// Everything about one incident.
    package struct IncidentDetail: Sendable {
        package let summary: IncidentSummary
        package let events: [IncidentEvent]
        /// What people said about it, the oldest first.
        package let words: [IncidentWord]
        package let tests: [(test: TestName, isPassing: Bool)]
        package let sample: OccurrenceSample?
        /// What is known of its own issue; nil for none.
        package let known: SimilarIssue?
        /// Issues whose failures are like its own, the most alike first.
        package let similar: [SimilarIssue]
        /// nil for one of kind configuration: what drifted is its cause.
        package let suspects: SuspectReport?
        /// Where it still fails, in the order of the runs; none for one that is over.
        package var failing: [FailingPlace] = []
        /// Of one of kind configuration: what drifted, in the order in which people look for causes.
        package var drift: [DriftItem] = []
    }

    /// - Throws: `Unknown`, `StorageError`.
    package func incident(number: Int64) throws -> IncidentDetail {
        try store.read { connection in
            if let told = try ConfigurationIncidents(connection).find(number) { return try detail(told, connection) }
            let queries = IncidentQueries(connection)
            var filter = IncidentQueries.Filter()
            filter.number = try queries.successor(of: number) ?? number
            guard let line = try queries.lines(filter).first else {
                throw Unknown(message: "there is no incident INC-\(number)", hint: "exitgate incident list shows them")
            }
            var summary = line
            let places = try FailingPlaces(line, connection)
            summary.restoredBy = try places.restoredBy()
            let states = try queries.tests(incident: summary.id)
            let names = try TestQueries(connection).tests(states.map(\.test))
            let sample = try queries.sample(of: summary)
            let similar = SimilarIssues(connection, viewpoint: viewpoint)
            var detail = IncidentDetail(
                summary: try IncidentMarks(connection).marked(summary),
                events: try queries.events(incident: summary.id),
                words: try IncidentMarks.words(about: summary, connection),
                tests: zip(names, states).map { ($0, $1.isPassing) },
                sample: sample,
                known: try similar.own(of: summary.signatureID), similar: try similar.find(of: summary.signatureID),
                suspects: try FindSuspects(connection, viewpoint).find(of: summary, sample: sample, tests: names))
            detail.failing = try places.all(names)
            return detail
        }
    }

    private func detail(
        _ told: ConfigurationIncidents.Told, _ connection: any StoreConnection
    ) throws -> IncidentDetail {
        IncidentDetail(
            summary: try IncidentMarks(connection).marked(told.summary), events: told.episode.events,
            words: try IncidentMarks.words(about: told.summary, connection), tests: [], sample: nil, known: nil,
            similar: [], suspects: nil, drift: try DriftItems(connection, viewpoint).find(of: told))
    }

    package func runs(_ filter: RunQueries.Filter) throws -> [RunSummary] {
        try store.read { connection in
            let queries = RunQueries(connection)
            return try queries.runs(filter).map(queries.summary)
        }
    }

    /// Everything about one run.
    package struct RunDetail: Sendable {
        package let summary: RunSummary
        package let changes: RunIncidents.Changes
        package let files: [RunRecords.SourceFile]
        /// Of its uploads, and that its parts differ in their configuration.
        package let diagnostics: [Diagnostic]
    }

    /// - Throws: `Unknown`, `StorageError`.
    package func run(id: Int64) throws -> RunDetail {
        try store.read { connection in
            let queries = RunQueries(connection)
            guard let stored = try queries.run(id: id) else {
                throw Unknown(message: "there is no run RUN-\(id)", hint: "exitgate run list shows them")
            }
            let summary = try queries.summary(of: stored)
            return RunDetail(
                summary: summary, changes: try RunIncidents(connection).changes(run: id),
                files: try summary.uploads.flatMap { try queries.files(upload: $0.id) },
                diagnostics: try summary.uploads.flatMap { try queries.diagnostics(upload: $0.id) }
                    + RunParts(connection).warnings(ofRun: id))
        }
    }

    package func tests(matching text: String?, limit: Int) throws -> [TestName] {
        try store.read { try TestQueries($0).search(text, limit: limit) }
    }

    /// One test and its past.
    package struct TestDetail: Sendable {
        package let test: TestName
        package let history: [HistoryEntry]
        /// How reliable it is in each phase and configuration class, the one with the latest run first.
        package let reliability: [TestReliability]
        /// Numbers of the incidents that affect it, the latest first.
        package let incidents: [Int64]
    }

    /// - Throws: `Unknown`, `StorageError`.
    package func test(id: Int64) throws -> TestDetail {
        try store.read { connection in
            guard let test = try TestQueries(connection).tests([id]).first else {
                throw Unknown(message: "there is no test TEST-\(id)", hint: "exitgate test list TEXT finds them")
            }
            let history = try ResultQueries(connection).history(test: id)
            return TestDetail(
                test: test, history: history,
                reliability: TestTrials.reliability(try withCases(history, of: id, connection)),
                incidents: try IncidentQueries(connection).incidents(ofTest: id))
        }
    }

    /// The history of a test; of one that stands for a suite with the passes that its cases showed after it had failed.
    private func withCases(
        _ history: [HistoryEntry], of test: Int64, _ connection: any StoreConnection
    ) throws -> [HistoryEntry] {
        let suites = SuiteCases(connection)
        guard try suites.isSuite(test) else { return history }
        var cache = OutcomeCache(connection, suites)
        return try history.flatMap { entry -> [HistoryEntry] in
            guard let verdict = try cache.outcomes(of: entry.run, tests: [test])[test], verdict.outcome == .flaky,
                verdict.attempt > entry.attempt
            else { return [entry] }
            let pass = HistoryEntry(
                run: entry.run, startedAt: entry.startedAt, phase: entry.phase, configuration: entry.configuration,
                commit: entry.commit, attempt: Int(verdict.attempt), outcome: .passed, microseconds: -1)
            return [entry, pass]
        }
    }

    /// One screen.
    package struct Status: Sendable {
        package let runs: Int
        package let tests: Int
        package let latest: RunSummary?
        package let counts: [Incident.State: Int]
        package let live: [IncidentSummary]
        /// What the latest run did.
        package let changes: RunIncidents.Changes
    }

    /// How many incidents that count are in each state; of a release those that failed in it.
    private func counts(
        phase: String?, release: String?, _ marks: IncidentMarks, _ connection: any StoreConnection
    ) throws -> [Incident.State: Int] {
        let queries = IncidentQueries(connection)
        guard let release else {
            let drifts = try ConfigurationIncidents(connection).all(phase: phase).filter {
                !marks.isVoid($0.episode.number)
            }
            let counts = Dictionary(grouping: drifts, by: \.episode.state).mapValues(\.count)
            return try queries.counts(phase: phase, without: marks.voidNumbers).merging(counts, uniquingKeysWith: +)
        }
        var filter = IncidentQueries.Filter()
        (filter.phase, filter.release, filter.limit) = (phase, release, Int(Int32.max))
        let lines = try allLines(filter, connection).filter { !marks.isVoid($0.number) }
        return Dictionary(grouping: lines, by: \.state).mapValues(\.count)
    }

    /// Where a phase of documents stands; nil for any other phase.
    ///
    /// - Throws: `StorageError`.
    package func documents(phase: String) throws -> GatePreview.Documents? {
        guard Baseline.Kind(phase: phase).isOfDocuments else { return nil }
        return try store.read { connection in
            let baseline = try BaselineRecords(connection).all(phase: phase).last { $0.baseline.state.isCurrent }
            let audits = try DriftRecords(connection).all(phase: phase).filter { $0.run == nil }
            // An audit of the baseline before tells nothing of this one.
            let last = audits.last { $0.baseline == baseline?.id }
            let differing = try last.map { try ConfigurationIncidents(connection).sightings([$0])[0].deltas.count }
            return GatePreview.Documents(baseline: baseline?.baseline.name, differing: differing)
        }
    }

    /// - Parameter phase: nil for all phases.
    package func status(phase: String?, release: String?, limit: Int) throws -> Status {
        try store.read { connection in
            let runs = RunQueries(connection)
            var filter = RunQueries.Filter()
            (filter.phase, filter.release, filter.limit) = (phase, release, 1)
            let latest = try runs.runs(filter).first
            var incidents = IncidentQueries.Filter()
            (incidents.phase, incidents.release) = (phase, release)
            incidents.states = Incident.State.allCases.filter(\.isLive).map(\.rawValue)
            let marks = try IncidentMarks(connection)
            incidents.limit = limit + marks.voidNumbers.count
            return Status(
                runs: Int(try runs.count(of: "run")), tests: try TestQueries(connection).count(),
                latest: try latest.map(runs.summary),
                counts: try counts(phase: phase, release: release, marks, connection),
                live: try allLines(incidents, connection).filter { !marks.isVoid($0.number) }
                    .prefix(limit).map(marks.marked),
                changes: try latest.map { try RunIncidents(connection).changes(run: $0.id) } ?? .init())
        }
    }
}
