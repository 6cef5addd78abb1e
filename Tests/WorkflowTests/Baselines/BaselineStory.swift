// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Runs with what they were made with, and baselines of that.
struct BaselineStory {
    let laboratory: Laboratory
    var store: any StoreDriver { laboratory.store }

    init() throws { laboratory = try Laboratory() }

    /// A configuration with versions of two packages, and a machine.
    static func snapshot(
        alpha: String = "1.0.0", beta: String = "2.0.0", os: String = "Debian 12"
    ) -> ConfigurationSnapshot {
        ConfigurationSnapshot([
            package("alpha", alpha), package("beta", beta),
            ConfigurationItem(
                .file, "package-lock.json", value: nil, digest: "sha256:\(alpha)\(beta)", evidence: "package-lock.json"),
            ConfigurationItem(.platform, "os", value: os, evidence: "machine"),
        ])
    }

    private static func package(_ name: String, _ version: String) -> ConfigurationItem {
        ConfigurationItem(.dependency, "pkg:npm/\(name)", value: version, evidence: "package-lock.json", isDirect: true)
    }

    /// Ingests a run of the beta with one suite `shop`.
    @discardableResult
    func ingest(
        _ cases: CaseText..., day: Double, snapshot: ConfigurationSnapshot? = BaselineStory.snapshot(),
        os: String = "linux"
    ) throws -> Int64? {
        try laboratory.ingest(report(cases), day: day, run: "\(os) \(day)") { request in
            request.phase = "beta"
            request.configuration = ConfigurationClass(["os": os])
            request.snapshot = snapshot
        }.runID
    }

    static func request(_ actor: String, day: Double = 30, isSolo: Bool = false) -> KeepBaselines.Request {
        KeepBaselines.Request(now: Laboratory.moment(day: day), actor: actor, reason: "as agreed", isSolo: isSolo)
    }

    @discardableResult
    func capture(
        _ source: KeepBaselines.Source = .snapshot(BaselineStory.snapshot()), suites: [String] = [],
        by actor: String = "ann"
    ) throws -> KeepBaselines.Outcome {
        try KeepBaselines(store).capture(phase: "beta", source, suites: suites, Self.request(actor))
    }

    @discardableResult
    func move(_ number: Int, _ verb: BaselineVerb, by actor: String = "ann", isSolo: Bool = false) throws
        -> KeepBaselines.Outcome
    {
        try KeepBaselines(store).move(phase: "beta", number: number, verb, Self.request(actor, isSolo: isSolo))
    }

    /// Asks for a change of an item, and has it approved by another.
    func change(to item: String, day: Double) throws {
        let keep = KeepChanges(store, viewpoint: Viewpoint(now: .max))
        func request(_ actor: String) -> KeepChanges.Request {
            .init(now: Laboratory.moment(day: day), actor: actor, reason: "as agreed")
        }
        var change = ChangeRequest(title: "update", reason: "old", requester: "ann")
        (change.scope.items, change.backOut) = ([item], "pin it again")
        let number = try keep.create(change, request("ann")).number
        _ = try keep.perform(number, .submit, request("ann"))
        _ = try keep.perform(number, .assess(AssessChange.Evidence()), request("ann"))
        _ = try keep.perform(number, .approve(authority: nil, isRehearsed: false), request("ben"))
    }

    /// Captures, proposes and approves.
    @discardableResult
    func approve(_ source: KeepBaselines.Source = .snapshot(BaselineStory.snapshot())) throws -> KeepBaselines.Outcome {
        let number = try capture(source).baseline.number
        try move(number, .propose)
        return try move(number, .approve, by: "ben")
    }

    func audit() throws -> BaselineAudit {
        try AuditBaseline(store).perform(phase: "beta", now: Laboratory.moment(day: 40))
    }
}
