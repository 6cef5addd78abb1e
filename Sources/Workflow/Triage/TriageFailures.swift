// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
package import TestPhase
import Triage

/// Puts the failures of files into clusters, without a store.
package struct TriageFailures {
    package struct Request: Sendable {
        package var paths: [String]
        package var followsLinks = false
        /// Whether failures of different suites may have one cause.
        package var crossesSuites = false
        /// Whether the cluster of every single failure is wanted.
        package var keepsRows = false
        /// Only failures that this rule speaks of count; nil for all.
        package var filter: FailureFilter?
        package var limits = ReaderLimits()
        package var archiveLimits = ArchiveLimits()

        package init(paths: [String]) {
            self.paths = paths
        }
    }

    package struct Outcome {
        package var diagnostics: [Diagnostic] = []
        /// Arguments that matched no file.
        package var unmatched: [String] = []
        /// How many inputs were read.
        package var inputs = 0
        package var report = TriageReport(
            clusters: [], failures: 0, signatures: 0, issues: nil, issueLinks: [], algorithm: "")
        fileprivate var batch: GroupedBatch?

        /// Whether something was lost.
        package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

        /// Calls `body` with every failure in the order of the inputs.
        package func forEachRow(_ body: (_ id: String, _ cluster: String, _ issue: String) throws -> Void) rethrows {
            try batch?.forEachRow(body)
        }

        /// Clusters whose name begins with `name`, or that hold the failure of that name.
        package func clusters(named name: String) -> [TriageReport.Cluster] {
            let named = report.clusters.filter { name.utf8.count >= 4 && $0.id.hasPrefix(name) }
            guard named.isEmpty else { return named }
            var found: Set<String> = []
            forEachRow { id, cluster, _ in if id == name { found.insert(cluster) } }
            return report.clusters.filter { found.contains($0.id) }
        }
    }

    package init() {}

    /// Reads everything and groups it; `progress` hears of every input that was read.
    package func perform(_ request: Request, progress: (_ file: String, _ done: Int, _ of: Int) -> Void) -> Outcome {
        var finder = InputFinder(
            followsLinks: request.followsLinks, includesFailureLines: true, limits: request.archiveLimits)
        let found = finder.find(request.paths)
        var outcome = Outcome(diagnostics: found.diagnostics, unmatched: found.unmatched)
        var batch = TriageBatch(keepsRows: request.keepsRows)
        let known = KnownSignatures()
        let pipeline = InputPipeline(
            FailureReading(
                limits: request.limits, crossesSuites: request.crossesSuites, filter: request.filter?.predicate,
                known: known),
            limits: request.limits, archiveLimits: request.archiveLimits, followsLinks: request.followsLinks)
        pipeline.run(found.inputs) { item in
            outcome.inputs += 1
            outcome.diagnostics += (item.diagnostics + item.signer.secrets.diagnostics(file: item.file)).map(
                SecretTally.masked)
            batch.add(item.signer)
            for (signature, found) in item.signer.discoveries {
                known.add(signature, EvidenceRank(found.evidence))
            }
            progress(item.file, outcome.inputs, found.inputs.count)
        }
        let grouped = batch.grouped()
        outcome.report = grouped.report()
        outcome.batch = request.keepsRows ? grouped : nil
        return outcome
    }
}
