// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Gating
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// Runs of a beta, its baseline, and gates of it.
struct GateStory {
    let story: BaselineStory
    var policy = GatePolicy(phase: "beta")
    var laboratory: Laboratory { story.laboratory }
    var store: any StoreDriver { story.store }

    /// A policy of few rules, so that a gate can be passed in days and not in weeks.
    init(rules: [String] = ["G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G12", "G13", "G16"]) throws {
        story = try BaselineStory()
        for criterion in Criteria.all {
            var line = GatePolicy.Line(rule: criterion.id)
            line.level = rules.contains(criterion.id) ? .blocking : .off
            switch criterion.id {
            case "G01": line.thresholds = ["runs": 1]
            case "G06": line.thresholds = ["hours": 24]
            case "G12": line.thresholds = ["state": 2, "clean": 1]
            default: break
            }
            policy.lines.append(line)
        }
    }

    /// Two tests of which a letter each says how they ended.
    @discardableResult
    func ingest(
        _ letters: String, day: Double, alpha: String = "1.0.0", commit: String = "c0ffee1", os: String = "linux",
        release: String? = "2.4"
    ) throws -> Int64? {
        let names = ["pays", "ships", "sorts"]
        let cases = zip(names, letters).compactMap { name, letter -> CaseText? in
            switch letter {
            case "F": .failed(name, refusedPayment)
            case "G": .failed(name, missingLogin)
            case "K": .flaky(name, refusedPayment)
            case "S": .skipped(name)
            case "-": nil
            default: .passed(name)
            }
        }
        return try laboratory.ingest(report(cases), day: day, run: "\(os) \(day)") { request in
            (request.phase, request.release, request.commit, request.branch) = ("beta", release, commit, "main")
            request.configuration = ConfigurationClass(["os": os])
            request.snapshot = BaselineStory.snapshot(alpha: alpha)
        }.runID
    }

    /// Captures, proposes and approves a baseline of the latest runs.
    func approve(alpha: String = "1.0.0", day: Double = 30) throws {
        let keep = KeepBaselines(store)
        func request(_ actor: String) -> KeepBaselines.Request {
            KeepBaselines.Request(
                now: Laboratory.moment(day: day), actor: actor, reason: "as agreed", isSolo: false)
        }
        let source = KeepBaselines.Source.snapshot(BaselineStory.snapshot(alpha: alpha))
        let number = try keep.capture(phase: "beta", source, suites: [], request("ann")).baseline.number
        _ = try keep.move(phase: "beta", number: number, .propose, request("ann"))
        _ = try keep.move(phase: "beta", number: number, .approve, request("ben"))
    }

    /// The same with a policy of other rules.
    func asking(_ rules: [String]) throws -> GateStory {
        var other = self
        for place in other.policy.lines.indices {
            other.policy.lines[place].level = rules.contains(other.policy.lines[place].rule) ? .blocking : .off
        }
        return other
    }

    func request(day: Double, isDryRun: Bool = false) -> DecideGate.Request {
        var request = DecideGate.Request(
            phase: "beta", now: Laboratory.moment(day: day), actor: "ann", policy: policy)
        (request.release, request.project) = ("2.4", "shop")
        request.phases = ["integration", "alpha", "beta", "release"]
        request.isDryRun = isDryRun
        return request
    }

    @discardableResult
    func decide(day: Double, isDryRun: Bool = false) throws -> DecideGate.Outcome {
        let request = request(day: day, isDryRun: isDryRun)
        return try DecideGate(store, viewpoint: Viewpoint(now: request.now)).perform(request)
    }

    func replay(_ number: Int64) throws -> ReadGates.Replay {
        try ReadGates(store, viewpoint: Viewpoint(now: .max))
            .replay(number, phases: ["integration", "alpha", "beta", "release"], supportEnds: [:])
    }

    @discardableResult
    func waive(
        _ rule: String, _ subject: String, day: Double, until: Double, approver: String? = "ben",
        release: String? = "2.4"
    ) throws -> Waiver {
        let keep = KeepWaivers(store)
        let waiver = Waiver(
            number: 0, rule: rule, subject: subject, phase: "beta", release: release, reason: "known", risk: "low",
            owner: "ann", requester: "ann", requestedAt: 0, expires: Laboratory.moment(day: until))
        let asked = try keep.request(waiver, .init(now: Laboratory.moment(day: day), actor: "ann", reason: "known"))
        guard let approver else { return asked }
        return try keep.decide(
            asked.number, .approve, .init(now: Laboratory.moment(day: day), actor: approver, reason: "borne")
        ).after
    }
}
