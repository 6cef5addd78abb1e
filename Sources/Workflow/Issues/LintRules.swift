// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase
import Triage

/// Looks whether rules do what their authors meant: on what they speak of, and on what they do not.
package struct LintRules {
    /// Days without a match after which a rule is idle.
    package static let idleDays: Int64 = 30
    /// Latest runs whose passing tests are asked about.
    private static let runLimit = 20

    private let store: any StoreDriver

    package init(_ store: any StoreDriver) {
        self.store = store
    }

    /// - Parameters:
    ///   - predicate: A rule that is not stored; nil: those that are.
    ///   - now: UTC ms.
    /// - Throws: `FailureFilter.Fault` for a rule that cannot be read; `StorageError`.
    /// - Complexity: O(signatures) texts for each rule, and the tests of at most 20 runs.
    package func perform(predicate: String?, now: Int64) throws -> [RuleLint] {
        try store.read { connection in
            let decisions = try Decisions(connection)
            if let predicate {
                _ = try FailureFilter(parsing: predicate)
                return [try lint(predicate, rule: nil, decisions, now, connection)]
            }
            return try decisions.rules.map { rule in
                try lint(rule.value ?? "", rule: rule, decisions, now, connection)
            }
        }
    }

    private func lint(
        _ predicate: String, rule: StoredDecision?, _ decisions: Decisions, _ now: Int64,
        _ connection: any StoreConnection
    ) throws -> RuleLint {
        let filter = try FailureFilter(parsing: predicate)
        // Where all would be without the rule tells what it takes from others.
        let groups = try ClusterAssignment(connection).groups(without: rule?.id)
        let matched = try RuleMatching(connection).matching(filter, groups.keys.sorted())
        let names = try names(of: groups, connection)
        let target = rule?.target.first.flatMap { groups[$0] }.flatMap { names[$0] }
        var issues: [String: Int] = [:]
        for signature in matched { issues[groups[signature].flatMap { names[$0] } ?? "", default: 0] += 1 }
        if let target { issues[target] = nil } else if issues.count == 1 { issues = [:] }
        let others = decisions.rules.filter {
            $0.id != rule?.id && !Set(decisions.matches(of: $0.id)).isDisjoint(with: matched)
        }
        let last = try OccurrenceQueries(connection).lastSeen(of: matched)
        let idle = last.map { now - $0 > Self.idleDays * 86_400_000 } ?? true
        return RuleLint(
            rule: rule?.id, predicate: predicate, target: target, signatures: matched.count, lastSeen: last,
            isIdle: idle, passingTests: try passing(filter, connection),
            overlaps: issues.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
                .init(name: $0.key, signatures: $0.value)
            },
            otherRules: others.map(\.id))
    }

    /// What each group is called.
    private func names(of groups: [Int64: Int64], _ connection: any StoreConnection) throws -> [Int64: String] {
        var names: [Int64: String] = [:]
        for (signature, number) in try IssueQueries(connection).anchors() {
            guard let group = groups[signature], names[group] == nil else { continue }
            names[group] = "ISS-\(number)"
        }
        let resolver = IssueResolver(connection)
        for group in Set(groups.values) where names[group] == nil { names[group] = try resolver.digits(of: group) }
        return names
    }

    /// Tests that passed lately and that the rule speaks of although they said nothing.
    private func passing(_ filter: FailureFilter, _ connection: any StoreConnection) throws -> [String] {
        var recent = RunQueries.Filter()
        recent.limit = Self.runLimit
        var passed: Set<Int64> = []
        for run in try RunQueries(connection).runs(recent) {
            for (test, verdict) in try ResultQueries(connection).outcomes(run: run.id) where verdict.outcome == .passed
            {
                passed.insert(test)
            }
        }
        guard !passed.isEmpty else { return [] }
        var matcher = RuleMatcher(filter.predicate)
        let nothing = { OccurrenceQueries.Text(test: $0, type: "", message: "", details: "", output: "") }
        return try TestQueries(connection).search(nil, limit: Int(Int32.max)).filter { test in
            passed.contains(test.id)
                && StoredFailure(test: test, text: nothing(test.id)).withText { matcher.matches($0) }
        }.map(\.display)
    }
}
