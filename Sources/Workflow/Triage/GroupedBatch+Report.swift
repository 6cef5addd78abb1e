// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Triage

extension GroupedBatch {
    /// Everything about the clusters, largest first.
    ///
    /// - Complexity: O(n log n) in signatures and their tests.
    func report() -> TriageReport {
        let clusterNames = names(of: outcome.clusters, ClusterIdentity.cluster)
        let issueNames = outcome.hasRuns ? names(of: outcome.issues, ClusterIdentity.issue) : []
        let members = membersByCluster
        let tests = testsByCluster(members.count)
        let numbers = numbersByRank
        let clusters = members.enumerated().compactMap { cluster, members -> TriageReport.Cluster? in
            guard let leader = members.max(by: { (counts[$0], -$0) < (counts[$1], -$1) }) else { return nil }
            return TriageReport.Cluster(
                id: clusterNames[members[0]],
                issues: outcome.hasRuns ? Set(members.map { issueNames[$0] }).sorted() : [],
                suite: samples[leader].suite, title: samples[leader].title,
                failures: members.reduce(0) { $0 + counts[$1] }, tests: tests[cluster], signatures: members.count,
                sample: sample(leader), links: members.compactMap { link($0, clusterNames, numbers) })
        }
        return TriageReport(
            clusters: clusters.sorted { ($1.failures, $0.id) < ($0.failures, $1.id) }, failures: failures,
            signatures: signatures.count, issues: outcome.hasRuns ? Set(outcome.issues).count : nil,
            issueLinks: outcome.links.compactMap { issueLink($0, issueNames, numbers) },
            algorithm: "\(ClusterIdentity.algorithm)")
    }

    /// Signatures of each cluster in the order in which they came; none where it was folded into another.
    private var membersByCluster: [[Int]] {
        var members = [[Int]](repeating: [], count: outcome.clusterer.content.members.count)
        for number in signatures.indices { members[Int(outcome.clusters[number])].append(number) }
        return members.map { $0.sorted { outcome.ranks[$0] < outcome.ranks[$1] } }
    }

    private func testsByCluster(_ count: Int) -> [Int] {
        struct Entry: Hashable { let cluster: Int32, test: UInt64 }
        var counts = [Int](repeating: 0, count: count)
        var seen: Set<Entry> = []
        for entry in tests {
            let cluster = outcome.clusters[Int(entry.signature)]
            if seen.insert(Entry(cluster: cluster, test: entry.test)).inserted { counts[Int(cluster)] += 1 }
        }
        return counts
    }

    private var numbersByRank: [Int] {
        var numbers = [Int](repeating: 0, count: signatures.count)
        for (number, rank) in outcome.ranks.enumerated() { numbers[Int(rank)] = number }
        return numbers
    }

    private func sample(_ number: Int) -> TriageReport.Sample {
        let sample = samples[number]
        return TriageReport.Sample(
            id: sampleIDs[number], test: sample.test, type: sample.type, message: sample.message, text: sample.text)
    }

    private func link(_ number: Int, _ clusters: [String], _ numbers: [Int]) -> TriageReport.Link? {
        guard let reason = outcome.clusterer.content.reasons[Int(outcome.ranks[number])] else { return nil }
        let match = numbers[Int(reason.match)]
        let why: TriageReport.Link.Reason =
            switch reason {
            case .sentence(_, let wildcards): .sentence(wildcards: wildcards)
            case .evidence(let reason): .evidence(evidence(reason, of: number, clusters, numbers))
            }
        return TriageReport.Link(
            signature: signatures[number].text, match: signatures[match].text, test: samples[number].test,
            matchTest: samples[match].test, reason: why)
    }

    private func evidence(
        _ reason: LinkReason, of number: Int, _ clusters: [String], _ numbers: [Int]
    ) -> TriageReport.Evidence {
        let content = outcome.clusterer.content
        return reason.evidence { cluster in
            // Clusters may have become one since.
            let cluster = content.current(cluster)
            guard cluster != outcome.clusters[number] else { return nil }
            return clusters[numbers[Int(content.members[Int(cluster)][0])]]
        }
    }

    private func issueLink(_ link: IssueLink, _ issues: [String], _ numbers: [Int]) -> TriageReport.IssueLink? {
        guard let members = outcome.clusterer.runs?.members, let first = members[Int(link.first)].first,
            let second = members[Int(link.second)].first
        else { return nil }
        let (one, other) = (numbers[Int(first)], numbers[Int(second)])
        let reason: TriageReport.IssueLink.Reason =
            switch link.reason {
            case .storm: .storm
            case .together(let terms):
                .together(
                    terms.map { TriageReport.Term(label: $0.label, points: Int($0.points)) },
                    score: terms.reduce(0) { $0 + Int($1.points) }, threshold: Int(RunLinkage.threshold))
            }
        return TriageReport.IssueLink(
            issue: issues[one], first: .init(signature: signatures[one].text, test: samples[one].test),
            second: .init(signature: signatures[other].text, test: samples[other].test), reason: reason)
    }
}
