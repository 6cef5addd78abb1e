// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// Collects the findings of one file: the first of each code keeps its place, equal ones are counted.
package struct DiagnosticLog: Sendable {
    private var entries: [(first: Diagnostic, count: Int)] = []
    package let file: String

    package init(file: String) {
        self.file = file
    }

    /// Records a finding; cost grows with the number of different codes only.
    package mutating func add(
        _ severity: Diagnostic.Severity, _ code: String, line: Int? = nil, column: Int? = nil, path: String? = nil,
        hint: String? = nil, count: Int = 1, _ message: @autoclosure () -> String
    ) {
        if let index = entries.firstIndex(where: { $0.first.code == code && $0.first.severity == severity }) {
            entries[index].count += count
            return
        }
        let diagnostic = Diagnostic(
            severity, code, message(), hint: hint, file: file, line: line, column: column,
            path: path?.isEmpty == false ? path : nil)
        entries.append((diagnostic, count))
    }

    /// Whether any finding lost something.
    package var hasErrors: Bool { entries.contains { $0.first.severity == .error } }

    /// Forgets all warnings: the report is read again from its start.
    mutating func forgetWarnings() {
        entries.removeAll { $0.first.severity == .warning }
    }

    /// Notes characters that XML forbids, written as bytes or as references.
    mutating func addForbiddenCharacters(_ count: Int) {
        guard count > 0 else { return }
        add(.warning, "invalid-char", count: count, "holds control characters that XML forbids; they show as U+FFFD")
    }

    /// The findings, errors first.
    ///
    /// Within a group those that have a line come first, in the order in which the codes were met; those of the file as
    /// a whole follow by their code, because when they are met depends on how the bytes arrive.
    package var diagnostics: [Diagnostic] {
        let all = entries.map { entry in
            Diagnostic(
                entry.first.severity, entry.first.code, entry.first.message, hint: entry.first.hint, file: file,
                line: entry.first.line, column: entry.first.column, path: entry.first.path, count: entry.count)
        }
        let placed = all.filter { $0.line != nil }
        let unplaced = all.filter { $0.line == nil }.sorted { $0.code < $1.code }
        return [Diagnostic.Severity.error, .warning].flatMap { severity in
            (placed + unplaced).filter { $0.severity == severity }
        }
    }
}
