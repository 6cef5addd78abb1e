// Exitgate
// SPDX-License-Identifier: Apache-2.0

import TestPhase
import Testing

@testable import Renderers

struct GitHubTextTests {
    private func lines(_ diagnostics: [Diagnostic]) -> [String] {
        var report = IngestReport()
        report.diagnostics = diagnostics
        return GitHubText.ingest(report, nil).split(separator: "\n").map(String.init).filter { $0.hasPrefix("::") }
    }

    @Test func `what cannot be read is told beside its file and line`() {
        let lines = lines([
            Diagnostic(.error, "not-xml", "is not XML", hint: "name others", file: "out/a.xml", line: 3),
            Diagnostic(.error, "cut", "ends too early", file: "-", line: 9),
            Diagnostic(.warning, "time", "is no time", file: "out/a.xml", line: 4),
        ])

        #expect(
            lines == [
                "::error file=out/a.xml,line=3,title=not-xml%3A out/a.xml::is not XML; name others",
                "::error title=cut%3A -::ends too early",
            ])
    }

    @Test func `parts of a run that differ are a warning, which no file has`() {
        let lines = lines([Diagnostic(.warning, "mixed-configuration", "the parts differ", file: "RUN-3")])

        #expect(lines == ["::warning title=mixed-configuration%3A RUN-3::the parts differ"])
    }
}
