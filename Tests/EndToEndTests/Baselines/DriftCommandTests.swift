// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A project whose lock file drifts from the approved baseline, as people and machines see it.
struct DriftCommandTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write("exitgate.yml", "format: 1\nproject: shop\n")
        try lock(alpha: "1.0.0")
        try ingest("one", day: 20)
        for arguments in [
            ["capture", "beta"], ["propose", "BL-beta-1", "-m", "complete"],
            ["approve", "BL-beta-1", "-m", "fine", "--by", "ben"],
        ] { #expect(try run(["baseline"] + arguments).code == 0) }
    }

    private func lock(alpha version: String) throws {
        try place.write(
            "package-lock.json",
            #"{"lockfileVersion": 3, "packages": {"": {"name": "shop"}, "node_modules/alpha": {"version": "\#(version)"}}}"#
        )
    }

    @discardableResult
    private func run(_ arguments: [String]) throws -> Ended { try place.run(arguments, environment: ["USER": "ann"]) }

    @discardableResult
    private func ingest(_ key: String, day: Int, more: [String] = []) throws -> Ended {
        try place.write("out/results.xml", Report.suite(Report.passing("pays\(more.joined())"), name: "shop"))
        return try run(
            ["ingest", "out", "--phase", "beta", "--release", "2.4", "--run-key", key, "--started"]
                + ["2026-11-\(day)T10:00:00Z"] + more)
    }

    private func drift() throws -> Ended {
        try lock(alpha: "2.0.0")
        try ingest("two", day: 21)
        return try run(["baseline", "audit", "beta"])
    }

    @Test func `an audit opens an incident that lists, pages and machines show`() throws {
        let dry = try {
            try lock(alpha: "2.0.0")
            try ingest("two", day: 21)
            return try run(["baseline", "audit", "beta", "--dry-run"])
        }()
        #expect(try run(["incident", "list"]).output == "no incidents match\n")
        let audit = try run(["baseline", "audit", "beta", "--format", "json"])

        let list = try run(["incident", "list", "--kind", "configuration"])
        let page = try run(["incident", "show", "INC-1"])
        let json = try run(["incident", "show", "INC-1", "--format", "json"]).json

        #expect(dry.output.contains("\n  incidents of kind configuration\n    INC-1  opened  (any)"), "\(dry)")
        #expect(audit.code == 3)
        #expect(try audit.json["incidents"][0]["fate"].text == "opened")
        #expect(list.output.contains("drift from BL-beta-1: dependency pkg:npm/alpha"), "\(list)")
        #expect(try run(["incident", "list", "--kind", "test"]).output == "no incidents match\n")
        for part in [
            "INC-1  open  drift from BL-beta-1", "kind       configuration", "approved   BL-beta-1",
            "extent     1 item, found by 1 audit", "dependency alpha 1.0.0 -> 2.0.0 (major, transitive)",
            "first seen in RUN-2, RUN-1 was as approved", "RUN-2  open  (auto, open-by-drift)",
            "next       exitgate baseline diff BL-beta-1 RUN-2",
        ] { #expect(page.output.contains(part), "\(part) in \(page)") }
        #expect(json["incident"]["kind"].text == "configuration")
        #expect(json["incident"]["signature"] == .null)
        #expect(json["incident"]["opened_run"].text == "RUN-2")
        #expect(json["drift"]["items"][0]["delta"]["key"].text == "pkg:npm/alpha")
        #expect(json["drift"]["items"][0]["last_good_run"].text == "RUN-1")
        #expect(json["events"][0]["rule"].text == "open-by-drift")
        #expect(try run(["store", "verify"]).code == 0)
    }

    @Test func `it is counted, acknowledged, called void, and restored`() throws {
        #expect(try drift().code == 3)

        let status = try run(["status", "--phase", "beta"])
        let acknowledged = try run(["incident", "acknowledge", "INC-1", "-m", "on it"])
        let issue = try run(["issue", "confirm", "INC-1", "-m", "x"])
        try lock(alpha: "1.0.0")
        try ingest("three", day: 22)
        let clean = try run(["baseline", "audit", "beta"])

        #expect(status.output.contains("incidents  1 open, 0 intermittent"), "\(status)")
        #expect(status.output.contains("INC-1"), "\(status)")
        #expect(acknowledged.output.contains("acknowledged"), "\(acknowledged)")
        #expect(issue.code == 65 && issue.errors.contains("INC-1 is of kind configuration"), "\(issue)")
        #expect(clean.output.contains("INC-1  restored  (any)"), "\(clean)")
        #expect(try run(["incident", "list", "--format", "json"]).json["incidents"][0]["state"].text == "restored")
        #expect(try run(["incident", "void", "INC-1", "-m", "we tried it out"]).output.contains("void"))
    }

    @Test func `the pages of a release list it`() throws {
        #expect(try drift().code == 3)

        let report = try run(["report", "--release", "2.4", "--phase", "beta", "--output", "site"])

        #expect(report.code == 0, "\(report)")
        let page = try String(contentsOfFile: place.path("site/incidents.html"), encoding: .utf8)
        #expect(page.contains("INC-1") && page.contains("drift from BL-beta-1"))
    }

    @Test func `shards that were made with different things are told`() throws {
        let first = try ingest("four", day: 23, more: ["--shard", "1/2"])
        try lock(alpha: "2.0.0")

        let second = try ingest("four", day: 23, more: ["--shard", "2/2"])
        let page = try run(["run", "show", "RUN-2"])
        let audit = try run(["baseline", "audit", "beta"])

        #expect(!first.errors.contains("mixed-configuration"), "\(first)")
        #expect(second.code == 0 && second.texts.contains("mixed-configuration"), "\(second)")
        #expect(second.texts.contains("dependency pkg:npm/alpha"), "\(second)")
        #expect(page.output.contains("mixed-configuration"), "\(page)")
        #expect(audit.output.contains("the parts of the run differ from each other"), "\(audit)")
    }

    @Test func `a comparison and an export of such a run say so, and so does a change written down from it`() throws {
        try ingest("four", day: 23, more: ["--shard", "1/2"])
        try lock(alpha: "2.0.0")
        try ingest("four", day: 23, more: ["--shard", "2/2"])

        let text = try run(["baseline", "diff", "RUN-2", "RUN-2"])
        let markdown = try run(["baseline", "diff", "RUN-1", "RUN-2", "--format", "markdown"])
        let json = try run(["baseline", "diff", "RUN-1", "RUN-2", "--format", "json"])
        let bill = try run(["baseline", "export", "RUN-2"])
        let change = try run(["change", "new", "--between", "RUN-1", "RUN-2", "--dry-run"])

        let alpha = "dependency pkg:npm/alpha"
        #expect(text.output.contains("as far as one part of RUN-2 tells") && text.output.contains(alpha), "\(text)")
        #expect(markdown.output.contains("**RUN-2 has parts of different configurations"), "\(markdown)")
        #expect(try json.json["mixed"][0]["run"].text == "RUN-2")
        #expect(bill.output.contains("\"exitgate:mixed\"") && bill.output.contains(alpha), "\(bill)")
        #expect(change.errors.contains("mixed-configuration"), "\(change)")
    }

    @Test func `a gate of documents judges by their baseline and an audit`() throws {
        try place.write(
            "exitgate.yml",
            "format: 1\nproject: shop\nphases: [design, beta]\ncapture:\n  documents: [\"docs/**\"]\n")
        try place.write("docs/a.md", "one\n")
        for arguments in [
            ["capture", "design"], ["propose", "BL-design-1", "-m", "x"],
            ["approve", "BL-design-1", "-m", "x", "--by", "ben"],
        ] { #expect(try run(["baseline"] + arguments).code == 0) }
        let before = try run(["gate", "design"])
        try run(["baseline", "audit", "design"])
        let after = try run(["gate", "design"])
        try place.write("docs/a.md", "two\n")
        try run(["baseline", "audit", "design"])
        let closed = try run(["gate", "design"])

        #expect(before.code == 4 && before.output.contains("exitgate baseline audit design"), "\(before)")
        #expect(after.code == 0 && after.output.hasPrefix("GO"), "\(after)")
        #expect(closed.code == 3 && closed.output.contains("docs/a.md"), "\(closed)")
        #expect(try run(["gate", "replay", "GATE-2"]).code == 0)
    }
}
