// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// `exitgate inspect` for people and for spreadsheets.
package enum InspectionText {
    /// A table of the files that have something to say, and the sum.
    package static func text(_ rows: [InspectionRow], width: Int?, palette: Palette) -> String {
        var table = TextTable([
            .init("file", fit: .keepingEnd), .init("tests", alignment: .right), .init("passed", alignment: .right),
            .init("failed", alignment: .right), .init("error", alignment: .right), .init("skipped", alignment: .right),
            .init("flaky", alignment: .right), .init("time", alignment: .right), .init("condition"),
        ])
        func add(_ name: String, _ rows: [InspectionRow], condition: TextTable.Cell) {
            func sum(_ path: KeyPath<InspectionRow, Int>) -> Int { rows.reduce(0) { $0 + $1[keyPath: path] } }
            let seconds = rows.reduce(0) { $0 + $1.seconds }
            table.add([
                .init(name), .init(Plural.number(sum(\.testcase))), .init(Plural.number(sum(\.passed))),
                .init(Plural.number(sum(\.failed)), sum(\.failed) > 0 ? .bad : nil),
                .init(
                    Plural.number(sum(\.error) + sum(\.suiteErrors)),
                    sum(\.error) + sum(\.suiteErrors) > 0 ? .bad : nil
                ),
                .init(Plural.number(sum(\.skipped))),
                .init(Plural.number(sum(\.flaky)), sum(\.flaky) > 0 ? .warning : nil),
                .init(Seconds.text(seconds)), condition,
            ])
        }
        for row in rows {
            add(row.file, [row], condition: .init(row.condition, row.condition == "complete" ? nil : .bad))
        }
        if rows.count > 1 { add(Plural.count(rows.count, "file"), rows, condition: "") }
        return table.text(width: width, palette: palette)
    }

    /// One row a file, with the columns of `InspectionRow.columns`.
    package static func tsv(_ rows: [InspectionRow]) -> String {
        let names = InspectionRow.columnNames
        var table = TSVText(header: ["file"] + names)
        for row in rows {
            table.add(
                [row.file]
                    + row.columns.map { column in
                        switch column.value {
                        case .int(let number): String(number)
                        case .double(let number): Seconds.exact(number)
                        case .string(let text): text
                        default: ""
                        }
                    }
            )
        }
        return table.text
    }
}

extension InspectionRow {
    static let columnNames = [
        "junit", "wellformed", "documents", "testsuites", "testsuite", "testcase", "passed", "failed", "error",
        "skipped",
        "flaky", "rerun_failed", "suite_errors", "time_sum", "identities", "duplicates", "unknown", "condition",
    ]
}

/// Durations in seconds as text.
package enum Seconds {
    /// For people: `0.42 s`, `12 s`, `3 min 5 s`, `2 h 10 min`.
    package static func text(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e15 else { return "?" }
        if seconds < 0.005 { return "0 s" }
        if seconds < 10 { return "\(Double(Int(seconds * 100 + 0.5)) / 100) s" }
        let whole = Int(seconds + 0.5)
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(Plural.number(whole / 3600)) h \(whole / 60 % 60) min"
    }

    /// For machines: at most six decimals, no exponent.
    package static func exact(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds.magnitude < 9e12 else { return "\(seconds)" }
        let micros = Int((seconds * 1_000_000).rounded())
        let fraction = micros % 1_000_000
        guard fraction != 0 else { return String(micros / 1_000_000) }
        let digits = String(fraction)
        var text = "\(micros / 1_000_000).\(String(repeating: "0", count: 6 - digits.count))\(digits)"
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }
}
