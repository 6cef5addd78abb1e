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

    /// What an overlay takes, the oldest first. A rule takes nothing that an older rule took, nor a signature that a person
    /// named before: the word of a person wins.
    ///
    /// - Parameter skipped: A rule that is left out.
    func forOverlay(without skipped: Int64? = nil) -> [ClusterDecision] {
        var taken: Set<Int64> = []
        var decisions: [ClusterDecision] = []
        for decision in active where decision.kind.isAboutClusters && decision.id != skipped {
            guard decision.kind == .rule else {
                decisions += Self.decisions(decision)
                taken.formUnion(decision.moved + decision.target)
                continue
            }
            guard let target = decision.target.first else { continue }
            let matched = (matches[decision.id] ?? []).filter { taken.insert($0).inserted }
            if !matched.isEmpty { decisions.append(.rule(matched, to: target)) }
        }
        return decisions
    }

    /// The signature whose cluster a word about an issue is about now: a later split or pin of the one that it named left it
    /// with what stayed.
    func anchor(of word: StoredDecision) -> Int64? {
        guard var signature = word.target.first else { return nil }
        for decision in active where decision.id > word.id && !decision.stays.isEmpty {
            if decision.moved.contains(signature) { signature = decision.stays[0] }
        }
        return signature
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
