// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Gating
import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// A gate of requirements or design: no product exists, so the baseline of the documents and an audit of them decide.
struct DocumentGateTests {
    private let laboratory: Laboratory
    private var store: any StoreDriver { laboratory.store }

    init() throws { laboratory = try Laboratory() }

    private static func documents(_ digest: String) -> ConfigurationSnapshot {
        ConfigurationSnapshot([
            ConfigurationItem(.document, "docs/a.md", value: nil, digest: "sha256:\(digest)", evidence: "docs/a.md")
        ])
    }

    private func capture(_ digest: String = "aa") throws {
        _ = try KeepBaselines(store).capture(
            phase: "design", .snapshot(Self.documents(digest)), suites: [], BaselineStory.request("ann"))
    }

    private func approve() throws {
        for (verb, actor) in [(BaselineVerb.propose, "ann"), (.approve, "ben")] {
            _ = try KeepBaselines(store).move(phase: "design", number: 1, verb, BaselineStory.request(actor))
        }
    }

    private func audit(_ digest: String = "aa", day: Double = 31) throws {
        _ = try AuditBaseline(store, documents: Self.documents(digest)).perform(
            phase: "design", now: Laboratory.moment(day: day))
    }

    private func gate(day: Double = 32) throws -> (number: Int64?, verdict: GateVerdict) {
        let request = DecideGate.Request(
            phase: "design", now: Laboratory.moment(day: day), actor: "ben", policy: GatePolicy(phase: "design"))
        let outcome = try DecideGate(store, viewpoint: Viewpoint(now: request.now)).perform(request)
        return (outcome.decision.number, outcome.verdict)
    }

    private func stopping(_ verdict: GateVerdict) -> [String] {
        verdict.rules.filter(\.isStopping).map { "\($0.id) \($0.outcome.rawValue)" }
    }

    @Test func `an approved baseline and a clean audit open it, and no test is asked for`() throws {
        try capture()
        try approve()
        try audit()

        let (number, verdict) = try gate()

        #expect(verdict.outcome == .go)
        let silent = verdict.rules.filter { $0.outcome == .notApplicable }.map(\.id)
        #expect(Set(silent).isSuperset(of: ["G01", "G02", "G04", "G08", "G09"]))
        #expect(verdict.rules.filter { $0.outcome == .pass }.map(\.id).contains("G12"))
        let replay = try ReadGates(store, viewpoint: Viewpoint(now: .max))
            .replay(try #require(number), phases: ["design", "beta"], supportEnds: [:])
        #expect(replay.isSame)
        #expect(try laboratory.problems() == [])
    }

    @Test func `the preview of status says what the gate would`() throws {
        func preview() throws -> GatePreview? {
            try ReadEvidence(store).documents(phase: "design").map { GatePreview($0, phase: "design", live: 0) }
        }

        #expect(try preview()?.reasons == ["no baseline of design is approved"])
        try capture()
        try approve()
        #expect(try preview()?.verdict == .undecided)
        try audit()
        #expect(try preview()?.verdict == .go)
        #expect(try gate().verdict.outcome == .go)
        try audit("bb", day: 31.5)
        #expect(try preview()?.reasons == ["the last audit found 1 difference to BL-design-1"])
        #expect(try preview()?.verdict == .noGo)
        #expect(try ReadEvidence(store).documents(phase: "beta") == nil)
    }

    @Test func `without an audit it is undecided, and says what to do`() throws {
        try capture()
        try approve()

        let verdict = try gate().verdict

        #expect(verdict.outcome == .undecided)
        #expect(stopping(verdict) == ["G03 undecided", "G12 undecided"])
        #expect(
            verdict.rules.first { $0.id == "G12" }?.next
                == "exitgate baseline audit design in the folder of the project")
    }

    @Test func `an audit that is too old leaves it undecided`() throws {
        try capture()
        try approve()
        try audit()

        #expect(stopping(try gate(day: 39).verdict) == ["G03 undecided"])
    }

    @Test func `documents that changed since keep it closed`() throws {
        try capture()
        try approve()
        try audit()
        try audit("bb", day: 31.5)

        let verdict = try gate().verdict

        #expect(verdict.outcome == .noGo)
        #expect(stopping(verdict) == ["G12 fail"])
        #expect(verdict.rules.first { $0.id == "G12" }?.subjects.first?.id.contains("docs/a.md") == true)
    }

    @Test func `a baseline that nobody approved keeps it closed, and so does none`() throws {
        #expect(try gate().verdict.outcome == .undecided)
        try capture()

        #expect(try gate().verdict.outcome == .noGo)
    }

    @Test func `a run of the phase stands for no audit`() throws {
        try capture()
        try approve()
        try laboratory.ingest(report(.passed("a")), day: 31) { request in
            (request.phase, request.snapshot) = ("design", Self.documents("aa"))
        }

        #expect(try gate().verdict.outcome == .undecided)
    }

    @Test func `a phase with a product is judged by its tests`() throws {
        let request = DecideGate.Request(
            phase: "beta", now: Laboratory.moment(day: 32), actor: "ben", policy: GatePolicy(phase: "beta"))

        let verdict = try DecideGate(store, viewpoint: Viewpoint(now: request.now)).perform(request).verdict

        #expect(verdict.rules.first { $0.id == "G01" }?.outcome == .undecided)
    }
}
