// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import Triage

/// Finds the signatures that the rules of people speak of; a signature is judged by the failure that stands for it.
struct RuleMatching {
    private let records: DecisionRecords
    private let failures: StoredFailures
    private let connection: any StoreConnection

    init(_ connection: any StoreConnection) {
        self.connection = connection
        records = DecisionRecords(connection)
        failures = StoredFailures(connection)
    }

    /// Asks all rules about signatures that are new, or are judged by another failure now.
    func look(at signatures: [Int64]) throws {
        let rules = try Decisions(connection).rules
        guard !rules.isEmpty else { return }
        for signature in signatures { try records.unmatch(signature) }
        for rule in rules { try records.match(rule.id, matching(rule.value ?? "", signatures)) }
    }

    /// How many rules speak of other signatures than those that are stored.
    func differences() throws -> Int {
        let decisions = try Decisions(connection)
        guard !decisions.rules.isEmpty else { return 0 }
        let signatures = try ClusterQueries(connection).memberships().map(\.signature)
        return try decisions.rules.count { rule in
            try Set(matching(rule.value ?? "", signatures)) != Set(decisions.matches(of: rule.id))
        }
    }

    /// Signatures that a rule speaks of, in their order; none if the rule cannot be read.
    func matching(_ predicate: String, _ signatures: [Int64]) throws -> [Int64] {
        guard let filter = try? FailureFilter(parsing: predicate) else { return [] }
        return try matching(filter, signatures)
    }

    /// Signatures that a rule speaks of, in their order.
    func matching(_ filter: FailureFilter, _ signatures: [Int64]) throws -> [Int64] {
        var matcher = RuleMatcher(filter.predicate)
        return try signatures.filter { signature in
            try failures.leader(of: signature)?.withText { matcher.matches($0) } ?? false
        }
    }
}
