// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gating
import Storage
import TestPhase
import Testing

@testable import Workflow

/// Documents of gates are known by their digests, so their bytes must stay what Foundation wrote.
struct CanonicalJSONTests {
    private enum Choice: Codable, Equatable {
        case plain
        case pair(first: Int, Double)
    }

    private struct Inner: Codable, Equatable {
        var zebra = "z"
        var Alpha: Int?
        var alpha = -1
        var list: [Int?] = [1, nil, 3]
        var table = ["b": [true], "a": [], "Ä": [false], "a b": [true]]
        var numbers: [Int: String] = [2: "two"]
        var choices = [Choice.plain, .pair(first: 1, 2.5)]
        var empty: [String] = []
        var nothing: [String: Int] = [:]
    }

    private struct Outer: Codable, Equatable {
        var inner = Inner()
        var more: [Inner] = [Inner(), Inner(Alpha: 7)]
        var state = Waiver.State.active.rawValue
        var huge = Int64.min
        var small: UInt8 = 200
        var wide: Float = 0.5
        var text = String(decoding: (0..<128).map { UInt8($0) }, as: UTF8.self) + "ä 日本 👩‍💻 \u{2028} </script> é"
    }

    private func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func own(_ value: some Encodable) throws -> String {
        String(decoding: try CanonicalJSON.bytes(value), as: UTF8.self)
    }

    @Test func `the bytes are those of Foundation, and read back as the same`() throws {
        let value = Outer()

        #expect(try own(value) == foundation(value))
        #expect(try JSONDecoder().decode(Outer.self, from: Data(try own(value).utf8)) == value)
    }

    @Test(arguments: [
        0, -0.0, 1, -1, 0.1, 1.0 / 3, 1e15, 1e16, 1e17, 1e100, 1e-5, 1e-7, 123_456_789.25, .pi, .leastNonzeroMagnitude,
        .greatestFiniteMagnitude, 0.95, 100, 1e21, 5e-324,
    ])
    func `numbers are written as Foundation writes them`(number: Double) throws {
        #expect(try own([number]) == foundation([number]))
        #expect(try own(number) == foundation(number))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `what is no number is refused`(number: Double) {
        #expect(throws: (any Error).self) { try own([number]) }
    }

    @Test(arguments: ["", "a", "\"\\/", "\u{0}\u{1F}\u{7F}", "é", "e\u{301}"])
    func `texts stand alone`(text: String) throws {
        #expect(try own(text) == foundation(text))
    }

    @Test func `what writes its members itself writes those of its coding`() throws {
        var full = GateEvidence.Issue(number: .max, title: "a \"b\"\n日本", severity: 2, state: "open", since: -1)
        (full.hasCause, full.isEscape, full.isCorrected) = (true, true, true)
        (full.solvedAt, full.rate) = (7, 1.0 / 3)
        let bare = GateEvidence.Issue(number: 1, title: "", severity: 4, state: "", since: 0)
        var waiver = Waiver(
            number: 4, rule: "G04", subject: "TEST-1", phase: "beta", release: nil, reason: "r", risk: "k", owner: "o",
            requester: "q", requestedAt: 1, expires: 9)
        waiver.approver = "a"
        let subjects = [
            GateVerdict.Subject(id: "TEST-1", text: "t\u{1F}", waiver: waiver),
            GateVerdict.Subject(id: "", text: "", waiver: nil),
        ]

        var run = GateEvidence.Run(id: 3, configuration: "os=mac", startedAt: 5)
        (run.isDirty, run.isTainted, run.isCandidate, run.tests, run.failed, run.flaky) = (true, true, false, 9, 8, 7)
        var incident = GateEvidence.Incident(number: 2, title: "t", opened: 1)
        incident.isAcknowledged = true
        let runs = [run, GateEvidence.Run(id: 4, configuration: "", startedAt: 0)]
        let incidents = [incident, GateEvidence.Incident(number: 1, title: "/", opened: 0)]

        #expect(
            try own([GateEvidence.Subject("TEST-1", "a\tb"), .init("")])
                == foundation([GateEvidence.Subject("TEST-1", "a\tb"), .init("")]))
        #expect(try own(runs) == foundation(runs))
        #expect(try own(incidents) == foundation(incidents))
        #expect(try own([full, bare]) == foundation([full, bare]))
        #expect(try own(subjects) == foundation(subjects))
        #expect(try own([GateEvidence.Issue]()) == "[]")
        #expect(try own(["issues": [full]]) == foundation(["issues": [full]]))
    }

    @Test func `the documents of a real decision are the same`() throws {
        let story = try GateStory()
        try story.ingest("F..", day: 26)
        try story.ingest("FK.", day: 27, os: "mac")
        try story.approve()
        try story.waive("G09", "TEST-1", day: 28, until: 40)
        let request = story.request(day: 31)
        let policy = request.policy.resolved(at: request.now)
        let drawn = try story.store.read { try DrawnGate(request, $0, Viewpoint(now: request.now)) }
        let (evidence, verdict) = (drawn.evidence, drawn.verdict)

        #expect(evidence.issues.count + evidence.incidents.count > 0)
        #expect(try own(policy) == foundation(policy))
        #expect(try own(evidence) == foundation(evidence))
        #expect(try own(verdict) == foundation(verdict))
    }
}
