// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import TestPhase

/// The settings cannot be used; the command prints every problem and leaves with 78.
package struct SettingsError: Error, Sendable, Equatable {
    /// All that was found, in the order file, environment, flags; never empty.
    package let problems: [Diagnostic]

    /// At least one problem.
    package init(problems: [Diagnostic]) {
        self.problems = problems
    }

    /// One fault of the file as a whole.
    init(_ fault: SettingsFault, file: String, line: Int? = nil, column: Int? = nil) {
        problems = [
            Diagnostic(
                .error,
                fault.code.rawValue,
                fault.message,
                hint: fault.hint,
                file: file,
                line: line,
                column: column
            )
        ]
    }
}
