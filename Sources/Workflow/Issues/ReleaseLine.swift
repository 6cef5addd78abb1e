// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// The line that a release belongs to: `2.4` for `2.4.1` and `v2.4.0-rc.2`.
struct ReleaseLine: Equatable {
    /// After so long without a failure a recurrence is an issue of its own.
    private static let longMilliseconds: Int64 = 180 * 86_400_000

    private let text: Substring

    init(_ release: String) {
        let number = release.drop { $0 == "v" || $0 == "V" }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        let isNumbered = parts.count > 1 && parts.prefix(2).allSatisfy { $0.first?.isNumber == true }
        guard isNumbered else {
            text = release[...]
            return
        }
        let minor = parts[1].prefix(while: \.isNumber)
        text = number[..<minor.endIndex]
    }

    /// Whether a failure after the end of an issue is no regression of it, but an issue of its own: it came on another
    /// release line than the end did, or more than 180 days later.
    static func isElsewhere(
        _ run: RunFact, _ life: IssueLife, _ failures: [RunFact], _ trials: TrialHistory
    ) -> Bool {
        guard life.state == .verified || life.state == .closed, let end = life.transitions.last else { return false }
        if run.moment.at - end.at > longMilliseconds { return true }
        // What a person closed ended on the line that failed last.
        let proof = end.run.flatMap(trials.knownRun) ?? failures.last { $0.moment < run.moment }
        guard let own = run.release, let other = proof?.release else { return false }
        return ReleaseLine(own) != ReleaseLine(other)
    }
}
