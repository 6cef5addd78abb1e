// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// The report for people: a table, then what a row could not say.
struct ReportText {
    private let report: BenchReport

    private static let heading = [
        "target", "A : B", "cpu A/B", "cpu A", "cpu B", "wall A/B", "peak MiB", "bound", "pressure", "verdict",
    ]

    init(_ report: BenchReport) {
        self.report = report
    }

    func text() -> String {
        let cells = [Self.heading] + report.rows.map(Self.cells)
        let widths = Self.heading.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        let table = cells.map { row in
            var line = ""
            for (cell, width) in zip(row, widths) {
                line += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return (head + [""] + table + notes).joined(separator: "\n")
    }

    /// One row as soon as it is known, without a table around it.
    static func line(_ row: ResultRow) -> String {
        var parts = [row.title]
        if let ratio = row.cpuRatio { parts.append("cpu ratio \(ratio.median.fixed(2))") }
        if row.cpuSecondsA != nil { parts.append("cpu \(seconds(row.cpuSecondsA))") }
        return (parts + row.notes + [row.verdict.rawValue]).joined(separator: ", ")
    }

    private var head: [String] {
        let pressure = report.cpuPressurePercent.map { "\($0.fixed(0)) %" } ?? "unknown"
        return [
            "exitgate \(report.exitgate), yardstick X = \(report.xmllint) --stream --noout",
            "scale \(report.scale), pairs \(report.pairs), CPU pressure \(pressure)",
        ]
    }

    private var notes: [String] {
        var lines: [String] = [""]
        for row in report.rows {
            for note in row.notes {
                lines.append("\(row.target) \(row.title): \(note)")
            }
        }
        lines.append("cpu is user and system time; ratios are medians over the pairs (least-greatest).")
        lines.append("Wall ratios count only where the pressure is below \(ResultRow.quietPercent.fixed(0)) %.")
        lines.append("A peak cannot read below \(Self.mebibytes(report.peakFloorBytes)) MiB, the peak of this process.")
        if report.scale != 1 {
            lines.append("The bounds are meant for scale 1.")
        }
        return lines
    }

    private static func cells(_ row: ResultRow) -> [String] {
        let ratio = row.cpuRatio.map { "\($0.median.fixed(2)) (\($0.least.fixed(2))-\($0.greatest.fixed(2)))" }
        return [
            row.target, row.title, ratio ?? "-", seconds(row.cpuSecondsA), seconds(row.cpuSecondsB),
            row.wallRatio.map { $0.median.fixed(2) } ?? "-", row.peakBytes.map(mebibytes) ?? "-",
            row.bounds.isEmpty ? "-" : row.bounds.map(bound).joined(separator: ", "),
            row.pressurePercent.map { "\($0.fixed(0)) %" } ?? "-",
            row.verdict == .unbounded ? "-" : row.verdict.rawValue,
        ]
    }

    private static func bound(_ bound: Bound) -> String {
        switch bound.quantity {
        case .ratio: "\(bound.limit) x\(bound.stretch.map { " (stretch \($0))" } ?? "")"
        case .cpuSeconds: seconds(bound.limit)
        case .peakBytes:
            "\(mebibytes(Int(bound.limit))) MiB\(bound.stretch.map { " (stretch \(mebibytes(Int($0))))" } ?? "")"
        }
    }

    private static func seconds(_ spread: Spread?) -> String {
        spread.map { seconds($0.median) } ?? "-"
    }

    private static func seconds(_ value: Double) -> String {
        value < 0.1 ? "\((value * 1000).fixed(1)) ms" : "\(value.fixed(3)) s"
    }

    private static func mebibytes(_ bytes: Int) -> String {
        (Double(bytes) / Bound.mebibyte).fixed(1)
    }
}
