// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Tests for people and machines.
package enum TestText {
    package static func list(_ tests: [TestName], width: Int?, palette: Palette) -> String {
        guard !tests.isEmpty else { return "no tests match" }
        var table = TextTable([
            .init("test"), .init("suite", fit: .keepingEnd), .init("name", fit: .keepingEnd, minimum: 30),
        ])
        for test in tests {
            table.add([
                .init("TEST-\(test.id)", .strong), .init(test.suites.joined(separator: " > ")), .init(test.display),
            ])
        }
        return table.text(width: width, palette: palette)
    }

    /// A test with its strips: one letter a run, oldest first.
    package static func page(
        _ test: TestName, history: [HistoryEntry], reliability: [TestReliability], incidents: [Int64], width: Int?,
        palette: Palette
    ) -> String {
        var lines = [
            "\(palette.paint("TEST-\(test.id)", .strong))  \(SafeText.line(test.display, limit: 300))", "",
            "  suite      \(SafeText.line(test.suites.joined(separator: " > "), limit: 200))",
        ]
        if !test.file.isEmpty { lines.append("  file       \(SafeText.line(test.file, limit: 200))") }
        lines += [
            "  incidents  \(incidents.isEmpty ? "none" : incidents.map { "INC-\($0)" }.joined(separator: ", "))", "",
        ]
        lines += reliability.flatMap { ReliabilityText.lines($0, palette) }
        lines.append(table(history.suffix(20).reversed()).text(width: width, palette: palette))
        return lines.joined(separator: "\n")
    }

    /// One line a result; where a job was repeated, with its attempt.
    private static func table(_ entries: [HistoryEntry]) -> TextTable {
        let isRepeated = entries.contains { $0.attempt > 1 }
        var columns: [TextTable.Column] = [
            .init("run"), .init("started (UTC)"), .init("phase"), .init("configuration", fit: .keepingStart),
            .init("outcome"), .init("time", alignment: .right), .init("commit"),
        ]
        if isRepeated { columns.insert(.init("attempt", alignment: .right), at: 1) }
        var table = TextTable(columns)
        for entry in entries {
            var cells: [TextTable.Cell] = [
                .init("RUN-\(entry.run)"), .init(Moment.text(entry.startedAt)), .init(entry.phase),
                .init(entry.configuration.description), .init(entry.outcome.word, role(entry.outcome)),
                .init(entry.microseconds < 0 ? "?" : Seconds.text(Double(entry.microseconds) / 1_000_000)),
                .init(String((entry.commit ?? "-").prefix(10))),
            ]
            if isRepeated { cells.insert(.init(String(entry.attempt)), at: 1) }
            table.add(cells)
        }
        return table
    }

    package static func listJSON(_ tests: [TestName]) -> String {
        JSONText.object([.init("format", 1), .init("tests", .array(tests.map(name)))]).pretty
    }

    package static func pageJSON(
        _ test: TestName, history: [HistoryEntry], reliability: [TestReliability], incidents: [Int64]
    ) -> String {
        let entries = history.map { entry in
            JSONText.object([
                .init("run", .string("RUN-\(entry.run)")),
                .init("started_at", .string(Moment.iso8601(entry.startedAt))),
                .init("phase", .string(entry.phase)), .init("configuration", .string(entry.configuration.text)),
                .init("commit", JSONText(entry.commit)), .init("attempt", .int(entry.attempt)),
                .init("outcome", .string(entry.outcome.word)),
                .init("seconds", entry.microseconds < 0 ? .null : .double(Double(entry.microseconds) / 1_000_000)),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("test", name(test)), .init("history", .array(entries)),
            .init("reliability", .array(reliability.map(ReliabilityText.json))),
            .init("incidents", .array(incidents.map { .string("INC-\($0)") })),
        ]).pretty
    }

    private static func name(_ test: TestName) -> JSONText {
        .object([
            .init("id", .string("TEST-\(test.id)")), .init("suites", .array(test.suites.map(JSONText.string))),
            .init("classname", .string(test.className)), .init("name", .string(test.name)),
            .init("file", .string(test.file)),
        ])
    }

    static func letter(_ outcome: Outcome) -> String {
        switch outcome {
        case .passed: "."
        default: String(UnicodeScalar(outcome.letter))
        }
    }

    static func role(_ outcome: Outcome) -> Palette.Role {
        switch outcome {
        case .passed: .good
        case .failed, .error: .bad
        case .flaky, .unknown: .warning
        case .skipped: .muted
        }
    }
}
