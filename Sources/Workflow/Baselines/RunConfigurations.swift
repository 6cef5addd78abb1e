// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What runs were made with, read only as far as they differ.
final class RunConfigurations {
    private let records: SnapshotRecords
    private var snapshots: [Int64: ConfigurationSnapshot] = [:]
    private var groups: [Int64: [ConfigurationItem]] = [:]
    private let parts: RunParts
    private var differences: [Int64: Set<String>] = [:]

    init(_ connection: any StoreConnection) {
        records = SnapshotRecords(connection)
        parts = RunParts(connection)
    }

    /// Items in which the parts of a run differ, by kind and key: of those nobody knows which a test ran with.
    func mixed(_ run: Int64) throws -> Set<String> {
        if let known = differences[run] { return known }
        let found = Set(try parts.differences(inRun: run).map { "\($0.kind.rawValue) \($0.key)" })
        differences[run] = found
        return found
    }

    func isKnown(_ run: Int64) throws -> Bool { try records.snapshot(ofRun: run) != nil }

    /// What changed between two runs; their commits tell where nothing was captured. Items in which the parts of either
    /// differ are left out.
    func diff(_ before: RunFact, _ after: RunFact) throws -> BaselineDiff {
        let (old, new) = (try snapshot(before), try snapshot(after))
        if let old, let new {
            let unknown = try mixed(before.id).union(mixed(after.id))
            return BaselineDiff(from: old, to: new).without { unknown.contains("\($0.kind.rawValue) \($0.key)") }
        }
        return BaselineDiff(from: Self.commit(before), to: Self.commit(after))
    }

    private static func commit(_ run: RunFact) -> ConfigurationSnapshot {
        ConfigurationSnapshot(
            run.commit.map { [ConfigurationItem(.source, "commit", value: $0, evidence: "git")] } ?? [])
    }

    private func snapshot(_ run: RunFact) throws -> ConfigurationSnapshot? {
        if let known = snapshots[run.id] { return known }
        guard let row = try records.snapshot(ofRun: run.id) else { return nil }
        let read = try records.snapshot(row: row)
        snapshots[run.id] = read
        return read
    }

    /// The value of each item that is not the same in all runs, by run; runs without a configuration are left out, and of
    /// a run items in which its parts differ.
    ///
    /// - Complexity: O(items of the groups that differ).
    func varying(_ runs: [RunFact]) throws -> [Int64: [String: String]] {
        let groups = try records.groups(ofRuns: runs.map(\.id))
        guard let first = groups.values.first else { return [:] }
        if let low = groups.keys.min(), let high = groups.keys.max() {
            let mixed = Set(try records.mixedRuns(in: low...high))
            for run in groups.keys where !mixed.contains(run) { differences[run] = [] }
        }
        let common = groups.values.reduce(Set(first)) { $0.intersection($1) }
        var values: [Int64: [String: String]] = [:]
        for (run, own) in groups {
            var items: [String: String] = [:]
            let unknown = try mixed(run)
            for group in own where !common.contains(group) {
                let own = try self.items(group)
                for item in own where !Self.isIdentity(item) && (item.kind != .file || own.count == 1) {
                    guard !unknown.contains("\(item.kind.rawValue) \(item.key)") else { continue }
                    let name = item.dimension
                    let value = item.value ?? item.digest ?? "any"
                    items[name] = items[name].map { [$0, value].sorted().joined(separator: ", ") } ?? value
                }
            }
            values[run] = items
        }
        return values
    }

    private func items(_ group: Int64) throws -> [ConfigurationItem] {
        if let known = groups[group] { return known }
        let read = try records.items(ofGroup: group)
        groups[group] = read
        return read
    }

    /// What differs in nearly every run explains none.
    private static func isIdentity(_ item: ConfigurationItem) -> Bool {
        item.kind == .source && item.key != "branch"
    }
}
