// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// What in a scope differs between two runs: items of their configurations, or else files of their commits.
final class ScopeDifferences {
    struct Difference: Equatable {
        let before: [String]
        let after: [String]
        /// Whether git says so, and no configuration.
        var isFile = false
    }

    private let deltas: RunDeltas
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.viewpoint = viewpoint
        deltas = RunDeltas(connection)
    }

    /// By kind and key; files by their path.
    func between(_ before: RunFact, _ after: RunFact, _ scope: ChangeScope) throws -> [String: Difference] {
        var found = try items(before, after, scope)
        if found.isEmpty, scope.namesPaths, let old = before.commit, let new = after.commit, old != new,
            let files = viewpoint.changedFiles(old, new)
        {
            for path in files.keys where scope.takes(path: path) {
                found["path \(path)"] = Difference(before: [], after: [], isFile: true)
            }
        }
        return found
    }

    /// The same without a question to git.
    func items(_ before: RunFact, _ after: RunFact, _ scope: ChangeScope) throws -> [String: Difference] {
        var found: [String: Difference] = [:]
        for delta in try deltas.between(before, after) where scope.takes(delta) {
            found[delta.name] = Difference(before: delta.before, after: delta.after)
        }
        return found
    }
}
