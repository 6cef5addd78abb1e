// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Triage

extension LinkReason {
    /// The reason as reports print it.
    ///
    /// - Parameter name: Of a cluster by its number; nil where it is the own one by now.
    func evidence(naming name: (_ cluster: Int32) -> String?) -> TriageReport.Evidence {
        TriageReport.Evidence(
            terms: terms.map { TriageReport.Term(label: $0.term.label, points: Int($0.points)) },
            best: Int(best), spread: spread.map { Int($0) }, score: Int(score), threshold: Int(threshold),
            runnersUp: runnersUp.compactMap { candidate in
                name(candidate.cluster).map { .init(cluster: $0, score: Int(candidate.score)) }
            })
    }
}
