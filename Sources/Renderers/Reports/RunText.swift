// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Runs for people.
package enum RunText {
    package static func list(_ runs: [RunSummary], width: Int?, palette: Palette) -> String {
        guard !runs.isEmpty else { return "no runs match" }
        var table = TextTable([
            .init("run"), .init("started (UTC)"), .init("phase"), .init("release"),
            .init("configuration", fit: .keepingStart),
            .init("tests", alignment: .right), .init("failed", alignment: .right), .init("flaky", alignment: .right),
            .init("state"), .init("key", fit: .keepingEnd),
        ])
        for run in runs {
            let failed = (run.outcomes[.failed] ?? 0) + (run.outcomes[.error] ?? 0)
            let flaky = run.outcomes[.flaky] ?? 0
            table.add([
                .init("RUN-\(run.id)", .strong), .init(Moment.text(run.run.startedAt)), .init(run.run.phase),
                .init(run.run.release ?? "-"), .init(run.run.configuration.description),
                .init(Plural.number(run.tests)),
                .init(Plural.number(failed), failed > 0 ? .bad : nil),
                .init(Plural.number(flaky), flaky > 0 ? .warning : nil),
                .init(state(run), run.isComplete && !run.isTainted ? nil : .warning), .init(run.run.key),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    private static func state(_ run: RunSummary) -> String {
        (run.isComplete ? "complete" : "incomplete") + (run.isTainted ? ", tainted" : "")
    }

    /// The facts of a run, a line each.
    package static func facts(_ summary: RunSummary, palette: Palette) -> [String] {
        let run = summary.run
        var lines = [
            "\(palette.paint("RUN-\(summary.id)", .strong))  \(SafeText.line(run.key, limit: 200))", "",
            "  where      \(SafeText.line(run.phase)), \(SafeText.line(run.configuration.description, limit: 200))",
            "  started    \(Moment.text(run.startedAt)) UTC (\(source(run.startedFrom)))",
        ]
        func add(_ name: String, _ value: String?, isAddress: Bool = false) {
            guard let value else { return }
            let text = palette.link(SafeText.line(value, limit: 300), to: isAddress ? value : "")
            lines.append("  \(name)\(String(repeating: " ", count: max(1, 11 - name.count)))\(text)")
        }
        add("release", run.release)
        if let queue = summary.queueMilliseconds {
            let told = summary.uploads.count { $0.queueMilliseconds != nil }
            let most = told > 1 ? " at most, of \(Plural.number(told)) uploads" : ""
            add("queued", "\(Seconds.text(Double(queue) / 1_000)) before it started\(most)")
        }
        add("environ.", run.environment)
        add("commit", run.commit)
        add("branch", run.branch)
        add("build", run.buildURL, isAddress: true)
        lines.append("  results    \(counts(summary.outcomes))")
        if summary.isTainted {
            lines.append("  tainted    an outage broke a fifth of it: it is no trial of any other failure")
        }
        for upload in summary.uploads {
            let part = upload.shard == 0 ? "" : "shard \(upload.shard), "
            let state = upload.isComplete ? "" : ", incomplete"
            lines.append(
                "  upload     \(part)attempt \(upload.attempt): \(Plural.count(upload.results, "result"))\(state)")
        }
        if !summary.missingShards.isEmpty {
            let shards = summary.missingShards.map(String.init).joined(separator: ", ")
            lines.append("  missing    \(Plural.noun(summary.missingShards.count, "shard")) \(shards)")
        }
        return lines
    }

    /// `285,241 passed, 8,887 failed, 5,872 skipped`.
    package static func counts(_ outcomes: [Outcome: Int]) -> String {
        let order: [Outcome] = [.passed, .failed, .error, .flaky, .skipped, .unknown]
        let parts = order.compactMap { outcome in
            outcomes[outcome].map {
                "\(Plural.number($0)) \(outcome == .error ? Plural.noun($0, "error") : outcome.word)"
            }
        }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }

    private static func source(_ source: Run.StartSource) -> String {
        switch source {
        case .given: "given"
        case .pipeline: "from the pipeline"
        case .report: "from the reports"
        case .ingest: "when it was ingested"
        }
    }
}
