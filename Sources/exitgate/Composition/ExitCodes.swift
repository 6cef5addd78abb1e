// Exitgate
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The numbers a process ends with: public, and never renumbered.
///
/// When several apply, the order is 1, 69, 3, 65, 4, 0, so that an unreadable input never hides a NO_GO.
extension ExitCode {
    /// Done, GO, or CONDITIONAL_GO.
    static let done = ExitCode(0)
    /// A fault of ours: please report it.
    static let unexpected = ExitCode(1)
    static let noGo = ExitCode(3)
    /// Evidence is missing.
    static let undecided = ExitCode(4)
    static let usage = ExitCode(64)
    /// Input unreadable or incomplete; what was readable is kept.
    static let badInput = ExitCode(65)
    /// No file matched.
    static let noInput = ExitCode(66)
    static let storeUnavailable = ExitCode(69)
    static let badSettings = ExitCode(78)

    /// What each says, for the manual.
    static let meanings: [(code: Int, meaning: String)] = [
        (0, "Done, GO, or CONDITIONAL_GO without --strict."), (1, "A fault of exitgate: please report it."),
        (3, "NO_GO, or CONDITIONAL_GO with --strict."), (4, "UNDECIDED: evidence is missing."),
        (64, "The command was called in a wrong way, or names what is not there."),
        (65, "Input unreadable or incomplete; what was readable is kept."), (66, "No file matched."),
        (69, "The store is not available, or something cannot be written."), (78, "The settings are wrong."),
    ]
}
