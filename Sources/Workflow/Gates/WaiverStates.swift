// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What waivers are at a moment, those of issues with what became of their subject.
struct WaiverStates {
    private let connection: any StoreConnection
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    /// The same waivers in the same order.
    ///
    /// - Parameter now: UTC ms.
    func states(of waivers: [Waiver], at now: Int64) throws -> [(waiver: Waiver, state: Waiver.State)] {
        let isAsked = waivers.contains { $0.decision == .active && $0.subject.hasPrefix("ISS-") }
        let history = isAsked ? try IssueHistory(connection, viewpoint) : nil
        return try waivers.map { waiver in
            guard let history, waiver.subject.hasPrefix("ISS-"), let number = Int64(waiver.subject.dropFirst(4)),
                let cluster = try IssueRecords(connection).cluster(ofIssue: number)
            else { return (waiver, waiver.state(at: now)) }
            let life = try history.life(of: cluster)
            var issue = GateEvidence.Issue(
                number: number, title: "", severity: 4, state: life.state.rawValue, since: 0)
            issue.solvedAt = life.solvedAt
            issue.rate = try history.incidents(of: cluster, in: history.currentSpan(of: cluster)).failureShare
            return (waiver, waiver.state(at: now, issue: issue))
        }
    }
}
