// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// `exitgate triage`, for people.
package enum TriageText {
    private static let sampleLines = 5
    private static let termCount = 3

    /// The clusters, largest first.
    ///
    /// - Parameters:
    ///   - limit: Most clusters that are shown.
    ///   - isComplete: Whether everything could be read; nothing found in what could not is no good news.
    package static func text(_ report: TriageReport, limit: Int, isComplete: Bool, palette: Palette) -> String {
        guard report.failures > 0 else { return nothing(isComplete: isComplete) }
        var lines = [summary(report)]
        let width = String(min(limit, report.clusters.count)).count
        for (index, cluster) in report.clusters.prefix(limit).enumerated() {
            let number = String(index + 1)
            lines += [""] + entry(cluster, String(repeating: " ", count: width - number.count) + number, palette)
        }
        let rest = report.clusters.dropFirst(limit)
        if !rest.isEmpty {
            let failures = rest.reduce(0) { $0 + $1.failures }
            lines += [
                "",
                "and \(Plural.count(rest.count, "more cluster")) with \(Plural.count(failures, "failure")); --limit 0 shows all",
            ]
        }
        return lines.joined(separator: "\n")
    }

    static func nothing(isComplete: Bool) -> String {
        isComplete ? "no failures" : "no failures in what could be read; some input could not"
    }

    private static func summary(_ report: TriageReport) -> String {
        let issues = report.issues.map { ", \(Plural.count($0, "issue"))" } ?? ""
        return
            "\(Plural.count(report.failures, "failure")) in \(Plural.count(report.clusters.count, "cluster"))\(issues) (\(Plural.count(report.signatures, "signature")), \(report.algorithm))"
    }

    private static func entry(_ cluster: TriageReport.Cluster, _ number: String, _ palette: Palette) -> [String] {
        let extent =
            "\(Plural.count(cluster.failures, "failure")) in \(Plural.count(cluster.tests, "test"))"
        let indent = String(repeating: " ", count: number.count + 2)
        var lines = [
            "\(number)  \(palette.paint(SafeText.line(cluster.title, limit: 160), .strong))",
            "\(indent)\(extent)\(cluster.suite.isEmpty ? "" : " of \(SafeText.line(cluster.suite, limit: 80))")",
            "\(indent)cluster  \(cluster.id)",
        ]
        if cluster.issues.count == 1 { lines.append("\(indent)issue    \(cluster.issues[0])") }
        if cluster.issues.count > 1 {
            let count = Plural.number(cluster.issues.count)
            lines.append("\(indent)issues   \(count); by run times they have several causes")
        }
        lines.append("\(indent)sample   \(SafeText.line(cluster.sample.test, limit: 200))")
        lines += said(cluster.sample).map { "\(indent)           \(palette.paint($0, .muted))" }
        lines.append("\(indent)why      \(why(cluster))")
        return lines
    }

    /// The first lines of what the failure says.
    private static func said(_ sample: TriageReport.Sample) -> [String] {
        let text = sample.text.isEmpty ? sample.message : sample.text
        let lines = text.split(whereSeparator: \.isNewline).filter { $0.contains { !$0.isWhitespace } }
        return lines.prefix(sampleLines).map { SafeText.line(String($0.drop(while: \.isWhitespace)), limit: 160) }
    }

    /// One sentence; the weakest link is the one to doubt.
    package static func why(_ cluster: TriageReport.Cluster) -> String {
        guard !cluster.links.isEmpty else {
            return cluster.failures == 1
                ? "nothing else is like it" : "equal after masking: exception, message and frames"
        }
        let count = Plural.count(cluster.signatures, "signature")
        guard let weakest = cluster.links.compactMap(\.evidence).min(by: { $0.score < $1.score }) else {
            let most = cluster.links.compactMap(\.wildcards).max() ?? 0
            return "\(count); \(rule(wildcards: most))"
        }
        let terms = weakest.terms.filter { $0.points > 0 }.prefix(termCount)
            .map { "\($0.label) \(Points.signed($0.points))" }
        return
            "\(count); weakest link \(Points.number(weakest.score)) >= \(Points.number(weakest.threshold)): \(terms.joined(separator: ", "))"
    }

    /// The name of the rule that joins equal sentences.
    static func rule(wildcards: Int) -> String {
        wildcards == 0 ? "same sentence, only values differ" : "same sentence but for a learned wildcard"
    }

    /// Every link of one cluster with every term.
    ///
    /// - Parameter issueLinks: Those of the issues that its failures belong to.
    package static func explanation(
        _ cluster: TriageReport.Cluster, issueLinks: [TriageReport.IssueLink], palette: Palette
    ) -> String {
        var lines = [
            "cluster \(cluster.id)  \(palette.paint(SafeText.line(cluster.title, limit: 160), .strong))",
            "\(Plural.count(cluster.failures, "failure")) in \(Plural.count(cluster.tests, "test")), \(Plural.count(cluster.signatures, "signature"))",
        ]
        if cluster.links.isEmpty {
            lines += ["", "one signature: exception, message and frames are equal after masking"]
        }
        for link in cluster.links { lines += [""] + self.link(link, palette) }
        for link in issueLinks { lines += [""] + self.link(link, palette) }
        return lines.joined(separator: "\n")
    }

    static func link(_ link: TriageReport.Link, _ palette: Palette) -> [String] {
        let head = "signature \(link.signature)  \(SafeText.line(link.test, limit: 160))"
        let match = "\(link.match)  \(SafeText.line(link.matchTest, limit: 160))"
        switch link.reason {
        case .sentence(let wildcards):
            return [head, "  joined: \(rule(wildcards: wildcards))", "  same as \(match)"]
        case .evidence(let evidence):
            let score = "\(Points.number(evidence.score)) >= \(Points.number(evidence.threshold))"
            return [head, "  joined with \(score)", "  most like \(match): \(Points.number(evidence.best))"]
                + lines(evidence, palette)
        }
    }

    private static func link(_ link: TriageReport.IssueLink, _ palette: Palette) -> [String] {
        let lines = [
            "issue \(link.issue)",
            "  joins \(link.first.signature)  \(SafeText.line(link.first.test, limit: 160))",
            "  and   \(link.second.signature)  \(SafeText.line(link.second.test, limit: 160))",
        ]
        switch link.reason {
        case .storm: return lines + ["  a storm: they began in one run with the same exception and message"]
        case .together(let terms, let score, let threshold):
            let sum = "  by their runs: \(Points.number(score)) >= \(Points.number(threshold))"
            return lines + [sum] + self.terms(terms, palette)
        }
    }

    /// One line a term, the points under each other.
    private static func terms(_ terms: [TriageReport.Term], _ palette: Palette) -> [String] {
        let width = terms.map { Points.signed($0.points).count }.max() ?? 0
        return terms.map { term in
            let points = Points.signed(term.points)
            let gap = String(repeating: " ", count: width - points.count)
            return "    \(gap)\(palette.paint(points, term.points < 0 ? .bad : .good))  \(term.label)"
        }
    }

    private static func lines(_ evidence: TriageReport.Evidence, _ palette: Palette) -> [String] {
        var lines = terms(evidence.terms, palette)
        let spread = evidence.spread.map(Points.number).joined(separator: ", ")
        lines.append("  like members that stand for the cluster: \(spread)")
        lines.append("  0.4 of the best and 0.6 of their mean: \(Points.number(evidence.score))")
        if !evidence.runnersUp.isEmpty {
            let next = evidence.runnersUp.map { "\($0.cluster) \(Points.number($0.score))" }
            lines.append("  next best: \(next.joined(separator: ", "))")
        }
        return lines
    }
}

extension TriageReport.Link {
    /// nil where a rule joined it.
    fileprivate var evidence: TriageReport.Evidence? {
        if case .evidence(let evidence) = reason { evidence } else { nil }
    }

    /// nil where evidence joined it.
    fileprivate var wildcards: Int? { if case .sentence(let wildcards) = reason { wildcards } else { nil } }
}
