// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Readers
import TestPhase
import Triage

/// A sort of change that needs no approval of its own, once enough of its kind did no harm.
package struct ChangeModel: Sendable, Equatable {
    /// Implementations that it takes at least.
    static let leastImplementations = 10
    /// What its failure rate must lie below, with a confidence of 95 %.
    static let greatestRate = 0.1

    package let name: String
    let items: [TextPattern]
    let greatestStep: Version.Step

    /// Reads `NAME GLOB[,GLOB] major|minor|patch`; nil for anything else.
    package init?(_ line: String) {
        let parts = line.split(separator: " ").map(String.init)
        guard parts.count == 3, let step = Version.Step(rawValue: parts[2]), step != .unknown else { return nil }
        name = parts[0]
        items = parts[1].split(separator: ",").map { TextPattern(String($0)) }
        greatestStep = step
    }

    /// How far a model has come.
    struct Standing {
        let implementations: Int
        let harmful: Int
        /// Whether one of the last ten did harm.
        let isSuspended: Bool

        var upperRate: Double { FailureCount(failures: harmful, of: implementations).upperRate }

        /// The upper end of the rate, for people.
        var bound: String {
            upperRate < ChangeModel.greatestRate
                ? "below \(Int(ChangeModel.greatestRate * 100)) %" : "at most \(Int((upperRate * 100).rounded(.up))) %"
        }

        var isQualified: Bool {
            implementations >= ChangeModel.leastImplementations && upperRate < ChangeModel.greatestRate && !isSuspended
        }
    }

    /// Whether a change is of this sort: all its items are, and no version moves further.
    func fits(_ scope: ChangeRequest.Scope, _ deltas: [BaselineDiff.Delta]) -> Bool {
        guard !scope.items.isEmpty, scope.paths.isEmpty, scope.components.isEmpty, !deltas.isEmpty else { return false }
        let isOwn = scope.items.allSatisfy { item in items.contains { $0.matches(item) } }
        return isOwn && deltas.allSatisfy { $0.step.weight <= greatestStep.weight }
    }

    /// - Parameter harms: Whether each implementation did harm, the oldest first.
    static func standing(_ harms: [Bool]) -> Standing {
        Standing(
            implementations: harms.count, harmful: harms.count(where: \.self),
            isSuspended: harms.suffix(leastImplementations).contains(true))
    }
}

extension Version.Step {
    /// How much a step of this size is feared, from 0 to 1; what is not known counts as a minor one.
    var weight: Double {
        switch self {
        case .major: 1
        case .minor, .unknown: 0.5
        case .patch: 1.0 / 6
        }
    }
}
