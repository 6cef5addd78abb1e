// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase
import Triage

/// Offers the rule that describes a cluster: what all its failures have in common.
struct RuleSuggestion {
    /// Signatures that are looked at.
    private static let limit = 50

    private let failures: StoredFailures

    init(_ failures: StoredFailures) {
        self.failures = failures
    }

    /// A rule in the rule language that speaks of every one of the signatures; nil where nothing is sure.
    func rule(for signatures: [Int64]) throws -> String? {
        let leaders = try signatures.prefix(Self.limit).compactMap(failures.leader)
        guard let first = leaders.first else { return nil }
        var builder = SignatureBuilder()
        return first.withText { builder.rule(for: $0) { rule in leaders.allSatisfy { $0.matches(rule) } } }
    }
}

extension StoredFailure {
    fileprivate func matches(_ rule: RulePredicate) -> Bool {
        var matcher = RuleMatcher(rule)
        return withText { matcher.matches($0) }
    }
}
