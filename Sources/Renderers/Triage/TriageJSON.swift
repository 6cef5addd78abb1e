// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// `exitgate triage --format json`. Scores are log-odds with three decimals.
package enum TriageJSON {
    package static func text(_ report: TriageReport, diagnostics: [Diagnostic]) -> String {
        JSONText.object([
            .init("format", 1), .init("algorithm", .string(report.algorithm)), .init("failures", .int(report.failures)),
            .init("signatures", .int(report.signatures)), .init("issues", JSONText(report.issues)),
            .init("clusters", .array(report.clusters.map(cluster))),
            .init("issueLinks", .array(report.issueLinks.map(issueLink))),
            .init("diagnostics", .array(diagnostics.map(JSONText.init(diagnostic:)))),
        ]).pretty
    }

    /// One cluster with all its links.
    package static func cluster(_ cluster: TriageReport.Cluster) -> JSONText {
        .object([
            .init("cluster", .string(cluster.id)), .init("issues", .array(cluster.issues.map { .string($0) })),
            .init("suite", .string(cluster.suite)), .init("title", .string(cluster.title)),
            .init("failures", .int(cluster.failures)), .init("tests", .int(cluster.tests)),
            .init("signatures", .int(cluster.signatures)),
            .init(
                "sample",
                .object([
                    .init("id", .string(cluster.sample.id)), .init("test", .string(cluster.sample.test)),
                    .init("type", .string(cluster.sample.type)), .init("message", .string(cluster.sample.message)),
                    .init("text", .string(cluster.sample.text)),
                ])), .init("why", .string(TriageText.why(cluster))), .init("links", .array(cluster.links.map(link))),
        ])
    }

    static func link(_ link: TriageReport.Link) -> JSONText {
        let head: [JSONText.Member] = [
            .init("signature", .string(link.signature)), .init("test", .string(link.test)),
            .init("match", .string(link.match)), .init("matchTest", .string(link.matchTest)),
        ]
        switch link.reason {
        case .sentence(let wildcards):
            return .object(head + [.init("rule", .string("sentence")), .init("wildcards", .int(wildcards))])
        case .evidence(let evidence): return .object(head + [.init("rule", .string("evidence"))] + members(evidence))
        }
    }

    private static func issueLink(_ link: TriageReport.IssueLink) -> JSONText {
        let member = { (member: TriageReport.IssueLink.Member) in
            JSONText.object([.init("signature", .string(member.signature)), .init("test", .string(member.test))])
        }
        let head: [JSONText.Member] = [
            .init("issue", .string(link.issue)), .init("first", member(link.first)),
            .init("second", member(link.second)),
        ]
        switch link.reason {
        case .storm: return .object(head + [.init("rule", "storm")])
        case .together(let terms, let score, let threshold):
            return .object(
                head + [
                    .init("rule", "together"), .init("score", number(score)), .init("threshold", number(threshold)),
                    .init("terms", .array(terms.map(term))),
                ])
        }
    }

    private static func term(_ term: TriageReport.Term) -> JSONText {
        .object([.init("term", .string(term.label)), .init("points", number(term.points))])
    }

    private static func members(_ evidence: TriageReport.Evidence) -> [JSONText.Member] {
        [
            .init("score", number(evidence.score)), .init("threshold", number(evidence.threshold)),
            .init("best", number(evidence.best)),
            .init("terms", .array(evidence.terms.map(term))),
            .init("spread", .array(evidence.spread.map(number))),
            .init(
                "next",
                .array(
                    evidence.runnersUp.map {
                        .object([.init("cluster", .string($0.cluster)), .init("score", number($0.score))])
                    })),
        ]
    }

    private static func number(_ thousandths: Int) -> JSONText { .double(Double(thousandths) / 1_000) }
}
