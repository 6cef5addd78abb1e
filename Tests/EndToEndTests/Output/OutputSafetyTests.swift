// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Nothing that stems from data acts on a terminal, nor on the runner that reads the log.
struct OutputSafetyTests {
    private static let readers = [
        "status", "run list", "run show 1", "incident list", "incident show 1", "test list", "test show 1",
        "issue list", "issue explain INC-1", "issue decisions", "issue rule lint",
    ]

    @Test(arguments: HostileNames.texts.map(\.name))
    func `hostile names and texts are printed harmlessly`(name: String) throws {
        let place = try Workplace()
        let text = try #require(HostileNames.texts.first { $0.name == name }?.xml)
        try place.write("a.xml", HostileNames.report(text))

        let ingest = try place.run("ingest", "a.xml", "--phase", "beta")
        let inspect = try place.run("inspect", "a.xml")
        let table = try place.run("inspect", "a.xml", "--format", "tsv")
        let decided = try place.run(
            "issue", "rule", "add", "INC-1", "type = \"x\"", "-m", "\(Self.nasty)", "--by", Self.nasty)
        let readers = try (Self.readers + ["issue show INC-1"]).map {
            try place.run($0.split(separator: " ").map(String.init))
        }

        #expect(ingest.code == 0, "\(ingest)")
        #expect(ingest.output.contains("results kept 4"), "\(ingest)")
        for ended in [ingest, inspect, table, decided] + readers {
            #expect(ended.code == 0, "\(ended)")
            expectHarmless(ended)
        }
    }

    @Test func `JSON keeps hostile text as data`() throws {
        let place = try Workplace()
        try place.write("a.xml", HostileNames.report("a\u{9B}b::error::c\u{202E}d&#10;::error::e"))

        try place.run("ingest", "a.xml", "--phase", "beta")
        let tests = try place.run("test", "list", "--format", "json")
        let incidents = try place.run("incident", "list", "--format", "json")

        for ended in [tests, incidents] {
            #expect(ended.code == 0)
            #expect(throws: Never.self) { try ended.json }
            expectHarmless(ended)
        }
    }

    private static let nasty = "x\u{1B}[31m\n::error::owned\u{202E}##[group].xml"

    @Test(arguments: [
        ["ingest", "in", "--phase", "beta"], ["ingest", nasty, "--phase", "beta"], ["inspect", "in"],
        ["inspect", nasty],
        ["status", "--store", nasty], ["ingest", "in", "--phase", nasty], ["store", "backup", nasty],
        ["run", "list", "--phase", nasty],
        ["settings", "check", "--settings", "bad.yml"], ["settings", "check", "--settings", nasty],
        ["status", "--store", "in/" + nasty],
        ["ingest", "in", "--phase", "beta", "--format", "json"], ["inspect", "in", "--format", "tsv"],
    ])
    func `names of files and settings are printed harmlessly`(command: [String]) throws {
        let place = try Workplace()
        try place.write("in/" + Self.nasty, "<broken")
        try place.write("bad.yml", "format: 1\n\"x\\e[31m\\n::error::owned\": 1\nphase: \"\\n::error::y\"\n")

        let ended = try place.run(command)

        #expect(ended.code != nil, "\(ended)")
        expectHarmless(ended)
    }

    @Test(arguments: [
        ["ingest", "a.xml", "--phase", "beta", "--set", nasty],
        ["ingest", "a.xml", "--phase", "beta", "--shard", nasty],
        ["ingest", "a.xml", "--phase", "beta", "--started", nasty], ["incident", "show", nasty],
        ["incident", "list", "--since", nasty],
        [nasty], ["status", nasty], ["status", "--" + nasty], ["incident", "list", "--state", nasty],
        ["run", "list", "--limit", nasty],
    ])
    func `an argument that is not understood is printed harmlessly`(command: [String]) throws {
        let place = try Workplace()
        try place.write("a.xml", Report.suite(Report.passing("adds")))

        let ended = try place.run(command)

        #expect(ended.code == 64, "\(ended)")
        expectHarmless(ended)
    }

    @Test func `a backup whose name exists is refused harmlessly`() throws {
        let place = try Workplace()
        try place.write(Self.nasty, "mine")
        try place.write("a.xml", Report.suite(Report.passing("adds")))
        #expect(try place.run("ingest", "a.xml", "--phase", "beta").code == 0)

        let ended = try place.run("store", "backup", Self.nasty)

        #expect(ended.code == 64)
        expectHarmless(ended)
    }

    @Test func `options of a run are printed harmlessly when they come back`() throws {
        let place = try Workplace()
        let nasty = "x\u{1B}[31m\n::error::owned\u{202E}##[group]"
        try place.write("a.xml", Report.suite(Report.failing("removes")))

        let ingest = try place.run(
            "ingest", "a.xml", "--phase", "beta", "--run-key", nasty, "--release", nasty, "--environment", nasty,
            "--set", "k\(nasty)=\(nasty)", "--commit", nasty, "--branch", nasty, "--build-url", nasty)
        _ = try place.run(
            "issue", "rule", "add", "INC-1", "type = \"x\"", "-m", "\(Self.nasty)", "--by", Self.nasty)
        let readers = try (Self.readers + ["issue show INC-1"]).map {
            try place.run($0.split(separator: " ").map(String.init))
        }

        for ended in [ingest] + readers { expectHarmless(ended) }
    }

    @Test func `names of releases are printed harmlessly`() throws {
        let place = try Workplace()
        let nasty = "::error::owned ##[group] <b onclick=x> | `a` $x$ \\ \"q\""
        try place.write("a.xml", Report.suite(Report.failing("removes")))
        let ingest = try place.run("ingest", "a.xml", "--phase", "beta", "--release", nasty)
        #expect(ingest.code == 0, "\(ingest)")

        let releases = try [
            ["release", "list"], ["release", "matrix"], ["release", "matrix", "--format", "markdown"],
            ["phase", "list"],
            ["release", "show", nasty], ["release", "review", nasty], ["release", "notes", nasty],
            ["release", "dossier", nasty], ["release", "review", nasty, "--format", "markdown"],
            ["phase", "enter", "beta", "--release", nasty, "-m", nasty, "--by", nasty],
            ["phase", "show", "beta", "--release", nasty], ["gate", "beta", "--release", nasty, "--format", "sarif"],
        ].map { try place.run($0) }

        for ended in releases { expectHarmless(ended) }
        #expect(releases.dropLast().allSatisfy { $0.code == 0 }, "\(releases)")
    }

    @Test func `secrets in failures reach neither streams nor files`() throws {
        let place = try Workplace()
        let token = "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789"
        let secret = "correct-horse-\(41 + 1)-battery"
        let failure = "<failure message=\"login with password=\(secret) failed\">token \(token)</failure>"
        let output = "<system-out>\(token)</system-out>"
        try place.write(
            "a.xml", Report.suite("<testcase classname=\"a\" name=\"b\">\(failure)\(output)</testcase>"))

        let lines = [
            "ingest a.xml --phase beta", "incident list", "incident show 1", "incident show 1 --format json",
            "inspect a.xml", "store export",
        ]
        let ended = try lines.map { try place.run($0.split(separator: " ").map(String.init)) }

        #expect(ended[0].code == 0)
        #expect(ended[0].errors.contains("secret-masked"))
        for ended in ended {
            #expect(!ended.texts.contains(token), "\(ended)")
            #expect(!ended.texts.contains(secret), "\(ended)")
        }
        for file in try FileManager.default.contentsOfDirectory(atPath: place.path(".exitgate")) {
            let bytes = FileManager.default.contents(atPath: place.path(".exitgate/\(file)")) ?? Data()
            #expect(bytes.range(of: Data(token.utf8)) == nil, "\(file)")
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
        }
    }
}
