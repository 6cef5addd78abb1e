// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Renderers
import TestPhase
import Testing

/// Findings as SARIF 2.1.0.
struct SARIFTextTests {
    private func incident(
        _ number: Int64, title: String = "KeyError: no price", signature: String = "0123456789abcdef0123456789abcdef",
        phase: String = "beta", state: Incident.State = .open, configuration: [String: String] = ["os": "linux"],
        tests: Int = 1, issue: Int64? = nil
    ) -> IncidentSummary {
        let run = Incident.RunReference(id: 4, startedAt: 1_767_225_600_000)
        return IncidentSummary(
            id: number, number: number, state: state, title: title, signature: signature, signatureID: 1,
            algorithm: "signature/2", phase: phase, configuration: ConfigurationClass(configuration), episode: 1,
            opened: run, lastGoodRun: nil, lastFailed: Incident.RunReference(id: 5, startedAt: 1_767_312_000_000),
            restored: nil, reopenCount: 0, occurrences: 3, failedRuns: 2, tests: tests, issue: issue)
    }

    private func finding(
        _ incident: IncidentSummary, _ state: Finding.BaselineState? = nil, tests: [String] = ["shop.Cart.pays"],
        file: String = "src/cart.py", line: Int? = 7, related: [Finding.Location] = [],
        suppressions: [Finding.Suppression] = []
    ) -> Finding {
        Finding(
            incident, baselineState: state, tests: tests, location: Finding.Location(file: file, line: line),
            related: related, suppressions: suppressions)
    }

    private func write(_ findings: Finding..., phase: String = "beta", release: String? = nil) -> String {
        SARIFText.text(
            FindingReport(phase: phase, release: release, baseline: nil, findings: findings, withoutLocation: 2))
    }

    private func results(_ text: String) throws -> [ParsedJSON] {
        try ParsedJSON(text)["runs"].items[0]["results"].items
    }

    private func uri(_ result: ParsedJSON) -> String? {
        result["locations"].items.first?["physicalLocation"]["artifactLocation"]["uri"].text
    }

    @Test func `a log has one run with the tool, its rules and what was left out`() throws {
        let log = try ParsedJSON(write(finding(incident(1)), release: "2.4"))
        let run = log["runs"].items[0]
        let driver = run["tool"]["driver"]

        #expect(log["version"].text == "2.1.0")
        #expect(log["$schema"].text == "https://json.schemastore.org/sarif-2.1.0.json")
        #expect([driver["name"].text, driver["version"].text] == ["exitgate", TestPhaseModule.version])
        #expect(driver["rules"].items.map { $0["id"].text } == ["exitgate/0123456789ab"])
        #expect(driver["rules"].items[0]["shortDescription"]["text"].text == "KeyError: no price")
        #expect(run["automationDetails"]["id"].text == "exitgate/beta/2.4")
        #expect(run["properties"]["withoutLocation"] == .number(2))
    }

    @Test func `without findings a log is still one`() throws {
        let run = try ParsedJSON(write())["runs"].items[0]

        #expect(run["results"] == .list([]))
        #expect(run["tool"]["driver"]["rules"] == .list([]))
        #expect(run["automationDetails"]["id"].text == "exitgate/beta/")
    }

    @Test func `a result says where, how often, since when and in what`() throws {
        var one = finding(
            incident(7, tests: 5, issue: 3), .new, tests: ["a.b", "a.c", "a.d"],
            related: [Finding.Location(file: "tests/test_cart.py", line: nil)])
        (one.kind, one.type, one.message) = ("failure", "builtins.KeyError", "no price\nfor it")
        let result = try results(write(one))[0]
        let place = result["locations"].items[0]["physicalLocation"]

        #expect(place["artifactLocation"]["uriBaseId"].text == "%SRCROOT%")
        #expect(place["region"]["startLine"] == .number(7))
        #expect(result["relatedLocations"].items[0]["physicalLocation"].names == ["artifactLocation"])
        #expect(
            result["message"]["text"].text
                == "KeyError: no price\n"
                + "INC-7 of ISS-3 fails in beta (os=linux): a.b, a.c, a.d, 2 more.\nno price\nfor it"
        )
        #expect(result["occurrenceCount"] == .number(3))
        #expect(result["provenance"]["firstDetectionTimeUtc"].text == "2026-01-01T00:00:00Z")
        #expect(result["provenance"]["lastDetectionTimeUtc"].text == "2026-01-02T00:00:00Z")
        #expect(result["properties"]["issue"].text == "ISS-3")
        #expect(result["partialFingerprints"].names == ["exitgatePlace/v1", "exitgateSignature/v1"])
    }

    @Test func `the level says whether it fails each time, at times or no more`() throws {
        let results = try results(
            write(
                finding(incident(1), .unchanged), finding(incident(2, state: .intermittent), .updated),
                finding(incident(3, state: .restored), .absent), finding(incident(4))))

        #expect(results.map { $0["level"].text } == ["error", "warning", "note", "error"])
        #expect(results.map { $0["baselineState"].text } == ["unchanged", "updated", "absent", nil])
    }

    @Test func `a rule stands for a cluster, and its index leads to it`() throws {
        let other = String(repeating: "0a", count: 16)
        let text = write(
            finding(incident(1)), finding(incident(2, signature: other)),
            finding(incident(3, configuration: ["os": "mac"])))
        let rules = try ParsedJSON(text)["runs"].items[0]["tool"]["driver"]["rules"].items.map { $0["id"].text }
        let results = try results(text)

        #expect(rules == ["exitgate/0123456789ab", "exitgate/0a0a0a0a0a0a"])
        #expect(results.map { $0["ruleIndex"] } == [.number(0), .number(1), .number(0)])
        #expect(Set(results.map { $0["partialFingerprints"]["exitgatePlace/v1"].text }).count == 2)
    }

    @Test func `the fingerprint of a test is there where it is the only one`() {
        let names = [
            finding(incident(1)), finding(incident(1), tests: ["shop.Cart.ships"]), finding(incident(1, tests: 2)),
        ].map(\.fingerprints)

        #expect(names.map { $0.map(\.name) }.map(\.count) == [3, 3, 2])
        #expect(names[0][2].value != names[1][2].value)
        #expect(names[0][2].value == "feeffde1dc805546663bedf82bfbe865")
    }

    @Test func `waivers are suppressions with who approved them for themselves`() throws {
        let suppressions = [
            Finding.Suppression(
                waiver: "WVR-1", rule: "G05", status: .accepted, justification: "known", isSelfApproved: true),
            Finding.Suppression(
                waiver: "WVR-2", rule: "G04", status: .underReview, justification: "soon", isSelfApproved: false),
        ]
        let text = write(finding(incident(1), suppressions: suppressions))
            .replacing("\"selfApproved\": true", with: "\"selfApproved\": 1")
        let written = try results(text)[0]["suppressions"].items

        #expect(written.map { $0["kind"].text } == ["external", "external"])
        #expect(written.map { $0["status"].text } == ["accepted", "underReview"])
        #expect(
            written.map { $0["justification"].text } == ["WVR-1 of G05 (self-approved): known", "WVR-2 of G04: soon"])
        #expect(try results(write(finding(incident(1))))[0]["suppressions"] == .none)
    }

    @Test(arguments: [
        ("src/a b/cart.py", "src/a%20b/cart.py"), ("a:b/c.py", "a%3Ab/c.py"), ("%2e%2e/c.py", "%252e%252e/c.py"),
        ("a?x=1#l.py", "a%3Fx%3D1%23l.py"), ("ä/\u{202E}.py", "%C3%A4/%E2%80%AE.py"),
        ("[a](b).py", "%5Ba%5D%28b%29.py"),
    ])
    func `a file is a relative reference`(file: String, expected: String) throws {
        #expect(try results(write(finding(incident(1), file: file))).map(uri) == [expected])
    }

    @Test func `data makes no links`() throws {
        let result = try results(write(finding(incident(1, title: "[click](javascript:alert(1))"))))[0]

        #expect(result["message"]["text"].text?.contains("](") == false)
    }

    @Test func `no text acts on a terminal or a CI runner`() throws {
        // Whole ones; their combinations are for the writer of JSON.
        let written = NastyTexts.all.prefix(200).map { text in
            var one = finding(
                incident(1, title: text, phase: text, configuration: [text: text]), tests: [text], file: text,
                related: [Finding.Location(file: text, line: 1)],
                suppressions: [
                    Finding.Suppression(
                        waiver: "WVR-1", rule: "G05", status: .accepted, justification: text, isSelfApproved: false)
                ])
            (one.kind, one.type, one.message) = (text, text, text)
            return write(one, phase: text, release: text)
        }

        #expect(written.filter { !Oracle.log($0).isEmpty } == [])
        for text in written { _ = try ParsedJSON(text) }
    }
}
