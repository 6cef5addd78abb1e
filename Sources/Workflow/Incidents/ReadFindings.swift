// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase
import Triage

/// Answers which incidents of a phase show in a file of the project, and what the approved baseline knew of them.
package struct ReadFindings {
    /// Lines besides the one that counts.
    private static let relatedLimit = 8

    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    /// - Parameter viewpoint: Its moment says which waivers hold, and its files of the project what a path means.
    package init(_ store: any StoreDriver, viewpoint: Viewpoint) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// Live incidents, and those that the approved baseline knew and that were restored since it was captured.
    ///
    /// - Parameters:
    ///   - release: Only live incidents that failed in it, and its waivers; nil for all, and waivers of no release.
    /// - Throws: `StorageError`.
    /// - Complexity: O(incidents of the phase); of those that are told the latest text is read.
    package func perform(phase: String, release: String? = nil) throws -> FindingReport {
        let paths = ProjectPaths(viewpoint.projectFiles())
        return try store.read { connection in
            let baseline = try KnownFailures(phase: phase, connection)
            let waivers = try waivers(phase, release, connection)
            var findings: [Finding] = []
            var withoutLocation = 0
            for incident in try incidents(phase, release, baseline, connection) {
                let queries = IncidentQueries(connection)
                let affected = try queries.tests(incident: incident.id)
                let sample = try queries.sample(of: incident)
                let rows = Set(affected.prefix(Finding.testLimit).map(\.test)).union(sample.map { [$0.test] } ?? [])
                let tests = try TestQueries(connection).tests(rows)
                let places = Self.places(sample, tests, paths)
                guard let location = places.first else {
                    withoutLocation += 1
                    continue
                }
                var finding = Finding(
                    incident, baselineState: try baseline?.state(of: incident),
                    tests: tests.prefix(Finding.testLimit).map(\.display), location: location,
                    related: Array(places.dropFirst().prefix(Self.relatedLimit)),
                    suppressions: Self.suppressions(of: incident, affected, waivers))
                (finding.kind, finding.type) = (sample?.kind ?? "", sample?.type ?? "")
                finding.message = String((sample?.message ?? sample?.details ?? "").prefix(Finding.messageLimit))
                findings.append(finding)
            }
            return FindingReport(
                phase: phase, release: release, baseline: baseline?.name, findings: findings,
                withoutLocation: withoutLocation)
        }
    }

    // MARK: Incidents

    /// Those that count, by number.
    private func incidents(
        _ phase: String, _ release: String?, _ baseline: KnownFailures?, _ connection: any StoreConnection
    ) throws -> [IncidentSummary] {
        let marks = try IncidentMarks(connection)
        let queries = IncidentQueries(connection)
        var filter = IncidentQueries.Filter()
        (filter.phase, filter.release, filter.limit) = (phase, release, Int(Int32.max))
        filter.states = Incident.State.allCases.filter(\.isLive).map(\.rawValue)
        var incidents = try queries.lines(filter)
        if let baseline {
            (filter.states, filter.release) = ([], nil)
            incidents += baseline.absent(among: try queries.lines(filter))
        }
        return incidents.map(marks.marked).filter { !$0.isVoid }.sorted { $0.number < $1.number }
    }

    // MARK: Places

    /// The lines of the trace, the deepest first, and the file of a test; if a checkout knows any of them, only those.
    private static func places(
        _ sample: OccurrenceSample?, _ tests: [TestName], _ paths: ProjectPaths
    ) -> [Finding.Location] {
        let named = tests.filter { $0.id == sample?.test } + tests.filter { $0.id != sample?.test }
        let files = named.map(\.file).filter { !$0.isEmpty }
        var places = trace(of: sample).compactMap { place in
            paths.file(place.path, isPartial: place.isPartial, tests: files).map {
                (location: Finding.Location(file: $0.file, line: place.line), isKnown: $0.isKnown)
            }
        }
        let test = named.lazy.compactMap { test in
            paths.file(test.file).map { (file: $0.file, isKnown: $0.isKnown, isOwn: test.id == sample?.test) }
        }.first
        if let test, !places.contains(where: { $0.location.file == test.file }) {
            // A report that does not know the line writes 0.
            let line = test.isOwn ? sample?.line.flatMap { $0 > 0 ? $0 : nil } : nil
            places.append((Finding.Location(file: test.file, line: line), test.isKnown))
        }
        let known = places.filter(\.isKnown)
        var seen: Set<Finding.Location> = []
        return (known.isEmpty ? places : known).map(\.location).filter { seen.insert($0).inserted }
    }

    /// Own lines of the first text that names any: the body of the failure, its message, or else what the test printed.
    private static func trace(of sample: OccurrenceSample?) -> [SourcePlace] {
        let texts = [sample?.details, sample?.message].compactMap(\.self)
        let isSilent = !texts.contains { $0.contains { !$0.isWhitespace } }
        return (isSilent ? [sample?.output].compactMap(\.self) : texts).lazy.map(SourcePlaces.own)
            .first { !$0.isEmpty } ?? []
    }

    // MARK: Waivers

    private func waivers(
        _ phase: String, _ release: String?, _ connection: any StoreConnection
    ) throws -> [(waiver: Waiver, status: Finding.Suppression.Status)] {
        let own = try WaiverRecords(connection).all().map(\.waiver).filter { waiver in
            waiver.phase == phase && waiver.release == release && waiver.expires > viewpoint.now
        }
        return try WaiverStates(connection, viewpoint).states(of: own, at: viewpoint.now).compactMap { waiver, state in
            switch state {
            case .active: (waiver, .accepted)
            case .requested: (waiver, .underReview)
            case .refused, .revoked, .expired, .fulfilled, .exceeded: nil
            }
        }
    }

    /// Waivers of the incident, of its issue, or of all its tests that still fail: one of some excuses not the rest.
    private static func suppressions(
        of incident: IncidentSummary, _ affected: [(test: Int64, isPassing: Bool)],
        _ waivers: [(waiver: Waiver, status: Finding.Suppression.Status)]
    ) -> [Finding.Suppression] {
        let names = Set(["INC-\(incident.number)"] + (incident.issue.map { ["ISS-\($0)"] } ?? []))
        let failing = affected.filter { !$0.isPassing }
        let tests = Set((failing.isEmpty ? affected : failing).map { "TEST-\($0.test)" })
        func covers(_ rule: String, _ statuses: Set<Finding.Suppression.Status>) -> Bool {
            tests.isSubset(
                of: waivers.filter { $0.waiver.rule == rule && statuses.contains($0.status) }.map(\.waiver.subject))
        }
        let own = waivers.filter { one in
            if names.contains(one.waiver.subject) { return true }
            guard tests.contains(one.waiver.subject) else { return false }
            return covers(one.waiver.rule, one.status == .accepted ? [.accepted] : [.accepted, .underReview])
        }
        return own.filter { one in
            // To ask for more time takes nothing away from what was approved.
            one.status == .accepted
                || !own.contains {
                    $0.status == .accepted && $0.waiver.rule == one.waiver.rule
                        && $0.waiver.subject == one.waiver.subject
                }
        }.map { waiver, status in
            Finding.Suppression(
                waiver: waiver.name, rule: waiver.rule, status: status, justification: waiver.reason,
                isSelfApproved: waiver.isSelfApproved)
        }
    }
}

/// What the approved baseline of a phase knew to fail.
private struct KnownFailures {
    let name: String
    /// UTC ms.
    private let capturedAt: Int64
    /// Rows of the first signatures of clusters.
    private let clusters: Set<Int64>
    private let connection: any StoreConnection

    /// nil where no baseline is approved.
    init?(phase: String, _ connection: any StoreConnection) throws {
        let all = try BaselineRecords(connection).all(phase: phase)
        guard let stored = all.last(where: { $0.baseline.state.isCurrent }) else { return nil }
        let current = try ClusterQueries(connection).clusters(of: stored.failures)
        (name, capturedAt) = (stored.baseline.name, stored.baseline.capturedAt)
        clusters = Set(stored.failures.map { current[$0] ?? $0 })
        self.connection = connection
    }

    /// Those that were restored since, each by its latest episode.
    func absent(among incidents: [IncidentSummary]) -> [IncidentSummary] {
        let known = incidents.filter { clusters.contains($0.signatureID) }
        return Dictionary(grouping: known) { [String($0.signatureID), $0.configuration.text] }.values
            .compactMap { $0.max { $0.episode < $1.episode } }
            .filter { !$0.state.isLive && ($0.restored?.startedAt ?? .min) >= capturedAt }
    }

    func state(of incident: IncidentSummary) throws -> Finding.BaselineState {
        guard incident.state.isLive else { return .absent }
        guard clusters.contains(incident.signatureID) else { return .new }
        if incident.opened.startedAt >= capturedAt { return .updated }
        guard incident.reopenCount > 0 else { return .unchanged }
        let events = try IncidentQueries(connection).events(incident: incident.id)
        let isBack = events.contains { $0.from?.isLive == false && $0.to.isLive && $0.at >= capturedAt }
        return isBack ? .updated : .unchanged
    }
}
