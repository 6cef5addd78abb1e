// Exitgate
// SPDX-License-Identifier: Apache-2.0

package import Readers
package import Storage
package import TestPhase

/// Captures baselines and moves them on, each in one transaction.
package struct KeepBaselines {
    /// What to capture.
    package enum Source: Sendable {
        /// The folder and machine at hand, or what was read from a file.
        case snapshot(ConfigurationSnapshot)
        case run(Int64)
    }

    package struct Request: Sendable {
        /// UTC ms.
        package var now: Int64
        package var actor: String
        package var reason: String
        /// Whether one person makes and approves; said wherever the baseline is shown.
        package var isSolo: Bool
        package var isDryRun = false
        /// SHA-256 of the gate policy that is in force; nil where nobody knows.
        package var policyDigest: String?

        package init(now: Int64, actor: String, reason: String, isSolo: Bool) {
            self.now = now
            self.actor = actor
            self.reason = reason
            self.isSolo = isSolo
        }
    }

    package struct Outcome: Sendable {
        package let baseline: Baseline
        package let before: BaselineState?
        /// Baselines that it replaced.
        package let superseded: [String]
        package let tests: Int
        package let failures: Int
        package let suites: [String]
    }

    private let store: any StoreDriver
    private let viewpoint: Viewpoint

    package init(_ store: any StoreDriver, viewpoint: Viewpoint = Viewpoint(now: .max)) {
        self.store = store
        self.viewpoint = viewpoint
    }

    /// Captures a baseline of a phase, with the tests and the failures that the latest runs of the phase had.
    ///
    /// - Parameter suites: Names of suites that must have run; empty means all that the latest runs had at the top.
    /// - Throws: `Refusal`, `ReadEvidence.Unknown`, `StorageError`; nothing changes then.
    package func capture(phase: String, _ source: Source, suites: [String], _ request: Request) throws -> Outcome {
        try store.write(isDryRun: request.isDryRun) { connection in
            try StateUpdate(connection).renew()
            let latest = TestInventory(connection)
            let inventory = try latest.inventory(of: phase, runs: latest.latestRuns(of: phase))
            let (row, run) = try snapshot(source, phase, connection)
            for suite in suites where !inventory.suites.contains(suite) && !inventory.tests.isEmpty {
                throw Refusal(
                    message: "no run of \(phase) has a suite \(suite)",
                    hint: "the suites are \(inventory.suites.prefix(8).joined(separator: ", "))")
            }
            var new = BaselineRecords.New(
                phase: phase, snapshot: row, run: run, author: SecretTally.masked(request.actor), at: request.now,
                reason: SecretTally.masked(request.reason))
            new.suites = suites.isEmpty ? inventory.suites : suites
            (new.tests, new.failures) = (inventory.tests, inventory.failures)
            let number = try BaselineRecords(connection).insert(new)
            return try outcome(phase, number, before: nil, [], connection)
        }
    }

    private func snapshot(
        _ source: Source, _ phase: String, _ connection: any StoreConnection
    ) throws -> (row: Int64, run: Int64?) {
        switch source {
        case .snapshot(let snapshot):
            guard !snapshot.items.isEmpty else {
                throw Refusal(
                    message: "there is nothing to capture here",
                    hint: "run it in the folder of the project, or give --configuration FILE or --run RUN")
            }
            var keeper = SnapshotKeeper(connection)
            let row = try keeper.keep(snapshot)
            return (row, try TestInventory(connection).latestRun(of: phase, snapshot: row))
        case .run(let number):
            _ = try BaselineResolver(connection).snapshot(.run(number))
            guard let row = try SnapshotRecords(connection).snapshot(ofRun: number) else { return (0, nil) }
            if let difference = try RunParts(connection).differences(inRun: number).first {
                throw Refusal(
                    message:
                        "the parts of RUN-\(number) were made with different configurations, such as \(difference.name)",
                    hint: "capture a run of one configuration; exitgate run show RUN-\(number) lists what differs")
            }
            guard try !RunParts(connection).isPartlyKnown(run: number) else {
                throw Refusal(
                    message: "nobody captured what some parts of RUN-\(number) were made with",
                    hint: "capture a run all parts of which were ingested in a checkout of the project")
            }
            return (row, number)
        }
    }

    /// Moves a baseline on.
    ///
    /// - Throws: `Refusal` with what can be done instead, `ReadEvidence.Unknown`, `StorageError`; nothing changes then.
    package func move(phase: String, number: Int, _ verb: BaselineVerb, _ request: Request) throws -> Outcome {
        try Refusal.check(reason: request.reason)
        return try store.write(isDryRun: request.isDryRun) { connection in
            let stored = try BaselineResolver(connection).baseline(phase: phase, number: number)
            let baseline = stored.baseline
            guard let next = baseline.state.after(verb), !verb.isAutomatic else {
                let allowed = baseline.state.allowedVerbs.map(\.rawValue).joined(separator: ", ")
                throw Refusal(
                    message: "\(baseline.name) is \(baseline.state.rawValue): \(verb.rawValue) cannot be done now",
                    hint: allowed.isEmpty ? "nothing can be done with it any more" : "what can be done now: \(allowed)")
            }
            // The author is kept masked as well.
            let actor = SecretTally.masked(request.actor)
            if verb == .approve, baseline.isOwn(actor), !request.isSolo {
                let did = PersonName.isSame(baseline.author, actor) ? "captured" : "proposed"
                throw Refusal(
                    message: "\(actor) \(did) \(baseline.name) and cannot approve it alone",
                    hint:
                        "let somebody else approve it, or set solo: true in the settings, which every report then says")
            }
            if verb == .approve { try FrozenBaselines(connection, viewpoint).check(stored) }
            let records = BaselineRecords(connection)
            try records.move(
                stored, to: next, verb: verb, at: request.now, actor: actor,
                reason: SecretTally.masked(request.reason))
            if verb == .approve, let digest = request.policyDigest { try records.setPolicy(digest, of: stored.id) }
            let superseded = verb == .approve ? try supersede(stored, request, records) : []
            return try outcome(phase, number, before: baseline.state, superseded, connection)
        }
    }

    /// Notes that somebody signed a statement about a baseline.
    ///
    /// - Parameters:
    ///   - statement: Must name the digest of its configuration.
    ///   - envelope: SHA-256 of the file, 64 hexadecimal digits.
    /// - Throws: As above.
    package func attest(
        phase: String, number: Int, _ statement: SignedStatement, envelope: String, _ request: Request
    ) throws -> Outcome {
        let stored = try store.read { try BaselineResolver($0).baseline(phase: phase, number: number).baseline }
        guard statement.digests.contains(stored.digest) else {
            throw Refusal(
                message:
                    "the statement does not speak of \(stored.name), whose configuration is sha256:\(stored.digest)",
                hint: "exitgate baseline export \(stored.name) --as in-toto writes one to sign")
        }
        var noted = request
        noted.reason +=
            " (envelope sha256:\(envelope), \(statement.signatures) signature\(statement.signatures == 1 ? "" : "s"))"
        return try move(phase: phase, number: number, .attest, noted)
    }

    /// The approved baselines that came before it no longer count.
    private func supersede(
        _ approved: BaselineRecords.Stored, _ request: Request, _ records: BaselineRecords
    ) throws -> [String] {
        try records.all(phase: approved.baseline.phase).compactMap { other in
            guard other.id != approved.id, let next = other.baseline.state.after(.supersede) else { return nil }
            try records.move(
                other, to: next, verb: .supersede, at: request.now, actor: "auto",
                reason: "\(approved.baseline.name) was approved")
            return other.baseline.name
        }
    }

    private func outcome(
        _ phase: String, _ number: Int, before: BaselineState?, _ superseded: [String],
        _ connection: any StoreConnection
    ) throws -> Outcome {
        let stored = try BaselineResolver(connection).baseline(phase: phase, number: number)
        return Outcome(
            baseline: stored.baseline, before: before, superseded: superseded, tests: stored.tests.count,
            failures: stored.failures.count, suites: try BaselineRecords(connection).suites(of: stored.id))
    }
}
