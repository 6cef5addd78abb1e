// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Storage
package import TestPhase

/// Begins and ends phases of releases, and tells where they are.
package struct KeepPhases {
    /// Phases that begin with a frozen baseline.
    private static let freezing: Set<String> = ["beta", "release"]

    package struct Request: Sendable {
        package var release: String
        package var phase: String
        /// UTC ms.
        package var now: Int64
        package var actor: String
        package var reason: String
        /// Begins it although a phase before it is not over.
        package var isForced = false
        /// Whether one person may ask and confirm.
        package var isSolo = false
        package var isDryRun = false

        package init(release: String, phase: String, now: Int64, actor: String, reason: String) {
            self.release = release
            self.phase = phase
            self.now = now
            self.actor = actor
            self.reason = reason
        }
    }

    /// What the settings say.
    package struct Plan: Sendable {
        /// From the first to the last.
        package var phases: [String]
        /// Phases that a person must sign off.
        package var signedOff: Set<String>

        package init(phases: [String], signedOff: Set<String> = []) {
            self.phases = phases
            self.signedOff = signedOff
        }
    }

    package struct Outcome: Sendable {
        package let before: PhaseState
        package let report: PhaseReport
        /// The baseline that was frozen by it.
        package let frozen: String?
    }

    private let store: any StoreDriver
    private let viewpoint: Viewpoint
    private let plan: Plan

    package init(_ store: any StoreDriver, viewpoint: Viewpoint, plan: Plan) {
        self.store = store
        self.viewpoint = viewpoint
        self.plan = plan
    }

    // MARK: Reading

    /// The phases of releases that have begun, and those of the settings that are to come, by release and phase.
    ///
    /// - Parameter release: nil for all; nothing is listed of one of which nothing is known.
    /// - Throws: `StorageError`.
    package func list(release: String?) throws -> [PhaseReport] {
        try store.read { connection in
            let history = try PhaseHistory(connection, viewpoint)
            let timeline = try ReleaseTimeline(connection, viewpoint)
            let untested = history.releases.subtracting(timeline.releases).sorted()
            let releases = timeline.releases + untested
            return try releases.filter { release == nil || $0 == release }.flatMap { try reports($0, history) }
        }
    }

    /// - Throws: `StorageError`.
    package func show(release: String, phase: String) throws -> PhaseReport {
        try store.read { connection in
            let history = try PhaseHistory(connection, viewpoint)
            if !history.releases.contains(release) {
                throw ReadReleases.unknown(release, history.releases.sorted())
            }
            return try report(.init(release: release, phase: phase), history)
        }
    }

    /// As above, of one release within a transaction.
    func reports(_ release: String, _ connection: any StoreConnection) throws -> [PhaseReport] {
        try reports(release, PhaseHistory(connection, viewpoint))
    }

    private func reports(_ release: String, _ history: PhaseHistory) throws -> [PhaseReport] {
        let known = history.phases(of: release)
        let others = known.subtracting(plan.phases).sorted()
        // What lies before the first phase that began is not for this release.
        let first = plan.phases.firstIndex(where: known.contains) ?? plan.phases.count
        return try (plan.phases[first...] + others).map { try report(.init(release: release, phase: $0), history) }
    }

    private func report(_ place: PhaseRecords.Place, _ history: PhaseHistory) throws -> PhaseReport {
        let isSigned = plan.signedOff.contains(place.phase)
        let before = plan.phases.prefix { $0 != place.phase }
        let states = try before.map { phase in
            let life = try history.life(
                .init(release: place.release, phase: phase), needsSignOff: plan.signedOff.contains(phase))
            return (phase: phase, state: life.state)
        }
        return PhaseReport(
            release: place.release, phase: place.phase, life: try history.life(place, needsSignOff: isSigned),
            runs: history.runs(place), blocking: states.filter { $0.state != .planned && !$0.state.isOver },
            needsSignOff: isSigned)
    }

    // MARK: Writing

    /// Begins a phase; the approved baseline of beta and release is frozen then.
    ///
    /// - Throws: `Refusal` with what can be done instead; nothing changes then.
    package func enter(_ request: Request) throws -> Outcome {
        try change(request, .enter) { report in
            if let who = report.life.enteredBy {
                throw Refusal(
                    message:
                        "\(request.phase) of \(request.release) was begun by \(who), and is \(report.life.state.text)",
                    hint: report.next.map { "next: \($0)" } ?? "it is over")
            }
            guard report.blocking.isEmpty || request.isForced else {
                let first = report.blocking[0]
                throw Refusal(
                    message:
                        "\(first.phase) of \(request.release) is \(first.state.text), so \(request.phase) cannot begin",
                    hint:
                        "exitgate gate \(first.phase) --release \(request.release), or --force, which is kept for good")
            }
        }
    }

    /// Confirms what the gate of a phase said.
    ///
    /// - Throws: `Refusal` with what can be done instead; nothing changes then.
    package func signOff(_ request: Request) throws -> Outcome {
        try change(request, .signOff) { report in
            if let who = report.life.signedOffBy {
                throw Refusal(
                    message: "\(request.phase) of \(request.release) was signed off by \(who) already",
                    hint: "exitgate phase show \(request.phase) --release \(request.release)")
            }
            guard report.life.state == .inReview, let decision = report.life.decision else {
                throw Refusal(
                    message:
                        "\(request.phase) of \(request.release) is \(report.life.state.text), and waits for no sign-off",
                    hint: report.needsSignOff
                        ? "its gate has to let go first: exitgate gate \(request.phase) --release \(request.release)"
                        : "phases that need one are named as sign_off in the settings")
            }
            guard request.isSolo || !PersonName.isSame(decision.actor, request.actor) else {
                throw Refusal(
                    message: "\(decision.actor) asked \(decision.name) and cannot sign it off alone",
                    hint: "let somebody else do it, or set solo: true in the settings, which every report then says")
            }
        }
    }

    private func change(
        _ request: Request, _ verb: PhaseVerb, check: (PhaseReport) throws -> Void
    ) throws -> Outcome {
        try Refusal.check(reason: request.reason)
        return try store.write(isDryRun: request.isDryRun) { connection in
            let place = PhaseRecords.Place(release: request.release, phase: request.phase)
            let before = try report(place, PhaseHistory(connection, viewpoint))
            try check(before)
            let event = PhaseLife.Event(
                at: request.now, actor: SecretTally.masked(request.actor), verb: verb,
                reason: SecretTally.masked(request.reason), isForced: request.isForced && !before.blocking.isEmpty)
            try PhaseRecords(connection).append(event, to: place)
            let frozen = verb == .enter ? try freeze(request, connection) : nil
            return Outcome(
                before: before.life.state, report: try report(place, PhaseHistory(connection, viewpoint)),
                frozen: frozen)
        }
    }

    private func freeze(_ request: Request, _ connection: any StoreConnection) throws -> String? {
        let records = BaselineRecords(connection)
        guard Self.freezing.contains(request.phase),
            let stored = try records.all(phase: request.phase).last(where: { $0.baseline.state == .approved })
        else { return nil }
        try records.move(
            stored, to: .frozen, verb: .freeze, at: request.now, actor: "auto",
            reason: "\(request.phase) of \(request.release) began")
        return stored.baseline.name
    }
}
