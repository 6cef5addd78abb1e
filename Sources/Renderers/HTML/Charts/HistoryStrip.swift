// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase

/// The runs of one place, the oldest left: tall and red failed, short and green passed.
enum HistoryStrip {
    /// Fewer runs leave room, so that bars of all strips are about as wide.
    private static let least = 48

    static func html(_ strip: ReportedIssue.Strip) -> HTML {
        let failed = strip.runs.count(where: \.hasFailed)
        let last = strip.runs.last { $0.hasFailed }
        let earlier: HTML = strip.earlier > 0 ? ", and \(strip.earlier) before them" : .empty
        let latest = last.map { run -> HTML in
            let commit = run.commit.map { " at <span class=\"id\">\(String($0.prefix(10)))</span>" as HTML }
            return "; last in RUN-\(run.id), \(Piece.time(run.at))\(commit)"
        }
        let told = strip.runs.map { $0.hasFailed ? "failed" : "passed" }.suffix(20).joined(separator: ", ")
        return """
            <div class="stack"><h3>\(strip.phase, limit: 60), \(Piece.words(strip.configuration), limit: 160)</h3>
            <svg class="strip" viewBox="0 0 \(String(max(least, strip.runs.count) * 6 + 2)) 30" preserveAspectRatio="none" role="img" \
            aria-label="The latest runs, the oldest first: \(told)">\(drawn(strip.runs))</svg>
            <p class="small soft">failed \(failed) of \(Plural.count(strip.runs.count, "run"))\(earlier)\(latest)</p></div>
            """
    }

    /// One path for each of the two, so that hundreds of runs stay small.
    private static func drawn(_ runs: [ReportedIssue.Strip.Run]) -> HTML {
        let kinds: [(name: HTML, hasFailed: Bool, top: Int, height: Int)] = [
            ("failed", true, 2, 26), ("passed", false, 12, 16),
        ]
        let paths = kinds.map { kind -> HTML in
            let bars = runs.indices.filter { runs[$0].hasFailed == kind.hasFailed }.map {
                "M\(String($0 * 6 + 2)) \(String(kind.top))h4v\(String(kind.height))h-4z" as HTML
            }
            return bars.isEmpty ? .empty : "<path class=\"\(kind.name)\" d=\"\(bars)\"/>"
        }
        return "\(paths)"
    }
}
