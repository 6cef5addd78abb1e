// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Storage
import StorageSQLite
import TestPhase
import Testing
import Workflow

/// What tests run on, and what runs say of it.
struct KeepAssetsTests {
    private func ingest(
        _ laboratory: Laboratory, _ environment: String, days: ClosedRange<Int>, seconds: Int, failing: String? = nil
    ) throws {
        for day in days {
            let content = failing.map { "<failure message=\"\($0)\"/>" } ?? ""
            let text =
                "<testsuite name=\"shop\"><testcase classname=\"shop\" name=\"pays\" time=\"\(seconds)\">\(content)</testcase></testsuite>"
            try laboratory.ingest(text, day: Double(day), run: "\(environment) \(day)") { $0.environment = environment }
        }
    }

    private func register(
        _ laboratory: Laboratory, _ name: String, _ kind: Asset.Kind = .environment,
        edit: (inout KeepAssets.Registration) -> Void = { _ in }
    ) throws -> Asset {
        var registration = KeepAssets.Registration(
            name: name, kind: kind, actor: "ann", now: Laboratory.moment(day: 50))
        edit(&registration)
        return try KeepAssets(laboratory.store).register(registration)
    }

    @Test func `what runs name and nobody registered is seen, and the other way`() throws {
        let laboratory = try Laboratory()
        try ingest(laboratory, "staging", days: 1...2, seconds: 3)
        _ = try register(laboratory, "lab")

        let found = try KeepAssets(laboratory.store).environments()

        #expect(found.map(\.name) == ["lab", "staging"])
        #expect(found.map { $0.asset != nil } == [true, false])
        #expect(found.map { $0.use?.runs } == [nil, 2])
    }

    @Test func `times have a median from five runs on, and a trend from ten`() throws {
        let laboratory = try Laboratory()
        try ingest(laboratory, "few", days: 1...4, seconds: 3)
        try ingest(laboratory, "some", days: 1...5, seconds: 3)
        try ingest(laboratory, "many", days: 1...6, seconds: 10)
        try ingest(laboratory, "many", days: 7...12, seconds: 30)

        let found = try KeepAssets(laboratory.store).environments().compactMap(\.use)

        #expect(found.map(\.name) == ["few", "many", "some"])
        #expect(found.map(\.p50) == [nil, 10_000, 3_000])
        #expect(found.map(\.p95) == [nil, 30_000, 3_000])
        #expect((found[1].earlierP50, found[1].laterP50) == (10_000, 30_000))
        #expect((found[2].earlierP50, found[2].laterP50) == (nil, nil))
    }

    @Test(arguments: [("connect timed out after 30 s", 2), ("Timeout of 5000ms exceeded", 2), ("the cart is empty", 0)])
    func `runs with a failure that speaks of a timeout are counted`(message: String, expected: Int) throws {
        let laboratory = try Laboratory()
        try ingest(laboratory, "staging", days: 1...2, seconds: 3, failing: message)
        try ingest(laboratory, "staging", days: 3...5, seconds: 3)

        #expect(try KeepAssets(laboratory.store).environment("staging").use?.timeouts == expected)
    }

    @Test func `what is known stays unless something else is said`() throws {
        let laboratory = try Laboratory()
        let first = try register(laboratory, "staging") { ($0.owner, $0.supportedUntil) = ("ops", 1_000) }

        let second = try register(laboratory, "staging") { $0.purpose = "beta" }

        #expect((second.number, second.owner, second.purpose) == (first.number, "ops", "beta"))
        #expect(second.isOutdated(at: 1_000) && !second.isOutdated(at: 999))
        #expect(throws: Refusal.self) { try register(laboratory, "staging", .device) }
        #expect(throws: Refusal.self) { try register(laboratory, "  ") }
    }

    @Test func `assets depend on each other, once, until it is taken back`() throws {
        let laboratory = try Laboratory()
        let keep = KeepAssets(laboratory.store)
        _ = try register(laboratory, "staging")
        _ = try register(laboratory, "pg-cluster", .service)
        let edge = AssetEdge(from: "staging", kind: .uses, to: "pg-cluster")

        try keep.link(edge)
        try keep.link(edge)
        let linked = try keep.assets().edges
        try keep.link(edge, isRemoved: true)

        #expect(linked == [edge])
        #expect(try keep.assets().edges.isEmpty)
        #expect(throws: ReadEvidence.Unknown.self) {
            try keep.link(AssetEdge(from: "staging", kind: .uses, to: "nothing"))
        }
        #expect(throws: Refusal.self) { try keep.link(AssetEdge(from: "staging", kind: .uses, to: "staging")) }
    }

    @Test func `an asset is shown by its name or its label, with what names it`() throws {
        let laboratory = try Laboratory()
        let keep = KeepAssets(laboratory.store)
        for name in ["staging", "lab"] { _ = try register(laboratory, name) }
        let service = try register(laboratory, "pg-cluster", .service)
        try keep.link(AssetEdge(from: "staging", kind: .uses, to: "pg-cluster"))
        try keep.link(AssetEdge(from: "lab", kind: .impacts, to: "staging"))

        let shown = try keep.asset(service.label)

        #expect(shown.asset == service)
        #expect(shown.edges.map(\.from) == ["staging"])
        #expect(try keep.asset("staging").edges.count == 2)
        let slip = #expect(throws: ReadEvidence.Unknown.self) { try keep.asset("pg-clutser") }
        #expect(slip?.hint == "did you mean pg-cluster?")
    }

    @Test func `an unknown environment is told as such`() throws {
        let laboratory = try Laboratory()

        #expect(throws: ReadEvidence.Unknown.self) { try KeepAssets(laboratory.store).environment("moon") }
    }
}
