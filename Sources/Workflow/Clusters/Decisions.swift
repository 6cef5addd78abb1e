// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import Triage

/// The decisions about clusters that hold: what was undone is left out, unless the undoing was undone.
struct Decisions {
    /// Oldest first, undoings left out.
    let active: [StoredDecision]
    private let matches: [Int64: [Int64]]

    init(_ connection: any StoreConnection) throws {
        let records = DecisionRecords(connection)
        let all = try records.all()
        let undone = Self.undone(all)
        active = all.filter { $0.kind != .undo && !undone.contains($0.id) }
        matches = active.contains { $0.kind == .rule } ? try records.matches() : [:]
    }

    var rules: [StoredDecision] { active.filter { $0.kind == .rule } }

    /// What an overlay takes: rules first, the oldest before the others, since the word of a person about a signature wins.
    var forOverlay: [ClusterDecision] {
        var ruled: Set<Int64> = []
        var decisions: [ClusterDecision] = []
        for rule in rules {
            guard let target = rule.target.first else { continue }
            for signature in matches[rule.id] ?? [] where signature != target && ruled.insert(signature).inserted {
                decisions.append(.pin(signature, to: target, stays: []))
            }
        }
        return decisions + active.compactMap(Self.decision)
    }

    /// Decisions that an undoing took back.
    static func undone(_ all: [StoredDecision]) -> Set<Int64> {
        var undone: Set<Int64> = []
        for decision in all.reversed() {
            if let target = decision.undoes, !undone.contains(decision.id) { undone.insert(target) }
        }
        return undone
    }

    private static func decision(_ stored: StoredDecision) -> ClusterDecision? {
        switch stored.kind {
        case .merge:
            guard let first = stored.target.first, let second = stored.moved.first else { return nil }
            return .merge(first, second)
        case .split: return .split(moved: stored.moved, stays: stored.stays)
        case .pin:
            guard let signature = stored.moved.first, let target = stored.target.first else { return nil }
            return .pin(signature, to: target, stays: stored.stays)
        case .rule, .undo: return nil
        }
    }
}
