// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Answers about changes, each in one read transaction.
package struct ReadChanges {
    package struct Filter: Sendable {
        package var states: [ChangeState] = []
        package var kinds: [ChangeRequest.Kind] = []
        /// Part of the title or of the reason, in any case.
        package var text: String?
        package var isOverdue = false
        package var limit = 1000

        package init() {}
    }

    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    package init(_ store: any StoreDriver, viewpoint: Viewpoint) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// Changes, the latest first, and how all of them fared.
    ///
    /// - Complexity: O(changes × runs of their windows).
    package func list(_ filter: Filter) throws -> (lines: [ChangeLine], statistics: ChangeStatistics) {
        try store.read { connection in
            let history = try ChangeHistory(connection, viewpoint)
            let lines = try history.all.reversed().map { try history.line($0, at: viewpoint.now) }
            return (Array(lines.lazy.filter { filter.accepts($0) }.prefix(filter.limit)), Self.statistics(lines))
        }
    }

    /// How changes fared, all together, by kind and by model.
    static func statistics(_ lines: [ChangeLine]) -> ChangeStatistics {
        func group(_ name: String, _ lines: [ChangeLine]) -> ChangeStatistics.Group {
            func count(_ state: ChangeState) -> Int { lines.count { $0.life.state == state } }
            return ChangeStatistics.Group(
                name: name, implemented: lines.count(where: \.life.state.isImplemented),
                decided: lines.count { $0.isHarmful != nil }, harmful: lines.count { $0.isHarmful == true },
                backedOut: count(.backedOut), achieved: count(.achieved), notAchieved: count(.notAchieved))
        }
        let models = Set(lines.compactMap(\.life.assessment?.model)).sorted()
        let groups =
            [group("all", lines)]
            + ChangeRequest.Kind.allCases.map { kind in group(kind.rawValue, lines.filter { $0.request.kind == kind }) }
            + models.map { model in group("model \(model)", lines.filter { $0.life.assessment?.model == model }) }
        let errors = lines.compactMap { line -> Double? in
            guard let isHarmful = line.isHarmful, let forecast = line.life.assessment?.forecast else { return nil }
            let error = forecast - (isHarmful ? 1 : 0)
            return error * error
        }
        return ChangeStatistics(
            groups: groups.filter { $0.name == "all" || $0.implemented > 0 },
            brierScore: errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count), forecasts: errors.count)
    }

    /// - Throws: `ReadEvidence.Unknown`, `StorageError`.
    package func show(_ number: Int64) throws -> ChangeReport {
        try store.read { connection in
            let history = try ChangeHistory(connection, viewpoint)
            return try report(history.change(number), history, connection)
        }
    }

    /// Everything about a change, within a transaction.
    func report(
        _ change: StoredChange, _ history: ChangeHistory, _ connection: any StoreConnection
    ) throws -> ChangeReport {
        let told = try history.tell(change)
        return ChangeReport(
            line: try history.line(change, at: viewpoint.now), watch: told.watch,
            caused: try history.caused(by: change).map { caused in
                let incident = caused.incident
                let minutes =
                    viewpoint.costs.firstMinutes + max(0, incident.failedRuns - 1) * viewpoint.costs.repeatMinutes
                return ChangeReport.Caused(
                    incident: incident.number, title: incident.title, score: caused.score, isLikely: caused.isLikely,
                    minutes: Double(minutes))
            },
            target: try target(change.request, connection), baselines: try baselines(change, history, connection),
            commits: try history.presence.commits(of: change),
            missing: told.life.isAwaitingApproval ? told.life.missingApprovals(isSolo: viewpoint.isSolo) : [])
    }

    private func target(_ request: ChangeRequest, _ connection: any StoreConnection) throws -> ChangeReport.Target? {
        guard case .issue(let number) = request.effect else { return nil }
        let detail = try ReadIssues(store, viewpoint: viewpoint).show(.issue(number), connection)
        return ChangeReport.Target(
            number: detail.summary.number, state: detail.life.state, title: detail.summary.title,
            minutes: detail.weight.cost.lostMinutes)
    }

    /// The first baseline of each phase that holds it.
    private func baselines(
        _ change: StoredChange, _ history: ChangeHistory, _ connection: any StoreConnection
    ) throws -> [String] {
        let sightings = try history.presence.find(change).sightings
        let records = BaselineRecords(connection)
        var names: [String] = []
        for sighting in sightings {
            let holding = try records.all(phase: sighting.first.phase).first { stored in
                guard let run = stored.baseline.run else {
                    return stored.baseline.capturedAt >= sighting.first.moment.at
                }
                return sighting.timeline.first { $0.id == run }.map(sighting.holds) ?? false
            }
            if let name = holding?.baseline.name, !names.contains(name) { names.append(name) }
        }
        return names.sorted()
    }
}

extension ReadChanges.Filter {
    fileprivate func accepts(_ line: ChangeLine) -> Bool {
        (states.isEmpty || states.contains(line.life.state)) && (kinds.isEmpty || kinds.contains(line.request.kind))
            && (!isOverdue || line.isOverdue)
            && text.map { text in
                "\(line.request.title)\n\(line.request.reason)".lowercased().contains(text.lowercased())
            } ?? true
    }
}
