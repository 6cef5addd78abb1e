// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Runs of a shop with what they were made with, and changes of it.
struct ChangeStory {
    let laboratory: Laboratory
    var viewpoint: Viewpoint
    var models: [ChangeModel] = []
    var isSolo = false
    var store: any StoreDriver { laboratory.store }

    init(components: [String] = [], viewpoint: Viewpoint? = nil) throws {
        laboratory = try Laboratory()
        self.viewpoint = viewpoint ?? Viewpoint(now: Laboratory.moment(day: 400), components: components)
    }

    /// The commit of a day.
    static func commit(_ day: Int) -> String { "c0ffee\(day < 10 ? "0" : "")\(day)" }

    /// One run a day on main; each letter says how the test ended, as `F` failed and `.` passed.
    func ingest(
        _ letters: String, from first: Int = 1, test: String = "pays", phase: String = "system",
        alpha: String? = "1.0.0",
        notes: [CommitNote] = []
    ) throws {
        for (day, letter) in zip(first..., letters) {
            let cases: [CaseText] = [letter == "F" ? .failed(test, refusedPayment) : .passed(test), .passed("ships")]
            try laboratory.ingest(report(cases), day: Double(day), run: "\(phase) \(day)") { request in
                request.phase = phase
                (request.branch, request.commit) = ("main", Self.commit(day))
                request.snapshot = alpha.map { Self.snapshot(alpha: $0) }
                request.history = { _, _ in CommitHistory(notes: notes) }
            }
        }
    }

    static func snapshot(alpha: String) -> ConfigurationSnapshot {
        ConfigurationSnapshot([
            ConfigurationItem(
                .dependency, "pkg:npm/alpha", value: alpha, evidence: "package-lock.json", isDirect: true),
            ConfigurationItem(.toolchain, "swift", value: "6.0", evidence: ".swift-version"),
        ])
    }

    /// A request for a new version of a package.
    static func alpha(_ edit: (inout ChangeRequest) -> Void = { _ in }) -> ChangeRequest {
        var request = ChangeRequest(title: "alpha 2.0", reason: "1.0 is old", requester: "ann")
        request.scope.items = ["pkg:npm/alpha"]
        request.backOut = "pin 1.0.0 again"
        edit(&request)
        return request
    }

    /// A request to fix the first issue.
    static func fix(_ edit: (inout ChangeRequest) -> Void = { _ in }) -> ChangeRequest {
        var request = ChangeRequest(title: "round in cents", reason: "sums are off", requester: "ann")
        request.effect = .issue(1)
        request.backOut = "revert the commit"
        edit(&request)
        return request
    }

    private func request(_ actor: String, day: Double, reason: String = "as agreed") -> KeepChanges.Request {
        var request = KeepChanges.Request(now: Laboratory.moment(day: day), actor: actor, reason: reason)
        request.isSolo = isSolo
        return request
    }

    @discardableResult
    func create(_ change: ChangeRequest, day: Double = 1.5) throws -> Int64 {
        try KeepChanges(store, viewpoint: viewpoint, models: models).create(change, request("ann", day: day)).number
    }

    @discardableResult
    func act(
        _ act: KeepChanges.Act, of change: Int64 = 1, by actor: String = "ann", day: Double = 2,
        reason: String = "as agreed"
    ) throws -> KeepChanges.Outcome {
        try KeepChanges(store, viewpoint: viewpoint, models: models)
            .perform(change, act, request(actor, day: day, reason: reason))
    }

    /// Submits, assesses and lets somebody else approve.
    func approve(_ change: Int64 = 1, day: Double) throws {
        try act(.submit, of: change, day: day)
        try act(.assess(AssessChange.Evidence()), of: change, day: day + 0.01)
        try act(.approve(authority: nil, isRehearsed: false), of: change, by: "ben", day: day + 0.02)
    }

    func show(_ change: Int64 = 1) throws -> ChangeReport { try ReadChanges(store, viewpoint: viewpoint).show(change) }

    func list() throws -> (lines: [ChangeLine], statistics: ChangeStatistics) {
        try ReadChanges(store, viewpoint: viewpoint).list(ReadChanges.Filter())
    }
}
