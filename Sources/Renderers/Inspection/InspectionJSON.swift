// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// `exitgate inspect --format json`.
package enum InspectionJSON {
    /// - Parameter diagnostics: findings that belong to no file.
    package static func text(_ rows: [InspectionRow], diagnostics: [Diagnostic]) -> String {
        let files = rows.map { row in
            JSONText.object(
                [.init("file", .string(row.file))] + row.columns.map { .init($0.name, $0.value) } + [
                    .init("bytes", .int(row.bytes)), .init("sha256", JSONText(row.digest)),
                    .init("diagnostics", .array(row.diagnostics.map(JSONText.init(diagnostic:)))),
                ]
            )
        }
        return JSONText.object([
            .init("format", 1), .init("files", .array(files)),
            .init("diagnostics", .array(diagnostics.map(JSONText.init(diagnostic:)))),
        ]).pretty
    }
}

extension JSONText {
    /// A diagnostic with its place; absent fields are null.
    package init(diagnostic: Diagnostic) {
        self = .object([
            .init("severity", .string(diagnostic.severity.rawValue)), .init("code", .string(diagnostic.code)),
            .init("file", .string(diagnostic.file)), .init("line", JSONText(diagnostic.line)),
            .init("column", JSONText(diagnostic.column)), .init("path", JSONText(diagnostic.path)),
            .init("message", .string(diagnostic.message)), .init("hint", JSONText(diagnostic.hint)),
            .init("count", .int(diagnostic.count)),
        ])
    }
}
