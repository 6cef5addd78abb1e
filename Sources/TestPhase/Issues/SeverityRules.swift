// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// What a project says about how bad failures are, beside what their symptoms say.
package struct SeverityRules: Sendable, Equatable {
    /// Tags of suites whose failure is S1; compared without case.
    package var criticalTags = ["crash", "data-loss", "security", "smoke"]
    /// Globs of tests whose failure is S1, over `suite/class/name`.
    package var critical: [String] = []
    /// Globs of tests that inform only: their failure is S4.
    package var informing: [String] = []
    /// When the gates of phases are due, each as `PHASE YYYY-MM-DD`.
    package var gateDates: [String] = []

    /// The usual tags, every test blocking, and no date.
    package init() {}
}

/// Whether something fails more or less often than before.
package enum Trend: String, Sendable {
    case rising, falling

    /// Runs on each side that are compared, and failures that must lie between them.
    package static let runs = 10
    private static let difference = 3

    /// - Parameters:
    ///   - last: Failing ones of the last ten runs.
    ///   - previous: Failing ones of the ten before.
    package init?(last: Int, previous: Int) {
        switch last - previous {
        case Self.difference...: self = .rising
        case ...(-Self.difference): self = .falling
        default: return nil
        }
    }
}
