// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import TestPhase
import Testing

struct DiagnosticTextTests {
    @Test func `a diagnostic names place, severity, code, fact and hint`() {
        let diagnostic = Diagnostic(
            .error,
            "truncated",
            "the file ends inside testcase[7]",
            hint: "the producer was killed",
            file: "out/api.xml",
            line: 14,
            column: 3
        )

        let line = DiagnosticText.line(diagnostic)

        #expect(
            line == "out/api.xml:14:3: error[truncated]: the file ends inside testcase[7]; the producer was killed"
        )
    }

    @Test func `a repeated diagnostic tells how many it stands for`() {
        let diagnostic = Diagnostic(
            .warning,
            "time-format",
            "\"1,5 s\" is not a time",
            hint: "write 1.5",
            file: "a.xml",
            line: 2,
            path: "testcase[7]",
            count: 4214
        )

        let line = DiagnosticText.line(diagnostic)

        #expect(
            line == "a.xml:2: warning[time-format]: \"1,5 s\" is not a time, at testcase[7] (and 4,213 more like it); "
                + "write 1.5"
        )
    }

    @Test(arguments: ["::error::x", "  ::error::x", ":", "section_start", "##", "a\nb", "", "\u{1B}"])
    func `a file name does not act at the start of the line`(file: String) {
        let line = DiagnosticText.line(Diagnostic(.error, "c", "m", file: file, line: 1))

        #expect(Oracle.ci(line) == [])
        #expect(Oracle.terminal(line) == [])
        #expect(!line.hasPrefix(":"))
    }

    @Test func `a name that looks like a command is shown as a path`() {
        let line = DiagnosticText.line(Diagnostic(.error, "c", "m", file: "::error::x.xml"))

        #expect(line == "./::error::x.xml: error[c]: m")
    }

    @Test func `no diagnostic is longer than 500 bytes, acts, or breaks the line`() {
        let lines = (NastyTexts.all + NastyTexts.all.prefix(100).map { String(repeating: $0, count: 200) }).map {
            text in
            DiagnosticText.line(
                Diagnostic(
                    .warning,
                    text,
                    text,
                    hint: text,
                    file: text,
                    line: .max,
                    column: .max,
                    path: text,
                    count: .max
                )
            )
        }

        #expect(lines.filter { $0.utf8.count > 500 || !Oracle.log($0).isEmpty || $0.contains("\n") } == [])
    }

    @Test func `a long message is cut and the hint stays`() {
        let diagnostic = Diagnostic(
            .error,
            "c",
            String(repeating: "ä", count: 900),
            hint: "split the file",
            file: "a.xml",
            line: 1
        )

        let line = DiagnosticText.line(diagnostic)

        #expect(line.hasSuffix("ä…; split the file"))
        #expect((499...500).contains(line.utf8.count))
    }

    @Test func `a long file name keeps its end`() {
        let line = DiagnosticText.line(
            Diagnostic(.error, "c", "m", file: String(repeating: "a/", count: 300) + "api.xml", line: 9)
        )

        #expect(line.hasPrefix("…"))
        #expect(line.hasSuffix("/api.xml:9: error[c]: m"))
    }

    @Test func `colour marks place and severity only`() {
        let line = DiagnosticText.line(Diagnostic(.error, "c", "m", file: "a.xml"), palette: Palette(isOn: true))

        #expect(line == "\u{1B}[1ma.xml:\u{1B}[0m \u{1B}[31merror[c]:\u{1B}[0m m")
    }
}
