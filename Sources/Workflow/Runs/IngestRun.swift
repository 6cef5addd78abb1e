// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
package import Storage
package import TestPhase

/// The main job: files in, evidence and incidents in the store, in one transaction an upload.
///
/// Reports are read before the transaction begins, so that writers wait for each other's writing only. The key of the run
/// and the digest of the files make a repeated upload a no-op with the same answer.
package struct IngestRun {
    package struct Request: Sendable {
        package var paths: [String]
        package var followsLinks = false
        package var limits = ReaderLimits()
        package var archiveLimits = ArchiveLimits()
        package var masksSecrets = true
        /// nil: made from the content.
        package var runKey: String?
        package var phase: String
        package var release: String?
        package var environment: String?
        package var configuration = ConfigurationClass([:])
        package var commit: String?
        package var branch: String?
        package var buildURL: String?
        /// UTC ms and where it is known from.
        package var started: (at: Int64, from: Run.StartSource)?
        /// When the job was put into the queue, UTC ms; nil unknown.
        package var queuedAt: Int64?
        /// Part of the run from 1, and how many there are.
        package var shard: (index: Int, total: Int)?
        /// Repetition of the pipeline job, from 1.
        package var attempt = 1
        /// What the run was made with; nil where nobody captured it.
        package var snapshot: ConfigurationSnapshot?
        /// Commit and branch of the checkout that was captured: those of the run if it is new and nobody says others.
        package var checkout: (commit: String?, branch: String?)?
        /// What the capture of it read, to be remembered.
        package var readings: [ConfigurationCapture.Reading] = []
        /// Asks git what a commit holds.
        package var history: @Sendable (_ commit: String, _ besides: [String]) -> CommitHistory = { _, _ in .init() }
        /// UTC ms.
        package var now: Int64
        /// Seed for the hashes of a new store.
        package var seed: UInt64
        package var isDryRun = false

        package init(paths: [String], phase: String, now: Int64, seed: UInt64) {
            self.paths = paths
            self.phase = phase
            self.now = now
            self.seed = seed
        }
    }

    /// Why nothing was stored although the input was fine.
    package struct Conflict: Error, Sendable {
        package let message: String
        package let hint: String
    }

    private let store: any StoreDriver

    package init(_ store: any StoreDriver) {
        self.store = store
    }

    /// Reads and stores; `progress` hears of every report that was read.
    ///
    /// - Throws: `Conflict` when the run is known with other content; `StorageError`.
    package func perform(_ request: Request, progress: (_ file: String, _ done: Int, _ of: Int) -> Void) throws
        -> IngestOutcome
    {
        var finder = InputFinder(followsLinks: request.followsLinks, limits: request.archiveLimits)
        let found = finder.find(request.paths)
        var outcome = IngestOutcome()
        outcome.unmatched = found.unmatched
        outcome.diagnostics = found.diagnostics
        guard !found.inputs.isEmpty else { return outcome }
        let (index, seed) = try snapshot(request)
        let draft = read(found, index: index, seed: seed, request, &outcome, progress)
        outcome.diagnostics = draft.diagnostics
        outcome.digest = draft.digest
        outcome.tally = draft.tally
        let history = try history(request, run(request, draft))
        try store.write(isDryRun: request.isDryRun) { try write($0, draft, index, history, request, &outcome) }
        return outcome
    }

    /// Earlier commits of a branch, behind which nothing is looked for again.
    private static let knownCommits = 8

    /// What the commits say that no earlier run of the branch had, and which they are.
    private func history(_ request: Request, _ run: Run) throws -> CommitHistory {
        guard let commit = run.commit ?? request.checkout?.commit else { return CommitHistory() }
        let branch = run.branch ?? request.checkout?.branch
        let (known, full) = try store.read { connection in
            let full = try LineageRecords(connection).full(of: commit, before: run.startedAt)
            return (
                full != nil
                    ? []
                    : try CommitNoteRecords(connection)
                        .commits(before: run.startedAt, branch: branch, limit: Self.knownCommits), full
            )
        }
        // Whatever there is to say of this commit, an earlier run has been told.
        if let full { return CommitHistory(lineage: full) }
        var history = request.history(commit, known.filter { $0 != commit })
        history.notes = history.notes.map(\.masked)
        return history
    }

    /// The tests that the store knows now; those that others add meanwhile are found again in the transaction.
    private func snapshot(_ request: Request) throws -> (TestIndex, UInt64) {
        let known = try store.read { connection -> (TestIndex, UInt64) in
            var index = TestIndex()
            try TestRecords(connection).load(into: &index)
            return (index, try StoreInfo(connection).seed())
        }
        guard known.1 == 0 else { return known }
        if request.isDryRun { return (TestIndex(), request.seed | 1) }
        return try store.write { connection in
            try StoreInfo(connection).setSeed(request.seed | 1)
            return (TestIndex(), try StoreInfo(connection).seed())
        }
    }

    private func read(
        _ found: InputFinder.Found, index: TestIndex, seed: UInt64, _ request: Request, _ outcome: inout IngestOutcome,
        _ progress: (String, Int, Int) -> Void
    ) -> UploadDraft {
        var draft = UploadDraft()
        draft.add(found.diagnostics)
        let pipeline = ReportPipeline(
            limits: request.limits, archiveLimits: request.archiveLimits, followsLinks: request.followsLinks)
        let masksSecrets = request.masksSecrets
        let known = KnownSignatures()
        var reports: [IngestOutcome.Report] = []
        pipeline.run(
            found.inputs,
            makeConsumer: {
                ReportCollector(index: index, seed: seed, masksSecrets: masksSecrets, known: known)
            },
            deliver: { item in
                let before = draft.diagnostics.count
                draft.add(item)
                item.collector.evidence.forEach(known.add)
                reports.append(
                    IngestOutcome.Report(
                        file: item.input.display, reading: item.reading, digest: item.digest,
                        diagnostics: Array(draft.diagnostics[before...])))
                progress(item.input.display, reports.count, found.inputs.count)
            })
        outcome.reports = reports
        draft.add([QueueTime(request, draft).warning].compactMap(\.self))
        return draft
    }

    // MARK: The transaction

    /// Configurations of parts of a run that are compared to warn; a run of hundreds need not wait for all.
    private static let comparedParts = 16

    private func write(
        _ connection: any StoreConnection, _ draft: UploadDraft, _ index: TestIndex, _ history: CommitHistory,
        _ request: Request, _ outcome: inout IngestOutcome
    ) throws {
        try StateUpdate(connection).renew()
        let records = RunRecords(connection)
        let queries = RunQueries(connection)
        var run = run(request, draft)
        let shard = request.shard?.index ?? 0
        var stored = try queries.run(key: run.key)
        if stored == nil, let checkout = request.checkout {
            run.commit = run.commit ?? checkout.commit
            run.branch = run.branch ?? checkout.branch
        }
        let before = stored?.run.moment
        if let known = stored {
            if try isRepeated(known, run, shard, request.attempt, draft.digest, queries) {
                outcome.isRepeated = true
                try recall(known.id, shard, request.attempt, queries, &outcome)
                outcome.add(try RunParts(connection).warnings(ofRun: known.id, among: Self.comparedParts))
                return try conclude(connection, known.id, &outcome)
            }
            let merged = known.run.merged(with: run)
            if merged != known.run { try records.update(known.id, merged) }
            stored = StoredRun(id: known.id, run: merged)
        }
        let target = try stored ?? StoredRun(id: records.insert(run), run: run)
        // A part that comes later, from another checkout, was not made with what is here now.
        let isOther =
            target.run.commit.flatMap { commit in
                request.checkout?.commit.map { !$0.hasPrefix(commit.lowercased()) && !commit.hasPrefix($0) }
            } ?? false
        var keeper = SnapshotKeeper(connection)
        let snapshot = try isOther ? nil : request.snapshot.map { try keeper.keep($0) }
        if let snapshot {
            try SnapshotRecords(connection).attach(snapshot, to: target.id)
            try keeper.remember(request.readings, now: request.now)
        }
        let trailers = try isOther ? [] : UnknownTrailers(connection).fresh(history.notes)
        if !isOther { try CommitNoteRecords(connection).insert(history.notes, of: target.id) }
        if let lineage = history.lineage, let commit = target.run.commit.flatMap(CommitName.init),
            lineage.begins(with: commit)
        {
            try LineageRecords(connection).keep(lineage, ofRun: target.id)
        }
        let upload = try records.insert(
            RunRecords.NewUpload(
                run: target.id, shard: shard, attempt: request.attempt, digest: draft.digest, receivedAt: request.now,
                isComplete: draft.isComplete, masksSecrets: request.masksSecrets, results: draft.tally.cases,
                testMilliseconds: draft.testMilliseconds,
                queueMilliseconds: QueueTime(request, draft).milliseconds))
        if let snapshot {
            try SnapshotRecords(connection).attach(snapshot, toUpload: upload)
            outcome.add(try RunParts(connection).warnings(ofRun: target.id, among: Self.comparedParts))
        }
        var writer = UploadWriter(connection, draft: draft, run: target, upload: upload, index: index)
        let written = try writer.write(records: records)
        outcome.add(written.duplicates)
        try StateUpdate(connection).apply(written, of: target, before: before)
        try outcome.add(UnknownTrailers(connection).warnings(trailers))
        try conclude(connection, target.id, &outcome)
    }

    private func run(_ request: Request, _ draft: UploadDraft) -> Run {
        let started = request.started ?? draft.earliest.map { ($0, .report) } ?? (request.now, .ingest)
        return Run(
            key: request.runKey ?? "content:\(draft.digest)", phase: request.phase, release: request.release,
            environment: request.environment, configuration: request.configuration, commit: request.commit,
            branch: request.branch, buildURL: request.buildURL, startedAt: started.at, startedFrom: started.from,
            expectedShards: request.shard?.total)
    }

    /// Whether the store has this very upload.
    ///
    /// - Throws: `Conflict` when it has another one in its place.
    private func isRepeated(
        _ known: StoredRun, _ run: Run, _ shard: Int, _ attempt: Int, _ digest: String, _ queries: RunQueries
    ) throws -> Bool {
        let fields = known.run.disagreements(with: run)
        let twin = try queries.uploads(run: known.id).first { $0.shard == shard && $0.attempt == attempt }
        if let twin, twin.digest == digest, fields.isEmpty { return true }
        if !fields.isEmpty {
            throw Conflict(
                message: "run \(run.key) is known with another \(fields.joined(separator: ", ")); nothing was stored",
                hint: "give this run a key of its own with --run-key")
        }
        guard twin == nil else {
            throw Conflict(
                message:
                    "run \(run.key) is known with other results for \(shard == 0 ? "attempt \(attempt)" : "shard \(shard), attempt \(attempt)"); nothing was stored",
                hint: "--run-key names another run, --shard another part of it, --attempt a repetition")
        }
        return false
    }

    /// Findings of the first time that only the writing of the upload made.
    private func recall(
        _ run: Int64, _ shard: Int, _ attempt: Int, _ queries: RunQueries, _ outcome: inout IngestOutcome
    ) throws {
        guard let twin = try queries.uploads(run: run).first(where: { $0.shard == shard && $0.attempt == attempt })
        else {
            return
        }
        outcome.add(try queries.diagnostics(upload: twin.id).filter { $0.code == "duplicate-test" })
    }

    private func conclude(_ connection: any StoreConnection, _ run: Int64, _ outcome: inout IngestOutcome) throws {
        let queries = RunQueries(connection)
        outcome.run = try queries.run(id: run).map { try queries.summary(of: $0) }
        outcome.changes = try RunIncidents(connection).changes(run: run)
    }
}

extension CommitNote {
    /// With what looks like a secret masked.
    fileprivate var masked: CommitNote {
        CommitNote(
            commit: commit, kind: kind, value: SecretTally.masked(value), author: SecretTally.masked(author), at: at)
    }
}
