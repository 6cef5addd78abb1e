// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// May a phase end? From a release that walks through its phases to every way in which the question can be wrong.
struct GateCommandTests {
    private static let samples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples/release-walk")

    private let place: Workplace

    init() throws { place = try Workplace() }

    @Test func `a release walks through integration, alpha and beta as the sample says`() throws {
        let readme = try String(contentsOf: Self.samples.appending(path: "README.md"), encoding: .utf8)
        let expected = readme.split(separator: "\n").filter { $0.first?.isNumber == true }.joined(separator: "\n")

        let walk = try place.startProgram(
            ["/bin/sh", Self.samples.appending(path: "walk.sh").path], environment: ["EXITGATE": Product.command]
        ).wait()

        #expect(walk.code == 0, "\(walk)")
        #expect(walk.output == expected + "\n")
        #expect(expected.split(separator: "\n").count >= 12)
    }

    private func ingest(_ key: String, _ cases: String..., settings: String = "format: 1\nproject: shop\n") throws {
        try place.write("exitgate.yml", settings)
        try place.write("out/results.xml", Report.suite(cases.joined(), name: "shop"))
        let ended = try place.run(
            "ingest", "out", "--phase", "beta", "--run-key", key, "--commit", "c0ffee\(key)", "--no-capture")
        // A report that holds what XML cannot is salvaged.
        #expect([0, 65].contains(ended.code), "\(ended)")
    }

    /// Only the pass rate counts, so that one run decides.
    private static let passRate = """
        format: 1
        project: shop
        gates:
          beta: {G01: off, G02: off, G03: off, G04: off, G05: off, G06: off, G07: off, G09: off, G11: off, G12: off,
            G13: off, G14: off, G15: off, G16: off, G18: off, G19: off, G21: off, G23: off, pass-rate: {percent: 100}}

        """

    @Test func `the exit code is the verdict, in every format`() throws {
        try ingest("1", Report.passing("pays"), settings: Self.passRate)
        let go = try place.run("gate", "beta")
        try ingest("2", Report.failing("pays", "::error::\u{1B}[31mrefused <script>"), settings: Self.passRate)

        for format in ["text", "json", "markdown", "junit"] {
            let stop = try place.run("gate", "beta", "--format", format)
            #expect(stop.code == 3)
            #expect(stop.output.contains("NO_GO") || stop.output.contains("NO GO"), "\(format)")
            #expect(!stop.output.contains("\u{1B}") && !stop.output.contains("<script>"), "\(format)")
            #expect(!stop.output.split(separator: "\n").contains { $0.hasPrefix("::") })
        }
        #expect(go.code == 0)
        #expect(go.output.hasPrefix("GO  beta, commit c0ffee1 (GATE-1)\n"))
        #expect(try place.run("gate", "list").output.contains("GATE-5"))
    }

    @Test(arguments: ["G05", "g05", "open-issues"])
    func `a rule is explained as it counts in each phase`(rule: String) throws {
        try place.write("exitgate.yml", "format: 1\ngates:\n  beta: {open-issues: {s2: 1}}\n")

        let text = try place.run("gate", "explain", rule)
        let json = try JSON(text: place.run("gate", "explain", rule, "--format", "json").output)

        #expect(text.output.hasPrefix("G05 open-issues asks whether no more issues of each severity"))
        #expect(text.output.contains("1 (default 0)"))
        #expect(json["phases"].items.count == 9)
        let typo = try place.run("gate", "explain", "regresions")
        #expect(typo.code == 64 && typo.errors.contains("did you mean regressions?"), "\(typo)")
    }

    @Test func `as JUnit it is read like any other report`() throws {
        try ingest("2", Report.failing("pays", "refused"), settings: Self.passRate)
        let report = try place.run("gate", "beta", "--format", "junit")
        try place.write("gate.xml", report.output)

        let inspected = try place.run("inspect", "gate.xml", "--format", "json")
        let counts = try JSON(text: inspected.output)["files"][0]

        #expect(inspected.code == 0, "\(inspected)")
        #expect(counts["failed"].count == 1, "\(inspected.output)")
    }

    @Test func `as statements it speaks of the commit, and needs one`() throws {
        try ingest("1", Report.passing("pays"), settings: Self.passRate)
        let short = try place.run("gate", "beta", "--format", "in-toto")
        let hash = String(repeating: "c0ffee12", count: 5)
        let ended = try place.run(
            "ingest", "out", "--phase", "beta", "--run-key", "2", "--commit", hash, "--no-capture")
        #expect(ended.code == 0)

        let result = try JSON(text: place.run("gate", "beta", "--format", "in-toto").output)
        let summary = try JSON(text: place.run("gate", "beta", "--format", "vsa").output)

        #expect(short.code == 65)
        #expect(short.errors.hasPrefix("error: no run says the whole hash of a commit"))
        for statement in [result, summary] {
            #expect(statement["_type"].text == "https://in-toto.io/Statement/v1")
            #expect(statement["subject"][0]["digest"]["gitCommit"].text == hash)
        }
        #expect(result["predicateType"].text == "https://in-toto.io/attestation/test-result/v0.1")
        #expect(result["predicate"]["result"].text == "PASSED")
        #expect(result["predicate"]["passedTests"].items.contains(.string("G08 pass-rate")))
        #expect(result["predicate"]["configuration"][0]["name"].text == "shop/beta")
        #expect(result["predicate"]["configuration"][0]["digest"]["sha256"].text?.count == 64)
        #expect(summary["predicateType"].text == "https://slsa.dev/verification_summary/v1")
        #expect(summary["predicate"]["verificationResult"].text == "PASSED")
        #expect(summary["predicate"]["verifier"]["id"].text == "urn:exitgate:gate")
    }

    @Test func `a decision is replayed`() throws {
        try ingest("1", Report.failing("pays", "refused"), settings: Self.passRate)
        let first = try place.run("gate", "beta")
        try ingest("2", Report.passing("pays"), settings: Self.passRate)

        let replay = try place.run("gate", "replay", "GATE-1")

        #expect(replay.output == first.output)
        #expect(replay.errors == "the store tells the same evidence of that moment now\n")
        #expect(replay.code == 0)
    }

    @Test func `waiting ends when the time is over`() throws {
        try ingest("1", Report.passing("pays"))

        let ended = try place.run("gate", "beta", "--wait", "2s", "--every", "1s")

        #expect(ended.code == 4)
        #expect(ended.errors.contains("asking again in 1 s"))
    }

    @Test(arguments: [
        (["gate", "betta"], 64, "error: there is no phase \"betta\"; did you mean beta?"),
        (["gate"], 64, "error: missing expected argument '<phase>'"),
        (["gate", "replay", "GATE-9"], 64, "error: there is no decision GATE-9"),
        (["gate", "replay", "ISS-9"], 64, "error: expected GATE-NUMBER, got ISS-9"),
        (["gate", "beta", "--wait", "soon"], 64, "error: the value 'soon' is invalid for '--wait <time>'"),
        (
            ["gate", "backtest", "beta", "--policy", "none.yml"], 78,
            "none.yml: error[settings-unreadable]: there is no such file"
        ),
        (["waiver", "approve", "WVR-9", "-m", "fine"], 64, "error: there is no waiver WVR-9"),
        (
            [
                "waiver", "request", "G5", "ISS-1", "--phase", "beta", "--until", "2099-01-01", "--risk", "low",
                "--owner", "ann", "-m", "x",
            ],
            64, "error: there is no rule G5"
        ),
        (
            [
                "waiver", "request", "G05", "TEST-1", "--phase", "beta", "--until", "2020-01-01", "--risk", "low",
                "--owner", "ann", "-m", "x",
            ],
            65, "error: it would have ended before it began"
        ),
    ])
    func `bad input gives one clear line`(arguments: [String], code: Int32, line: String) throws {
        try ingest("1", Report.passing("pays"))

        let ended = try place.run(arguments)

        #expect(ended.code == code, "\(ended)")
        #expect(ended.errors.hasPrefix(line), "\(ended)")
    }

    @Test(arguments: [
        ("gates: {beta: {G99: off}}", "exitgate.yml:2:16: error[settings-unknown-key]: there is no rule G99"),
        (
            "gates: {beta: {open-isues: off}}",
            "exitgate.yml:2:16: error[settings-unknown-key]: there is no rule open-isues; did you mean open-issues?"
        ),
        (
            "gates: {beta: {pass-rate: {percnt: 9}}}",
            "exitgate.yml:2:28: error[settings-unknown-key]: pass-rate has no threshold percnt; did you mean percent?"
        ),
        (
            "gates: {beta: {pass-rate: {percent: 900}}}",
            "exitgate.yml:2:37: error[settings-range]: percent is out of range; it goes from 0 to 100"
        ),
        ("gates: {beta: {pass-rate: maybe}}", "exitgate.yml:2:27: error[settings-range]: \"maybe\" is no level"),
        (
            "gates: {betta: {pass-rate: off}}",
            "exitgate.yml: error[settings-range]: gates names \"betta\", which is not one of the phases; did you mean \"beta\"?"
        ),
    ])
    func `a policy with a mistake is refused with its place`(text: String, line: String) throws {
        try place.write("exitgate.yml", "format: 1\n\(text)\n")

        let ended = try place.run("gate", "explain", "beta")

        #expect(ended.code == 78, "\(ended)")
        #expect(ended.errors.contains(line), "\(ended)")
    }

    @Test func `a gate about a commit that no run tested lets nothing go, whatever other commits did`() throws {
        try ingest("1", Report.passing("pays"), settings: Self.passRate)
        try ingest("2", Report.failing("pays"), settings: Self.passRate)

        let first = try place.run("gate", "beta", "--commit", "c0ffee1")
        let latest = try place.run("gate", "beta", "--commit", "c0ffee2")
        let unknown = try place.run("gate", "beta", "--commit", "deadbeef", "--format", "json")

        #expect(first.code == 0, "\(first)")
        #expect(latest.code == 3, "\(latest)")
        #expect(unknown.code == 3, "\(unknown)")
        #expect(try unknown.json["commit"].text == "deadbeef")
        #expect(unknown.output.contains("no test was executed"))
        for number in 1...3 {
            let replay = try place.run("gate", "replay", "GATE-\(number)")
            #expect(replay.texts.contains("the same evidence"), "\(replay)")
        }
    }
}
