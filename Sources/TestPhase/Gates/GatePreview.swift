// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// A first verdict on a phase from its latest run and its incidents, until the phase has a policy.
///
/// Missing evidence is never read as good: no run, no result or an incomplete run is undecided.
package struct GatePreview: Sendable, Equatable {
    package enum Verdict: String, Sendable {
        case go = "GO"
        case noGo = "NO_GO"
        /// Evidence is missing.
        case undecided = "UNDECIDED"
    }

    package let verdict: Verdict
    /// Lower-case sentences, the most important first.
    package let reasons: [String]

    /// - Parameter live: number of incidents that are open or intermittent.
    package init(latest: RunSummary?, live: Int) {
        let incidents = live == 1 ? "1 incident is live" : "\(live) incidents are live"
        guard let latest else {
            // Documents that differ open incidents without a run.
            self.init(live > 0 ? .noGo : .undecided, (live > 0 ? [incidents] : []) + ["no run is known"])
            return
        }
        var missing: [String] = []
        if latest.tests == 0 { missing.append("RUN-\(latest.id) holds no results") }
        if !latest.missingShards.isEmpty {
            missing.append(
                "RUN-\(latest.id) lacks \(latest.missingShards.count) of \(latest.run.expectedShards ?? 0) shards")
        }
        if !latest.latestUploads.allSatisfy(\.isComplete) {
            missing.append("RUN-\(latest.id) has files that could not be read to their end")
        }
        let failed = (latest.outcomes[.failed] ?? 0) + (latest.outcomes[.error] ?? 0)
        if live > 0 || failed > 0 {
            self.init(.noGo, (live > 0 ? [incidents] : ["RUN-\(latest.id) has failures"]) + missing)
        } else {
            self.init(
                missing.isEmpty ? .go : .undecided,
                missing.isEmpty ? ["RUN-\(latest.id) passed, and no incident is live"] : missing)
        }
    }

    /// Of a phase of documents, which has a baseline and audits of them, and no runs.
    package struct Documents: Sendable, Equatable {
        /// Of the baseline that is approved; nil for none.
        package let baseline: String?
        /// How many documents differ in the latest audit; nil where none was made.
        package let differing: Int?

        package init(baseline: String?, differing: Int?) {
            self.baseline = baseline
            self.differing = differing
        }
    }

    /// - Parameters:
    ///   - phase: Its name.
    ///   - live: number of incidents that are open or intermittent.
    package init(_ documents: Documents, phase: String, live: Int) {
        guard let baseline = documents.baseline else {
            self.init(.undecided, ["no baseline of \(phase) is approved"])
            return
        }
        switch documents.differing {
        case nil: self.init(.undecided, ["no audit looked at the documents: exitgate baseline audit \(phase)"])
        case 0 where live == 0:
            self.init(.go, ["the last audit found the documents as in \(baseline), or changed as approved"])
        case 0: self.init(.noGo, [live == 1 ? "1 incident is live" : "\(live) incidents are live"])
        case let count?:
            self.init(
                .noGo, ["the last audit found \(count) \(count == 1 ? "difference" : "differences") to \(baseline)"])
        }
    }

    private init(_ verdict: Verdict, _ reasons: [String]) {
        self.verdict = verdict
        self.reasons = reasons
    }
}
