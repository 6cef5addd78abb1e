// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Whether an earlier phase let an issue through: it had tested the very commit on which a later one found it.
///
/// What another commit did says nothing here: the defect may have come with a later one. A class, because what phases tested is
/// read when an issue first asks, and all of them ask.
final class EscapeCheck {
    private let connection: any StoreConnection
    /// All phases, from the first to the last.
    private let phases: [String]
    /// By the commit: the phases that tested it, with when they did first, UTC ms.
    private lazy var tested: Result<[String: [(phase: String, at: Int64)]], any Error> = Result {
        let rows = try RunQueries(connection).testedCommits()
        return Dictionary(grouping: rows, by: \.commit).mapValues { $0.map { (phase: $0.phase, at: $0.at) } }
    }

    private let queries: IssueQueries

    init(_ connection: any StoreConnection, phases: [String]) {
        (self.connection, self.phases) = (connection, phases)
        queries = IssueQueries(connection)
    }

    /// The first phase that had tested the commit on which an issue was found, and could have found it; nil for none.
    ///
    /// An outage, and what is due to its environment, is of its place and time: no earlier phase could have found it. A phase in
    /// which it failed before did find it, though somebody called that a false alarm.
    ///
    /// - Parameter incidents: Those of the cluster that count.
    func dueEarlier(_ cluster: Int64, _ incidents: [IssueQueries.IncidentFact], _ life: IssueLife) throws -> String? {
        guard let first = incidents.min(by: { $0.opened.moment < $1.opened.moment }), !first.isMajor,
            life.causeClass != .environment, let commit = first.opened.commit,
            let place = phases.firstIndex(of: first.phase), place > 0
        else { return nil }
        guard let tested = try tested.get()[commit] else { return nil }
        let passed = phases[..<place].filter { phase in
            tested.contains { $0.phase == phase && $0.at < first.opened.moment.at }
        }
        guard !passed.isEmpty else { return nil }
        let found = try queries.incidentFacts(of: cluster).foundEarlier(than: first)
        return passed.first { !found.contains($0) }
    }
}

extension [IssueQueries.IncidentFact] {
    /// Phases in which any of them, whatever people said of it, began before one did.
    func foundEarlier(than first: IssueQueries.IncidentFact) -> Set<String> {
        Set(lazy.filter { $0.opened.moment < first.opened.moment }.map(\.phase))
    }
}
