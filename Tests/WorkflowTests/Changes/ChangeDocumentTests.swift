// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import TestPhase
import Testing
import Workflow

/// Change requests as YAML and JSON.
struct ChangeDocumentTests {
    private static let text = """
        format: 1
        title: round in cents
        kind: emergency
        reason: "sums are off: by half a cent"
        scope:
          paths: ["src/pay/**"]
          items: [pkg:npm/alpha]
          components: [pay]
        effect:
          issue: ISS-3
        back_out: revert it
        window: {runs: 10, days: 7}
        commits: [c0ffee1]
        since: 2026-11-25T09:30:00Z
        """

    private func read(_ text: String) throws -> ChangeRequest {
        try ChangeDocument.read(text, file: "change.yml", requester: "ann")
    }

    @Test func `every key is read`() throws {
        let request = try read(Self.text)

        #expect((request.title, request.kind, request.requester) == ("round in cents", .emergency, "ann"))
        #expect(request.reason == "sums are off: by half a cent")
        #expect(request.scope == .init(paths: ["src/pay/**"], items: ["pkg:npm/alpha"], components: ["pay"]))
        #expect(request.effect == .issue(3))
        #expect((request.backOut, request.window.runs, request.window.days) == ("revert it", 10, 7))
        #expect((request.commits, request.since) == (["c0ffee1"], 1_795_599_000_000))
    }

    @Test func `a metric goes down unless somebody says up`() throws {
        let head = "title: a\nreason: b\neffect:\n  metric: flaky-rate\n"

        #expect(try read(head).effect == .metric(.flakyRate, .down))
        #expect(try read(head + "  direction: up\n").effect == .metric(.flakyRate, .up))
        #expect(try read("title: a\nreason: b\n").effect == .none)
    }

    @Test(arguments: ["round trip", "without a promise", "of a metric"])
    func `what a page prints is read again, and says the same`(what: String) throws {
        var request = try read(Self.text)
        request.requester = "ben"
        if what == "without a promise" { (request.effect, request.backOut, request.since) = (.none, nil, nil) }
        if what == "of a metric" { request.effect = .metric(.duration, .up) }
        let line = ChangeLine(
            number: 7, request: request, life: ChangeLife(request), isOverdue: false, isHarmful: nil)
        let page = ChangeJSON.page(
            ChangeReport(
                line: line, watch: ChangeWatch(), caused: [], target: nil, baselines: [], commits: [], missing: []))

        #expect(try read(page) == request)
    }

    @Test(arguments: [
        ("tilte: a\nreason: b\n", 1, 1, "there is no key tilte"), ("title: a\n", 1, 1, "there is no reason"),
        ("title: a\nreason: b\nkind: huge\n", 3, 7, "kind is huge"),
        ("title: a\nreason: b\nwindow: {runs: 0}\n", 3, 16, "runs must be a number from 1"),
        ("title: a\nreason: b\neffect: {issue: CR-1}\n", 3, 17, "expected ISS-NUMBER, got CR-1"),
        ("title: a\nreason: b\nscope: [a]\n", 3, 8, "scope must hold paths, items, components"),
        ("title: &a b\n", 1, 8, "anchors and aliases of YAML are not supported"),
    ])
    func `a fault is told with its place`(text: String, line: Int, column: Int, message: String) throws {
        let fault = try #require(throws: ChangeDocument.Fault.self) { try read(text) }

        #expect(fault.diagnostic.message == message)
        #expect((fault.diagnostic.line, fault.diagnostic.column) == (line, column))
        #expect(fault.diagnostic.code == "change-document")
    }

    @Test(arguments: ["", "- a\n", "title: [", "\u{0}", "{\"request\": 3}"])
    func `what is no document is refused`(text: String) {
        #expect(throws: ChangeDocument.Fault.self) { try read(text) }
    }
}
