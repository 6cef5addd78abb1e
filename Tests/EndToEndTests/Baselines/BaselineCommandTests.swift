// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A project with a checkout, from the capture of its configuration to the suspects of a failure.
struct BaselineCommandTests {
    private static let secret = "correct-horse-battery-staple"

    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write(
            "exitgate.yml",
            """
            format: 1
            project: shop
            capture:
              variables: [FEATURE_X, "secret:API_KEY"]
              files: ["config/**"]
            """)
        try place.write(".gitignore", ".exitgate/\nout/\n")
        try place.write("config/app.yml", "timeout: 5\n")
        try place.write(".npmrc", "//registry.example/:_authToken=\(Self.secret)\n")
        try lock(alpha: "1.0.0")
        try git("init", "-q", ".")
        try git("remote", "add", "origin", "https://ann:\(Self.secret)@git.example/shop.git")
        try commit()
    }

    private func lock(alpha version: String) throws {
        let packages = [
            #""": {"name": "shop", "dependencies": {"alpha": "^1.0.0"}}"#,
            #""node_modules/alpha": {"version": "\#(version)"}"#,
            #""node_modules/beta": {"version": "2.1.0", "dev": true}"#,
        ]
        try place.write(
            "package-lock.json", #"{"lockfileVersion": 3, "packages": {\#(packages.joined(separator: ", "))}}"#)
    }

    private func git(_ arguments: String...) throws {
        let identity = ["-c", "user.name=ann", "-c", "user.email=ann@shop.example"]
        let ended = try place.startProgram(["/usr/bin/env", "git"] + identity + arguments).wait()
        #expect(ended.code == 0, "\(ended)")
    }

    private func commit() throws {
        try git("add", "-A")
        try git("commit", "-q", "-m", "next")
    }

    @discardableResult
    private func run(_ arguments: String..., feature: String = "off") throws -> Ended {
        try place.run(
            arguments,
            environment: ["API_KEY": Self.secret, "FEATURE_X": feature, "UNLISTED": Self.secret, "USER": "ann"])
    }

    private func ingest(_ key: String, day: Int, failing message: String? = nil, feature: String = "off") throws {
        let test = message.map { Report.failing("pays", $0) } ?? Report.passing("pays")
        try place.write("out/results.xml", Report.suite(test, Report.passing("adds"), name: "shop"))
        let ended = try run(
            "ingest", "out", "--phase", "beta", "--run-key", key, "--started", "2026-11-\(day)T10:00:00Z",
            feature: feature)
        #expect(ended.code == 0, "\(ended)")
    }

    private func approve() throws {
        #expect(try run("baseline", "capture", "beta").output.hasPrefix("BL-beta-1  captured: "))
        #expect(try run("baseline", "propose", "BL-beta-1", "-m", "complete").code == 0)
        let alone = try run("baseline", "approve", "BL-beta-1", "-m", "fine")
        #expect(alone.code == 65)
        #expect(alone.errors.contains("cannot approve it alone"))
        #expect(try run("baseline", "approve", "BL-beta-1", "-m", "fine", "--by", "ben").code == 0)
        #expect(try run("baseline", "freeze", "BL-beta-1", "-m", "the beta begins").code == 0)
    }

    @Test func `what was approved is clean, and what differs is drift with its suspects`() throws {
        try ingest("one", day: 20)
        try approve()
        let clean = try run("baseline", "audit", "beta")
        try lock(alpha: "2.0.0")
        try place.write("config/app.yml", "timeout: 9\n")
        try commit()
        try ingest("two", day: 21, failing: "node_modules/alpha/index.js: total is undefined", feature: "on")

        let drift = try run("baseline", "audit", "beta")
        let diff = try run("baseline", "diff", "BL-beta-1", "RUN-2")
        let page = try run("incident", "show", "INC-1", "--format", "json").json["suspects"]

        #expect(clean.code == 0, "\(clean)")
        #expect(clean.output.hasPrefix("clean  BL-beta-1 (frozen)"))
        #expect(drift.code == 3, "\(drift)")
        #expect(drift.output.hasPrefix("drift  BL-beta-1 (suspect, was frozen)"))
        let lines = diff.output.split(separator: "\n").map(String.init)
        #expect(lines.contains("~ dependency alpha 1.0.0 -> 2.0.0 (major, direct)"), "\(diff)")
        #expect(lines.contains("~ env FEATURE_X off -> on"), "\(diff)")
        #expect(lines.contains("~ file config/app.yml changed (1 line)"), "\(diff)")
        #expect(page["suspects"][0]["delta"]["key"].text == "pkg:npm/alpha")
        #expect(page["suspects"][0]["factors"][0]["why"].text == "the trace names the dependency")
        #expect(page["last_good"].text == "RUN-1")
    }

    @Test func `nothing that is not allowed reaches the store or the output`() throws {
        try ingest("one", day: 20)
        try run("baseline", "capture", "beta")

        let outputs = try [
            ["baseline", "show", "BL-beta-1"], ["baseline", "show", "BL-beta-1", "--format", "json"],
            ["baseline", "export", "BL-beta-1"], ["baseline", "export", "now", "--as", "canonical"],
            ["baseline", "diff", "BL-beta-1", "now"],
        ].map { try place.run($0, environment: ["API_KEY": Self.secret, "UNLISTED": Self.secret]) }

        for ended in outputs {
            #expect(ended.code == 0, "\(ended)")
            #expect(!ended.texts.contains(Self.secret), "\(ended)")
        }
        let store = try Data(contentsOf: URL(fileURLWithPath: place.path(".exitgate/exitgate.sqlite")))
        #expect(store.range(of: Data(Self.secret.utf8)) == nil)
        #expect(outputs[1].output.contains("hmac-sha256:"))
    }

    @Test func `an unchanged project has the same digest, and its export is what the digest says`() throws {
        try ingest("one", day: 20)
        try run("baseline", "capture", "beta")
        try run("baseline", "capture", "beta")

        let list = try run("baseline", "list", "--format", "json").json["baselines"]
        let canonical = try run("baseline", "export", "BL-beta-1", "--as", "canonical").output

        #expect(list.items.count == 2)
        #expect(list[0]["digest"] == list[1]["digest"])
        try place.write("snapshot.json", canonical.trimmingCharacters(in: .newlines))
        #expect(try run("baseline", "capture", "beta", "--configuration", "snapshot.json").code == 0)
        #expect(try run("baseline", "list", "--format", "json").json["baselines"][2]["digest"] == list[0]["digest"])
    }

    @Test func `the same upload again changes nothing, although the checkout moved on`() throws {
        try ingest("one", day: 20)
        try lock(alpha: "2.0.0")
        try commit()

        let again = try run(
            "ingest", "out", "--phase", "beta", "--run-key", "one", "--started", "2026-11-20T10:00:00Z", "--format",
            "json")

        #expect(again.code == 0, "\(again)")
        #expect(try again.json["already_ingested"].isTrue)
        #expect(try run("baseline", "diff", "RUN-1", "now").output.contains("dependency alpha 1.0.0 -> 2.0.0"))
    }

    @Test func `three configurations are one document, and a bill of ours is read back as it was`() throws {
        try ingest("one", day: 20)
        try run("baseline", "capture", "beta")
        try place.write("bill.json", try run("baseline", "export", "BL-beta-1").output)

        let diff = try run("baseline", "diff", "BL-beta-1", "RUN-1", "now", "--format", "json").json["diffs"]
        try run("baseline", "capture", "beta", "--configuration", "bill.json")
        let back = try run("baseline", "diff", "BL-beta-1", "BL-beta-2", "--format", "json").json["diffs"][0]

        #expect(diff.items.map { $0["to"].text } == ["RUN-1", "now"])
        let lost = Set(back["deltas"].items.compactMap { $0["kind"].text })
        #expect(lost.isDisjoint(with: ["source", "dependency", "variable", "file"]), "\(back)")
    }

    @Test func `results of another commit are not said to be made with what is here`() throws {
        try ingest("one", day: 20)
        try place.write("out/results.xml", Report.suite(Report.passing("pays"), name: "shop"))
        let other = String(repeating: "ab", count: 20)

        try run("ingest", "out", "--phase", "beta", "--run-key", "two", "--commit", other)
        try run("ingest", "out", "--phase", "beta", "--run-key", "three", "--no-capture")

        #expect(try run("baseline", "diff", "RUN-1", "RUN-1").code == 0)
        for number in [2, 3] {
            let ended = try run("baseline", "diff", "RUN-1", "RUN-\(number)")
            #expect(ended.code == 64)
            #expect(ended.errors.contains("what RUN-\(number) was made with is not known"), "\(ended)")
        }
    }

    @Test(
        arguments: [
            (["baseline", "show", "BL-beta-7"], 64, "there is no baseline BL-beta-7"),
            (["baseline", "show", "RUN-1"], 64, "expected a baseline"),
            (["baseline", "capture", "omega"], 64, "there is no phase"),
            (["baseline", "capture", "beta", "--configuration", "exitgate.yml"], 65, "holds no configuration"),
            (["baseline", "capture", "beta", "--configuration", "none.json"], 66, "none.json"),
            (["baseline", "capture", "beta", "--run", "RUN-9"], 64, "there is no run RUN-9"),
            (["baseline", "propose", "BL-beta-1", "-m", " "], 65, "needs a reason"),
            (["baseline", "audit", "beta"], 65, "no baseline of beta is approved"),
            (["environment", "show", "moon"], 64, "there is no environment moon"),
        ] as [([String], Int32, String)])
    func `what cannot be done is told in one line`(arguments: [String], code: Int32, message: String) throws {
        try ingest("one", day: 20)

        let ended = try place.run(arguments)

        #expect(ended.code == code, "\(ended)")
        #expect(ended.errors.contains(message), "\(ended)")
    }

    @Test(arguments: [
        (["baseline", "approve", "BL-beta-1", "-m", "ok"], 69), (["baseline", "capture", "omega"], 64),
        (["baseline", "capture", "beta", "--configuration", "none.json"], 66),
        (["baseline", "capture", "beta", "--run", "RUN-1"], 69), (["baseline", "capture", "beta", "--dry-run"], 0),
    ])
    func `what does nothing makes no store`(arguments: [String], code: Int) throws {
        let ended = try place.run(arguments, environment: ["USER": "ann"])

        #expect(ended.code.map(Int.init) == code, "\(ended)")
        #expect(!FileManager.default.fileExists(atPath: place.path(".exitgate")))
    }

    @Test func `a secret has one digest, also where the capture comes first`() throws {
        let captured = try run("baseline", "capture", "beta")
        try ingest("one", day: 20)

        let diff = try run("baseline", "diff", "BL-beta-1", "RUN-1")

        #expect(captured.code == 0, "\(captured)")
        #expect(!diff.output.contains("API_KEY"), "\(diff)")
    }

    @Test func `environments that runs name are registered, linked and drawn`() throws {
        try place.write("out/results.xml", Report.suite(Report.passing("pays"), name: "shop"))
        try run("ingest", "out", "--phase", "beta", "--environment", "staging")
        let before = try run("environment", "list")

        try run("environment", "register", "staging", "--owner", "@shop/ops", "--until", "2026-01-31")
        try run("asset", "register", "pg-cluster", "--kind", "service")
        try run("environment", "link", "staging", "uses", "pg-cluster")

        #expect(before.output.contains("unregistered"))
        #expect(try run("environment", "list").output.contains("outdated"))
        #expect(
            try run("environment", "map").output == """
                flowchart LR
                    a1["pg-cluster"]
                    a2["staging"]
                    p1["phase beta"]
                    p1 -->|runs on| a2
                    a2 -->|uses| a1

                """)
        #expect(try run("environment", "map", "--format", "dot").output.hasPrefix("digraph environments {"))
        #expect(try run("asset", "list", "--format", "json").json["edges"][0]["to"].text == "pg-cluster")
        #expect(try run("environment", "capacity").code == 0)
        let asset = try run("asset", "show", "pg-cluster")
        #expect(asset.output.contains("service pg-cluster  registered\n"), "\(asset)")
        #expect(asset.output.contains("  uses       staging -> pg-cluster"), "\(asset)")
    }

    @Test func `an environment is linked by its name or its label, and one that nobody registered is told`() throws {
        try ingest("one", day: 20)
        let lost = try run("environment", "link", "lab", "uses", "db")
        try run("environment", "register", "lab")
        try run("asset", "register", "db", "--kind", "service")

        let linked = try run("environment", "link", "ENV-lab", "uses", "db")

        #expect(lost.code == 64 && lost.errors.contains("lab is not registered"), "\(lost)")
        #expect(linked.code == 0, "\(linked)")
        #expect(try run("asset", "list", "--format", "json").json["edges"][0]["from"].text == "lab")
    }

    @Test func `who approves alone is told wherever the baseline is shown`() throws {
        let place = try Workplace()
        try place.write("exitgate.yml", "format: 1\nsolo: true\nproject: shop\n")
        try place.write("package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {\"\": {}}}")
        try place.write("out/results.xml", Report.suite(Report.passing("pays"), name: "shop"))
        for line in [
            ["ingest", "out", "--phase", "beta", "--release", "2.4"], ["baseline", "capture", "beta", "--by", "robot"],
            ["baseline", "propose", "BL-beta-1", "-m", "x", "--by", "ann"],
            ["baseline", "approve", "BL-beta-1", "-m", "x", "--by", "ann"],
        ] { #expect(try place.run(line).code == 0) }

        for line in [
            ["baseline", "list"], ["baseline", "show", "BL-beta-1"], ["baseline", "audit", "beta"],
            ["baseline", "export", "BL-beta-1"], ["baseline", "export", "BL-beta-1", "--as", "in-toto"],
            ["gate", "beta", "--dry-run"], ["gate", "beta", "--dry-run", "--format", "markdown"],
            ["release", "show", "2.4"], ["release", "review", "2.4"], ["release", "dossier", "2.4"],
        ] {
            let ended = try place.run(line)
            #expect(ended.output.contains("self-approved"), "\(line) \(ended)")
        }
        let gate = try place.run(["gate", "beta", "--dry-run", "--format", "json"])
        #expect(try gate.json["baseline"]["self_approved"].isTrue, "\(gate)")
        #expect(try place.run("report", "--phase", "beta", "--release", "2.4", "--output", "site").code == 0)
        let shown = try place.shell("grep -rl self-approved site | wc -l").output
        #expect(shown.trimmingCharacters(in: .whitespacesAndNewlines) != "0")
    }

    @Test func `documents of an early phase are audited by themselves, and compared as the baseline was made`() throws {
        try place.write(
            "exitgate.yml",
            "format: 1\nproject: shop\ncapture:\n  documents: [\"docs/**\"]\n  support_ends: [\"docs/none.md 2020-01-01\"]\n"
        )
        try place.write("docs/a.md", "one\n")
        try run("baseline", "capture", "design")
        try run("baseline", "propose", "BL-design-1", "-m", "x")
        try run("baseline", "approve", "BL-design-1", "-m", "x", "--by", "ben")
        let clean = try run("baseline", "audit", "design")
        let same = try run("baseline", "diff", "BL-design-1", "now")
        try place.write("docs/a.md", "two\n")

        let drift = try run("baseline", "audit", "design")
        let diff = try run("baseline", "diff", "BL-design-1", "now")

        #expect(clean.code == 0, "\(clean)")
        #expect(clean.output.contains("documents of the working tree"), "\(clean)")
        #expect(clean.output.contains("warning: capture.support_ends"), "\(clean)")
        #expect(same.output.hasPrefix("nothing differs"), "\(same)")
        #expect(drift.code == 3, "\(drift)")
        #expect(diff.output.contains("1 changed\n\n~ document docs/a.md changed"), "\(diff)")
    }

    @Test func `what a capture warns of is told wherever it is captured`() throws {
        try ingest("one", day: 20)
        try place.write("odd/package-lock.json", "{")
        try git("add", "-A")

        for line in [
            ["baseline", "capture", "beta", "--dry-run"], ["baseline", "export", "now"],
            ["baseline", "diff", "now", "now"],
        ] {
            let ended = try place.run(line)
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.errors.contains("odd/package-lock.json"), "\(ended)")
        }
    }

    @Test func `a frozen baseline is superseded by approved changes only`() throws {
        try ingest("one", day: 20)
        try approve()
        try lock(alpha: "2.0.0")
        try run("baseline", "capture", "beta")
        try run("baseline", "propose", "BL-beta-2", "-m", "next")

        let refused = try run("baseline", "approve", "BL-beta-2", "-m", "fine", "--by", "ben")

        #expect(refused.code == 65, "\(refused)")
        #expect(refused.errors.contains("BL-beta-1 is frozen"), "\(refused)")
        #expect(refused.errors.contains("dependency pkg:npm/alpha"), "\(refused)")
    }

    @Test func `a signed statement about a baseline is noted, and one about another is not`() throws {
        let place = try Workplace()
        try place.write("exitgate.yml", "format: 1\nsolo: true\n")
        try place.write("package-lock.json", "{\"lockfileVersion\": 3, \"packages\": {\"\": {}}}")
        for verb in [["capture", "beta"], ["propose", "BL-beta-1", "-m", "x"], ["approve", "BL-beta-1", "-m", "x"]] {
            #expect(try place.run(["baseline"] + verb).code == 0)
        }
        func envelope(_ statement: String, signature: String = "c2ln") throws {
            try place.write(
                "signed.json",
                """
                {"payloadType": "application/vnd.in-toto+json", "payload": "\(Data(statement.utf8).base64EncodedString())",
                 "signatures": [{"keyid": "k", "sig": "\(signature)"}]}
                """)
        }
        let attest = ["baseline", "attest", "BL-beta-1", "--envelope", "signed.json", "-m", "by the release key"]
        let statement = try place.run("baseline", "export", "BL-beta-1", "--as", "in-toto").output

        try envelope(statement.replacing("\"sha256\": \"", with: "\"sha256\": \"0000"))
        let other = try place.run(attest)
        try envelope(statement, signature: "")
        let unsigned = try place.run(attest)
        try place.write("signed.json", statement)
        let bare = try place.run(attest)
        try envelope(statement)
        let done = try place.run(attest)

        #expect(other.code == 65 && other.errors.contains("does not speak of BL-beta-1"), "\(other)")
        #expect(unsigned.code == 65 && unsigned.errors.contains("nobody signed it"), "\(unsigned)")
        #expect(bare.code == 65 && bare.errors.contains("no envelope of DSSE"), "\(bare)")
        #expect(done.code == 0, "\(done)")
        #expect(try place.run("baseline", "show", "BL-beta-1").output.contains("1 signature"))
        #expect(try place.run("store", "verify").code == 0)
        #expect(try place.run(Array(attest.dropLast(3)) + ["nowhere", "-m", "x"]).code == 66)
    }
}
