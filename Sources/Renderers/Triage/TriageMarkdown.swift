// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// `exitgate triage --format markdown`: for the comment of a pull request or the summary of a job.
package enum TriageMarkdown {
    /// - Parameters:
    ///   - limit: Most clusters that are shown.
    ///   - isComplete: Whether everything could be read.
    package static func text(_ report: TriageReport, limit: Int, isComplete: Bool) -> String {
        guard report.failures > 0 else { return "**\(TriageText.nothing(isComplete: isComplete))**" }
        var lines = [
            "**\(Plural.count(report.failures, "failure")) in \(Plural.count(report.clusters.count, "cluster"))**", "",
            "| # | Failures | Tests | What | Sample |", "| ---: | ---: | ---: | --- | --- |",
        ]
        for (index, cluster) in report.clusters.prefix(limit).enumerated() {
            lines.append(
                "| \(index + 1) | \(Plural.number(cluster.failures)) | \(Plural.number(cluster.tests)) | \(MarkdownText.cell(cluster.title, limit: 160)) | \(MarkdownText.code(cluster.sample.test, isInTable: true, limit: 160)) |"
            )
        }
        let rest = report.clusters.dropFirst(limit)
        if !rest.isEmpty {
            let failures = rest.reduce(0) { $0 + $1.failures }
            lines += ["", "And \(Plural.count(rest.count, "more cluster")) with \(Plural.count(failures, "failure"))."]
        }
        for (index, cluster) in report.clusters.prefix(limit).enumerated() {
            lines += [
                "", "<details><summary>\(index + 1): \(MarkdownText.inline(cluster.title, limit: 160))</summary>", "",
                "Cluster \(MarkdownText.code(cluster.id)). \(MarkdownText.inline(TriageText.why(cluster)))", "",
                MarkdownText.fence(cluster.sample.text.isEmpty ? cluster.sample.message : cluster.sample.text), "",
                "</details>",
            ]
        }
        return lines.joined(separator: "\n")
    }
}
