// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
import TestPhase

/// Checks a whole store: its file, the digests of its evidence, and that its incidents are what the evidence says.
package struct VerifyStore {
    package struct Outcome: Sendable {
        /// What is wrong; empty for a sound store.
        package var problems: [String] = []
        package var uploads = 0
        package var texts = 0
        package var signatures = 0
        package var incidents = 0
        package var issues = 0
        /// Of gates.
        package var decisions = 0
    }

    private let store: any StoreDriver
    private let integrity: () throws -> [String]

    /// - Parameter integrity: asks the engine about its own file.
    package init(_ store: any StoreDriver, integrity: @escaping () throws -> [String]) {
        self.store = store
        self.integrity = integrity
    }

    /// Reads everything once, and folds every incident anew.
    package func perform(progress: (_ step: String) -> Void = { _ in }) throws -> Outcome {
        var outcome = Outcome()
        progress("file")
        outcome.problems += try integrity()
        try store.read { connection in
            progress("evidence")
            try checkUploads(connection, &outcome)
            try checkTexts(connection, &outcome)
            try checkTests(connection, &outcome)
            progress("clusters")
            try checkClusters(connection, &outcome)
            progress("incidents")
            try checkIncidents(connection, &outcome)
            let drifts = try VerifyDrift(connection).perform()
            outcome.incidents += drifts.incidents
            outcome.problems += drifts.problems
            progress("issues")
            try checkIssues(connection, &outcome)
            try checkBaselines(connection, &outcome)
            outcome.problems += try ArticleRecords(connection).indexProblems()
            progress("gates")
            try checkGates(connection, &outcome)
        }
        return outcome
    }

    private func checkUploads(_ connection: any StoreConnection, _ outcome: inout Outcome) throws {
        let occurrences = OccurrenceQueries(connection)
        for (upload, run, stored) in try RunQueries(connection).allUploads() {
            outcome.uploads += 1
            var digest = OccurrenceDigest()
            for row in try occurrences.rows(upload: upload) {
                digest.add(
                    test: row.test, ordinal: row.ordinal, kind: row.kind, decides: row.decides,
                    signature: row.signature,
                    type: row.type, line: row.line, texts: row.textDigests)
            }
            if digest.finish(results: try ResultQueries(connection).digest(upload: upload)) != stored {
                outcome.problems.append("the results of an upload of RUN-\(run) are not what was stored")
            }
        }
    }

    private func checkTexts(_ connection: any StoreConnection, _ outcome: inout Outcome) throws {
        let texts = try OccurrenceQueries(connection).textProblems { TextSpool.digest($0) }
        outcome.texts = texts.count
        outcome.problems += texts.damaged.map { "text \($0) is not what was stored" }
    }

    private func checkTests(_ connection: any StoreConnection, _ outcome: inout Outcome) throws {
        var index = TestIndex()
        try TestRecords(connection).load(into: &index)
        let rows = try TestQueries(connection).namedCount()
        if rows != index.count {
            outcome.problems.append("the index knows \(index.count) tests, the store names \(rows)")
        }
    }

    /// Groups all signatures anew, and compares; and looks that evidence is from the first run that saw each.
    private func checkClusters(_ connection: any StoreConnection, _ outcome: inout Outcome) throws {
        let found = try ClusterAssignment(connection).differences()
        outcome.signatures = found.signatures
        if found.differing > 0 {
            outcome.problems.append("the clusters of \(found.differing) signatures differ from what the evidence says")
        }
        if !found.isImageSound {
            outcome.problems.append("the image of the clustering is not what the evidence says")
        }
        let rules = try RuleMatching(connection).differences()
        if rules > 0 { outcome.problems.append("\(rules) rules speak of other signatures than is stored") }
        let early = try ClusterQueries(connection).misdatedSignatures()
        if early > 0 { outcome.problems.append("the evidence of \(early) signatures is not from their first run") }
    }

    private func checkIncidents(_ connection: any StoreConnection, _ outcome: inout Outcome) throws {
        let fold = IncidentFold(connection)
        let records = IncidentRecords(connection)
        let keys = Set(try IncidentQueries(connection).allKeys())
        var outcomes = fold.cache()
        for key in keys.sorted(by: {
            ($0.phase, $0.configuration, $0.cluster) < ($1.phase, $1.configuration, $1.cluster)
        }) {
            let stored = try records.episodes(of: key)
            let folded = try fold.episodes(of: key, &outcomes)
            outcome.incidents += stored.count
            let isEqual =
                try stored.count == folded.count
                && zip(stored, folded).allSatisfy { try matches($0, $1, IncidentQueries(connection)) }
            if !isEqual {
                let names = stored.map { "INC-\($0.number)" }.joined(separator: ", ")
                outcome.problems.append(
                    "\(names.isEmpty ? "a signature without an incident" : names) differs from what the evidence says")
            }
        }
        let known = try records.count()
        if known != Int64(outcome.incidents) {
            outcome.problems.append("\(known - Int64(outcome.incidents)) incidents have no evidence")
        }
    }

    /// Makes the digest of every snapshot anew, and folds the events of every baseline.
    private func checkBaselines(_ connection: any StoreConnection, _ outcome: inout Outcome) throws {
        let snapshots = SnapshotRecords(connection)
        for (row, digest) in try snapshots.all() where try snapshots.snapshot(row: row).digest != digest {
            outcome.problems.append("the configuration sha256:\(digest.prefix(12)) is not what was stored")
        }
        let records = BaselineRecords(connection)
        for stored in try records.all() {
            let events = try records.events(of: stored.id)
            let approval = events.last { $0.verb == BaselineVerb.approve.rawValue }
            let isSound =
                events.last?.to == stored.baseline.state && events.first?.actor == stored.baseline.author
                && approval?.actor == stored.baseline.approver && approval?.at == stored.baseline.approvedAt
                && zip(events, events.dropFirst()).allSatisfy { $0.to == $1.from }
            if !isSound { outcome.problems.append("\(stored.baseline.name) differs from what its events say") }
        }
    }

    /// Draws every verdict of a gate again from what it was made of.
    private func checkGates(_ connection: any StoreConnection, _ outcome: inout Outcome) throws {
        for stored in try GateRecords(connection).all().reversed() {
            outcome.decisions += 1
            let drawn = try? ReadGates.draw(stored, connection)
            let blocks = try GateRecords(connection).blocks(of: stored.number)
            if drawn?.isSame != true || drawn?.verdict.blocks != blocks {
                outcome.problems.append("GATE-\(stored.number) is not what its evidence and its policy say")
            }
        }
    }

    private func checkIssues(_ connection: any StoreConnection, _ outcome: inout Outcome) throws {
        let fold = IssueFold(connection)
        let records = IssueRecords(connection)
        let decided = try fold.decidedClusters()
        let history = try IssueHistory(connection, Viewpoint(now: .max))
        for cluster in Set(try IncidentQueries(connection).allKeys().map(\.cluster)).sorted() {
            let stored = history.spans(of: cluster).compactMap(\.since)
            if try history.recurrences(of: cluster).map(\.moment) != stored {
                outcome.problems.append("the recurrences of an issue differ from what its history says")
            }
            let known = try records.issues(of: cluster).first
            let rule = try fold.rule(of: cluster, isDecided: decided.contains(cluster))
            if known?.rule != nil { outcome.issues += 1 }
            guard known?.rule != rule else { continue }
            outcome.problems.append(
                known.map { "ISS-\($0.number) differs from what its incidents say" }
                    ?? "a cluster recurs and is no issue")
        }
    }

    /// Whether a stored incident and its events are what the fold says.
    private func matches(_ stored: StoredIncident, _ folded: Incident, _ queries: IncidentQueries) throws -> Bool {
        var expected = folded
        expected.transitions = []
        guard stored.incident == expected else { return false }
        let events = try queries.events(incident: stored.id)
        return events.count == folded.transitions.count
            && zip(events, folded.transitions).allSatisfy { event, transition in
                event.run == transition.run.id && event.at == transition.at && event.actor == transition.actor
                    && event.rule == transition.rule && event.from == transition.from && event.to == transition.to
            }
    }
}
