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

    /// Signatures that a rule speaks of.
    func matches(of rule: Int64) -> [Int64] { matches[rule] ?? [] }

    var rules: [StoredDecision] { active.filter { $0.kind == .rule } }

    /// What an overlay takes: rules first, the oldest before the others; none about a signature that a person named, since
    /// the word of a person wins.
    ///
    /// - Parameter skipped: A rule that is left out.
    func forOverlay(without skipped: Int64? = nil) -> [ClusterDecision] {
        var ruled = Set(active.filter { $0.kind.isAboutClusters && $0.kind != .rule }.flatMap { $0.moved + $0.target })
        var decisions: [ClusterDecision] = []
        for rule in rules where rule.id != skipped {
            guard let target = rule.target.first else { continue }
            let matched = (matches[rule.id] ?? []).filter { ruled.insert($0).inserted }
            if !matched.isEmpty { decisions.append(.rule(matched, to: target)) }
        }
        return decisions + active.flatMap(Self.decisions)
    }

    /// Signatures that a decision is about: its own, or those of what it takes back.
    static func subjects(of number: Int64, in all: [StoredDecision]) -> Set<Int64> {
        var subjects: Set<Int64> = []
        var next: Int64? = number
        while let current = next, let decision = all.first(where: { $0.id == current }) {
            subjects.formUnion(decision.target + decision.moved + (decision.kind == .split ? decision.stays : []))
            next = decision.undoes
        }
        return subjects
    }

    /// Decisions that an undoing took back.
    static func undone(_ all: [StoredDecision]) -> Set<Int64> {
        var undone: Set<Int64> = []
        for decision in all.reversed() {
            if let target = decision.undoes, !undone.contains(decision.id) { undone.insert(target) }
        }
        return undone
    }

    private static func decisions(_ stored: StoredDecision) -> [ClusterDecision] {
        let target = stored.target.first
        switch stored.kind {
        case .merge: return target.map { target in stored.moved.map { .merge(target, $0) } } ?? []
        case .split: return [.split(moved: stored.moved, stays: stored.stays)]
        case .pin: return target.map { target in stored.moved.map { .pin($0, to: target, stays: stored.stays) } } ?? []
        default: return []
        }
    }
}
