// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Brings state up to date with evidence and decisions: clusters first, then the incidents and issues that they are about.
struct StateUpdate {
    private let connection: any StoreConnection

    init(_ connection: any StoreConnection) {
        self.connection = connection
    }

    /// Takes an upload of a run.
    ///
    /// - Parameters:
    ///   - before: When the run was thought to have happened before this upload; nil for a new run.
    func apply(_ written: UploadWriter.Written, of run: StoredRun, before: Run.Moment?) throws {
        let configuration = try RunRecords(connection).configurationClass(run.run.configuration)
        let moved = try regroup(written, run, before)
        var touched = moved
        let fold = IncidentFold(connection)
        let isLatest =
            try before == nil && !RunQueries(connection).hasLaterRun(than: run, configuration: configuration)
            && !fold.isBeforeClosing(run, configuration: configuration)
        if isLatest {
            let failures = try clusters(of: written.failures)
            try fold.applyLatest(
                run, configuration: configuration, outcomes: written.outcomes, failures: failures, without: moved)
            touched.formUnion(failures.keys)
        } else {
            touched.formUnion(try fold.refold(touchedBy: run, configuration: configuration))
        }
        try fold.refold(clusters: moved)
        // A commit or a change may say of an issue that did not occur here that it is repaired.
        if try FixClaims.isAny(connection) {
            touched.formUnion(try FixClaims(connection, Viewpoint(now: .max)).words.keys)
        }
        touched.formUnion(try endedClusters())
        try IssueFold(connection).update(clusters: touched)
    }

    /// Clusters that a person said are repaired or over, and that failed after that: whether such a failure is an issue of its
    /// own is told by runs in which they do not fail as well, in whatever order these arrive.
    ///
    /// - Complexity: O(decisions), and the failing runs of each cluster that somebody said it of.
    private func endedClusters() throws -> Set<Int64> {
        guard try DecisionRecords(connection).hasAny(of: [.fix, .close]) else { return [] }
        let decisions = try Decisions(connection)
        let words = decisions.active.filter { $0.incident == nil && [.fix, .close].contains($0.kind) }
        let anchors = words.compactMap { word in decisions.anchor(of: word).map { (signature: $0, at: word.at) } }
        let clusters = try ClusterQueries(connection).clusters(of: Set(anchors.map(\.signature)))
        var ends: [Int64: Int64] = [:]
        for anchor in anchors {
            guard let cluster = clusters[anchor.signature] else { continue }
            ends[cluster] = min(ends[cluster] ?? .max, anchor.at)
        }
        let queries = IssueQueries(connection)
        var failing: Set<Int64> = []
        for (cluster, end) in ends {
            guard let last = try queries.failedRuns(of: cluster).last, last.moment.at >= end else { continue }
            failing.insert(cluster)
        }
        return failing
    }

    /// Applies decisions that were just made.
    ///
    /// - Parameter named: Clusters that they speak of, whether anything moves or not.
    /// - Returns: clusters that lost or won signatures.
    @discardableResult
    func decide(about named: Set<Int64>) throws -> Set<Int64> {
        let moved = try ClusterAssignment(connection).decide()
        let current = Set(try ClusterQueries(connection).clusters(of: named).values)
        let isAboutIncidents = try IncidentClosings.areAny(connection)
        try IncidentFold(connection).refold(clusters: isAboutIncidents ? moved.union(current) : moved)
        try IssueFold(connection).anchor()
        try IssueFold(connection).update(clusters: moved.union(current))
        return moved
    }

    /// Folds clusters anew whose evidence or decisions are others now, and all that decisions move.
    func refold(_ clusters: Set<Int64>) throws {
        let touched = clusters.union(try ClusterAssignment(connection).decide())
        try IncidentFold(connection).refold(clusters: touched)
        try IssueFold(connection).anchor()
        try IssueFold(connection).update(clusters: touched)
    }

    /// Makes everything anew that an older program wrote in another way; nothing if there is no such thing.
    func renew() throws {
        let info = StoreInfo(connection)
        guard try info.isStale() else { return }
        let failures = StoredFailures(connection)
        for signature in try EvidenceRecords(connection).signaturesWithout() { try failures.gather(signature) }
        try measure()
        try remake()
        try noteBlocks()
        try info.setFresh()
    }

    /// Groups everything anew by other rules, and folds all that is about clusters.
    func recluster(by algorithm: ClusterAlgorithm) throws {
        try StoredAlgorithm(connection).set(algorithm)
        let failures = StoredFailures(connection)
        for signature in try ClusterQueries(connection).allClusters().keys.sorted() { try failures.complete(signature) }
        try remake()
    }

    private func remake() throws {
        _ = try ClusterAssignment(connection).regroup(from: nil)
        let incidents = IncidentQueries(connection)
        let clusters = Set(try incidents.allKeys().map(\.cluster)).union(try incidents.clusters())
        try IncidentFold(connection).refold(clusters: clusters)
        try IssueFold(connection).update(clusters: clusters)
    }

    /// Notes what stopped the gates that an older program decided.
    private func noteBlocks() throws {
        let records = GateRecords(connection)
        for stored in try records.all() where try records.blocks(of: stored.number).isEmpty {
            guard let drawn = try? ReadGates.draw(stored, connection) else { continue }
            try records.insert(drawn.verdict.blocks, of: stored.number)
        }
    }

    /// Gives failing observations the time that their tests ran.
    private func measure() throws {
        let records = OccurrenceRecords(connection)
        for upload in try records.uploadsWithoutTimes() {
            let results = try ResultQueries(connection).results(upload: upload).filter { $0.outcome.hasOccurrence }
            let times = results.map { ($0.test, $0.duration.microseconds) }.filter { $0.1 >= 0 }
            try records.setTimes(Dictionary(times, uniquingKeysWith: max), upload: upload)
        }
    }

    private func regroup(
        _ written: UploadWriter.Written, _ run: StoredRun, _ before: Run.Moment?
    ) throws -> ClusterAssignment.Moved {
        let assignment = ClusterAssignment(connection)
        guard let before, before != run.run.moment else { return try assignment.regroup(written.evidence, of: run) }
        // The run happened at another time than was thought: what it saw first may be another's now, and the other way.
        let failures = StoredFailures(connection)
        let signatures = try IncidentQueries(connection).signatures(inRun: run.id).map(\.signature)
        for signature in signatures { try failures.gather(signature) }
        try RuleMatching(connection).look(at: signatures)
        return try assignment.regroup(from: min(before, run.run.moment))
    }

    /// Failures by signature as failures by cluster.
    private func clusters(of failures: [Int64: [Int64: Bool]]) throws -> [Int64: [Int64: Bool]] {
        let clusters = try ClusterQueries(connection).clusters(of: failures.keys)
        var result: [Int64: [Int64: Bool]] = [:]
        for (signature, tests) in failures {
            result[clusters[signature] ?? signature, default: [:]].merge(tests) { $0 || $1 }
        }
        return result
    }
}
