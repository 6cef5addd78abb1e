// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Tells which runs hold a change by what is in its scope, where no commit is known to carry it.
struct ScopePresence {
    private let scope: ChangeScope
    private let differences: ScopeDifferences
    private let ancestry: CommitAncestry
    /// UTC ms; what happened before is not it: for items, and for files.
    private let since: Int64
    private let filesSince: Int64
    /// Runs in which another change brought what is in scope.
    private let claimed: Set<Int64>

    init(
        _ scope: ChangeScope, _ differences: ScopeDifferences, _ ancestry: CommitAncestry, since: Int64,
        filesSince: Int64, claimed: Set<Int64>
    ) {
        self.scope = scope
        self.differences = differences
        self.ancestry = ancestry
        self.since = since
        self.filesSince = filesSince
        self.claimed = claimed
    }

    /// Where it was first seen in a place; nil where it never was.
    func sighting(in timeline: [RunFact]) throws -> ChangePresence.Sighting? {
        let pairs = BranchPairs.of(timeline)
        var seen: (before: RunFact, first: RunFact, found: [String: ScopeDifferences.Difference])?
        for (before, after) in pairs where after.moment.at >= since && !claimed.contains(after.id) {
            let found = try differences.between(before, after, scope).filter {
                !$0.value.isFile || after.moment.at >= filesSince
            }
            if !found.isEmpty {
                seen = (before, after, found)
                break
            }
        }
        guard let seen else { return nil }
        let items = seen.found.filter { !$0.value.isFile }
        let rest = timeline.filter { $0.moment > seen.first.moment }
        let holding = try items.isEmpty ? byFiles(seen.first, rest) : byItems(items, seen.first, rest)
        let again = try items.isEmpty ? nextChange(pairs, seen.first, Set(holding)) : nil
        let last = rest.last { holding.contains($0.id) } ?? seen.first
        let lost = rest.filter { $0.moment > last.moment && $0.branch == seen.first.branch }
        let back = try lost.first { run in
            try differences.items(seen.first, run, scope).contains { items[$0.key]?.before == $0.value.after }
        }
        let other =
            try again
            ?? rest.first { run in
                guard !holding.contains(run.id), run.branch == seen.first.branch else { return false }
                return try differences.items(seen.first, run, scope).contains { key, value in
                    items[key].map { $0.before != value.after } ?? false
                }
            }
        let runs = Set(holding).union([seen.first.id])
        return ChangePresence.Sighting(
            first: seen.first, before: seen.before, backedOut: back, changedAgain: other,
            values: items.mapValues(\.after), timeline: timeline, holds: { runs.contains($0.id) })
    }

    /// Later runs in which each item has the value that it was given.
    private func byItems(
        _ items: [String: ScopeDifferences.Difference], _ first: RunFact, _ rest: [RunFact]
    ) throws -> Set<Int64> {
        Set(
            try rest.filter { run in
                try !differences.items(first, run, scope).contains { items[$0.key] != nil }
            }.map(\.id))
    }

    /// Later runs whose commit comes after that of the first one; where git cannot tell, those of its branch.
    private func byFiles(_ first: RunFact, _ rest: [RunFact]) -> Set<Int64> {
        Set(
            rest.filter { run in
                if let old = first.commit, let new = run.commit, let answer = ancestry.holds(old, in: new) {
                    return answer
                }
                return run.branch == first.branch
            }.map(\.id))
    }

    private func nextChange(
        _ pairs: [(before: RunFact, after: RunFact)], _ first: RunFact, _ holding: Set<Int64>
    ) throws -> RunFact? {
        try pairs.first { before, after in
            guard after.moment > first.moment, holding.contains(after.id), after.branch == first.branch else {
                return false
            }
            return try !differences.between(before, after, scope).isEmpty
        }?.after
    }
}
