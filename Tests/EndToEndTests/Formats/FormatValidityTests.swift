// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What we write for other programs is what those programs take: by published schemas, or by models of their ecosystem.
@Suite(.enabled(if: Validators.python != nil, "Tests/run.sh installs the validators"))
struct FormatValidityTests {
    private let place: Workplace
    private static let hash = String(repeating: "c0ffee12", count: 5)
    /// Everything that means something to a format, a terminal or a pipeline.
    private static let nasty = "](x) | <img src=x onerror=alert(1)> `a` ::error::b \u{202E}&amp; \"q\" \\ $x$"

    init() throws { place = try Workplace() }

    /// A release with failures that have a place in the source, one of them waived, a repair and a baseline.
    private func prepare(failing: Bool = true) throws {
        try place.write(
            "exitgate.yml",
            """
            format: 1
            project: "shop \(Self.nasty.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))"
            release: 1.0.0
            solo: true

            """)
        let trace = "AssertionError: off by a cent\n  File \"src/shop/cart.py\", line 41, in total\n    assert a == b"
        for number in 1...3 {
            let failure =
                failing
                ? "<failure type=\"AssertionError\" message=\"\(Self.escaped(Self.nasty))\">\(Self.escaped(trace))</failure>"
                : ""
            try place.write(
                "out/results.xml",
                Report.suite(
                    "<testcase classname=\"shop.cart\" name=\"\(Self.escaped("pays \(Self.nasty)"))\" file=\"tests/test cart.py\" time=\"0.1\">\(failure)</testcase>"
                        + Report.passing("ships"), name: "shop"))
            let ended = try place.run(
                "ingest", "out", "--phase", "beta", "--run-key", "\(number)", "--commit", Self.hash, "--quiet")
            #expect([0, 65].contains(ended.code), "\(ended)")
        }
        for arguments in [
            ["baseline", "capture", "beta"], ["baseline", "propose", "BL-beta-1", "-m", Self.nasty],
            ["baseline", "approve", "BL-beta-1", "-m", Self.nasty, "--by", Self.nasty],
        ] { #expect(try place.run(arguments).code == 0) }
        guard failing else { return }
        let until = Date(timeIntervalSinceNow: 100 * 86_400).ISO8601Format()
        for arguments in [
            [
                "waiver", "request", "G05", "ISS-1", "--phase", "beta", "--release", "1.0.0", "--until", until,
                "--owner",
                Self.nasty, "--risk", Self.nasty, "-m", Self.nasty,
            ], ["waiver", "approve", "WVR-1", "-m", Self.nasty, "--by", Self.nasty],
        ] { #expect(try place.run(arguments).code == 0) }
        for arguments in [
            ["issue", "cause", "ISS-1", Self.nasty, "--class", "product", "-m", "seen"],
            ["issue", "workaround", "ISS-1", Self.nasty, "-m", "seen"],
            ["issue", "link", "ISS-1", Self.nasty, "-m", "seen"],
        ] { #expect(try place.run(arguments).code == 0) }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    /// What is wrong with a document; empty for a valid one.
    private func fault(_ text: String, _ kind: String, columns: [Int] = []) throws -> String {
        let file = try place.write("document", text)
        let ended = try place.startProgram(
            [Validators.python ?? "", Validators.script, kind, file] + columns.map(String.init)
        ).wait()
        #expect(ended.errors.isEmpty, "\(ended)")
        return ended.code == 0 ? "" : ended.output
    }

    @Test(
        arguments: [
            ("junit", ["gate", "beta", "--format", "junit"]), ("sarif", ["gate", "beta", "--format", "sarif"]),
            ("statement", ["gate", "beta", "--format", "in-toto"]), ("statement", ["gate", "beta", "--format", "vsa"]),
            ("cyclonedx", ["baseline", "export", "BL-beta-1"]),
            ("statement", ["baseline", "export", "BL-beta-1", "--as", "in-toto"]),
            ("cyclonedx", ["release", "notes", "1.0.0", "--format", "cyclonedx"]),
            ("markdown", ["gate", "beta", "--format", "markdown"]), ("markdown", ["release", "notes", "1.0.0"]),
            ("markdown", ["release", "dossier", "1.0.0"]),
            ("markdown", ["release", "review", "1.0.0", "--format", "markdown"]),
            ("markdown", ["release", "matrix", "--format", "markdown"]),
        ], [true, false])
    func `every format is valid, whatever names and messages hold`(
        command: (kind: String, arguments: [String]), failing: Bool
    ) throws {
        try prepare(failing: failing)

        let ended = try place.run(command.arguments)

        #expect([0, 3, 4].contains(ended.code), "\(ended)")
        #expect(try fault(ended.output, command.kind) == "", "\(ended.output)")
    }

    @Test func `findings lie where the trace says, and say what excuses them`() throws {
        try prepare()

        let result = try JSON(text: place.run("gate", "beta", "--format", "sarif").output)["runs"][0]["results"][0]
        let place = result["locations"][0]["physicalLocation"]

        #expect(place["artifactLocation"]["uri"].text == "src/shop/cart.py")
        #expect(place["region"]["startLine"].count == 41)
        #expect(result["baselineState"].text == "unchanged")
        #expect(result["suppressions"][0]["status"].text == "accepted")
    }

    @Test(arguments: [
        ("sarif", ["gate", "beta", "--format", "sarif"], "\"version\": \"2.1.0\"", "\"version\": \"2.2.0\""),
        ("sarif", ["gate", "beta", "--format", "sarif"], "\"baselineState\": \"", "\"baselineState\": \"very "),
        ("statement", ["gate", "beta", "--format", "in-toto"], "\"result\":", "\"outcome\":"),
        ("statement", ["gate", "beta", "--format", "vsa"], "\"FAILED\"", "\"MAYBE\""),
        (
            "cyclonedx", ["release", "notes", "1.0.0", "--format", "cyclonedx"], "\"type\": \"application\"",
            "\"type\": \"x\""
        ),
        ("junit", ["gate", "beta", "--format", "junit"], "<testcase ", "<testcases "),
        ("markdown", ["release", "dossier", "1.0.0"], "| --- | --- |", "| --- |"),
    ])
    func `a document that is not valid is told`(
        kind: String, arguments: [String], text: String, other: String
    ) throws {
        try prepare()
        let document = try place.run(arguments).output

        #expect(document.contains(text), "\(document)")
        #expect(try fault(document.replacing(text, with: other), kind) != "")
    }
}

/// Programs that check formats.
enum Validators {
    /// The Python that holds them; nil where they are not installed.
    static let python: String? = {
        let folder = ProcessInfo.processInfo.environment["EXITGATE_VALIDATORS"]
        return folder.flatMap { $0.isEmpty || $0 == "none" ? nil : "\($0)/bin/python" }
    }()

    static let script = Product.repository.appendingPathComponent("Tests/Validators/validate.py").path
}
