// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The matrix of issues and releases for people and machines.
package enum MatrixText {
    private static let legend =
        "3/10: failed in 3 of 10 runs that exercised it; -: no run says anything; I introduced, C claimed repaired, V verified, R came back, W waived"

    package static func text(_ matrix: ReleaseMatrix, width: Int?, palette: Palette) -> String {
        guard !matrix.rows.isEmpty else { return "no release saw an issue" }
        var table = TextTable(
            [.init("issue"), .init("state"), .init("sev")]
                + matrix.releases.map { .init(SafeText.line($0, limit: 20), alignment: .right) }
                + [.init("what", fit: .keepingStart, minimum: 20)])
        for row in matrix.rows {
            table.add(
                [
                    .init("ISS-\(row.line.summary.number)", .strong), .init(row.line.state.rawValue),
                    .init(row.line.weight.severity.text),
                ] + row.cells.map { .init(cell($0), role($0)) } + [.init(row.line.summary.title)])
        }
        return "\(table.text(width: width, palette: palette))\n\n\(legend)"
    }

    package static func markdown(_ matrix: ReleaseMatrix) -> String {
        guard !matrix.rows.isEmpty else { return "No release saw an issue." }
        let names = matrix.releases.map { MarkdownText.cell($0, limit: 60) }
        var lines = [
            "| Issue | State | Severity | \(names.joined(separator: " | ")) | What |",
            "|\(String(repeating: " --- |", count: matrix.releases.count + 4))",
        ]
        lines += matrix.rows.map { row in
            "| ISS-\(row.line.summary.number) | \(row.line.state.rawValue.replacing("_", with: " ")) | \(row.line.weight.severity.text) | \(row.cells.map(cell).joined(separator: " | ")) | \(MarkdownText.cell(row.line.summary.title, limit: 160)) |"
        }
        return (lines + ["", legend.prefix(1).uppercased() + legend.dropFirst() + "."]).joined(separator: "\n")
    }

    /// `I 3/10`, `V 0/12`, or `-` where nothing is known.
    static func cell(_ cell: ReleaseMatrix.Cell) -> String {
        let runs = cell.runs == 0 ? "-" : "\(Plural.number(cell.failed))/\(Plural.number(cell.runs))"
        return cell.marks.isEmpty ? runs : "\(cell.marks) \(runs)"
    }

    private static func role(_ cell: ReleaseMatrix.Cell) -> Palette.Role {
        if cell.failed > 0 { return cell.isVerified ? .warning : .bad }
        return cell.isVerified || cell.runs > 0 ? .good : .muted
    }

    package static func json(_ matrix: ReleaseMatrix) -> String {
        let rows = matrix.rows.map { row in
            JSONText.object([
                .init("issue", .string("ISS-\(row.line.summary.number)")),
                .init("state", .string(row.line.state.rawValue)),
                .init("severity", .string(row.line.weight.severity.text)),
                .init("title", .string(row.line.summary.title)),
                .init(
                    "releases",
                    .array(
                        zip(matrix.releases, row.cells).filter { !$1.isEmpty }.map { release, cell in
                            json(release, cell)
                        })),
            ])
        }
        return JSONText.object([
            .init("format", 1), .init("releases", .array(matrix.releases.map { .string($0) })),
            .init("issues", .array(rows)),
        ]).pretty
    }

    private static func json(_ release: String, _ cell: ReleaseMatrix.Cell) -> JSONText {
        .object([
            .init("release", .string(release)), .init("runs", .int(cell.runs)), .init("failed", .int(cell.failed)),
            .init("introduced", .bool(cell.isIntroduced)), .init("claimed", .bool(cell.isClaimed)),
            .init("verified", .bool(cell.isVerified)), .init("back", .bool(cell.isBack)),
            .init("waived", .bool(cell.isWaived)),
        ])
    }
}
