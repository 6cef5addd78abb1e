// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import TestPhase

/// Sees to it that nothing but approved changes moves a frozen baseline.
struct FrozenBaselines {
    private static let shown = 3

    private let connection: any StoreConnection
    private let viewpoint: Viewpoint

    init(_ connection: any StoreConnection, _ viewpoint: Viewpoint) {
        self.connection = connection
        self.viewpoint = viewpoint
    }

    /// Holds the next baseline of a phase against the frozen one, which an audit may have made suspect.
    ///
    /// - Throws: `Refusal` while something differs that no approved change speaks of, `StorageError`.
    func check(_ next: BaselineRecords.Stored) throws {
        let all = try BaselineRecords(connection).all(phase: next.baseline.phase)
        for frozen in all where frozen.id != next.id && [.frozen, .suspect].contains(frozen.baseline.state) {
            let open = try unaccounted(from: frozen, to: next)
            guard !open.isEmpty else { continue }
            let names = open.prefix(Self.shown).map(\.name).joined(separator: ", ")
            let rest = open.count > Self.shown ? " and \(open.count - Self.shown) more" : ""
            throw Refusal(
                message:
                    "\(frozen.baseline.name) is \(frozen.baseline.state.rawValue), and no approved change speaks of all that differs in \(next.baseline.name)",
                hint: "\(names)\(rest); exitgate change new asks for it, baseline diff shows all")
        }
    }

    private func unaccounted(
        from frozen: BaselineRecords.Stored, to next: BaselineRecords.Stored
    ) throws -> [BaselineDiff.Delta] {
        let runs = RunQueries(connection)
        let (origin, home) = (
            try frozen.baseline.run.flatMap { try runs.run(id: $0)?.run },
            try next.baseline.run.flatMap { try runs.run(id: $0)?.run }
        )
        let isHome = origin == nil || home == nil || origin?.configuration == home?.configuration
        let snapshots = SnapshotRecords(connection)
        let deltas = BaselineDiff(
            from: try snapshots.snapshot(row: frozen.snapshot).comparable(isHome),
            to: try snapshots.snapshot(row: next.snapshot).comparable(isHome)
        ).deltas
        let begin = min(frozen.baseline.capturedAt, origin?.startedAt ?? .max)
        let changes = try ChangeAccounts(connection, viewpoint).approved(deltas, to: frozen, since: begin)
        return zip(deltas, changes).filter { $0.1 == nil }.map(\.0)
    }
}
