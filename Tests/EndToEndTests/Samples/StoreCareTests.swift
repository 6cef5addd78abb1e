// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `store` and `settings`, on the store of the quick start.
struct StoreCareTests {
    @Test func `every line of an export is JSON, and the digest stands apart`() throws {
        let story = try SharedStory.story()

        let export = try story.run("store", "export")
        let digest = try story.digest

        let lines = export.output.split(separator: "\n")
        #expect(try JSON(text: String(lines[0]))["kind"].text == "exitgate-export")
        #expect(try lines.allSatisfy { if case .object = try JSON(text: String($0)) { true } else { false } })
        #expect(export.errors == "sha256 \(digest)")
        #expect(digest.count == 65)
    }

    @Test func `a backup is a sound store with the same content`() throws {
        let story = try SharedStory.story()
        let place = try Workplace()
        let copy = place.path("copy.sqlite")

        let backup = try story.run("store", "backup", copy)

        #expect(backup.code == 0, "\(backup)")
        #expect(try place.run("store", "verify", "--store", copy).code == 0)
        #expect(try place.run("store", "export", "--digest", "--store", copy).output == story.digest)
    }

    @Test func `a backup overwrites nothing`() throws {
        let story = try SharedStory.story()
        let place = try Workplace()
        let file = try place.write("precious.txt", "precious")

        let backup = try story.run("store", "backup", file)

        #expect(backup.code == 64)
        #expect(backup.errors.lowercased().contains("error"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
    }

    @Test func `the default settings are fine settings`() throws {
        let place = try Workplace()

        let settings = try place.run("settings", "default")
        try place.write("exitgate.yml", settings.output)
        let check = try place.run("settings", "check")

        #expect(check.code == 0, "\(check)")
        try Golden.expect(settings.output, "settings-default")
        try Golden.expect(Golden.neutral(check.output, folder: place.work), "settings-check")
    }

    @Test func `every setting names the layer it comes from`() throws {
        let place = try Workplace()
        try place.write("exitgate.yml", "format: 1\nproject: orders\nphase: alpha\nlock_timeout_seconds: 5\n")

        let shown = try place.run(
            "settings", "show", "--origin", "--format", "json", "--store", "flag.sqlite",
            environment: ["EXITGATE_PHASE": "beta"])
        let values = try shown.json["settings"].items

        func value(_ key: String) -> [String?] {
            values.first { $0["key"].text == key }.map { [$0["value"].text, $0["origin"].text] } ?? []
        }
        #expect(value("phase") == ["beta", "environment EXITGATE_PHASE"])
        #expect(value("project").first == "orders")
        #expect(value("project").last??.hasSuffix("exitgate.yml:2") == true)
        #expect(value("store").last??.contains("--store") == true)
        #expect(value("limits.depth") == ["200", "default"])
    }

    @Test func `settings are shown as a table`() throws {
        let place = try Workplace()
        try place.write("exitgate.yml", "format: 1\nproject: orders\nrelease: \"2.4\"\n")

        let shown = try place.run("settings", "show", "--origin")

        #expect(shown.code == 0)
        try Golden.expect(shown.output.replacing("\(place.work)/", with: ""), "settings-show-origin")
    }

    @Test func `a Swift package gets settings that find its results`() throws {
        let place = try Workplace()
        try place.write("orders/Package.swift", "// swift-tools-version: 6.1\n")
        try place.write("orders/.build/xunit.xml", Report.suite(Report.passing("adds"), Report.failing("removes")))

        let made = try place.shell("cd orders && \"$exitgate\" init")
        let ingested = try place.shell("cd orders && \"$exitgate\" ingest --phase integration --format json")

        #expect(made.code == 0, "\(made)")
        #expect(ingested.code == 0, "\(ingested)")
        #expect(try ingested.json["results"]["tests"].count == 2)
        #expect(place.exists("orders/.exitgate/exitgate.sqlite"))
        try Golden.expect(made.output, "init")
        try Golden.expect(
            String(contentsOfFile: place.path("orders/exitgate.yml"), encoding: .utf8), "init-exitgate-yml")
    }

    @Test func `init keeps settings that exist`() throws {
        let place = try Workplace()
        try place.write("exitgate.yml", "format: 1\n")

        let made = try place.run("init")

        #expect(made.code == 64)
        #expect(try String(contentsOfFile: place.path("exitgate.yml"), encoding: .utf8) == "format: 1\n")
    }

    @Test func `a dry run leaves no store behind`() throws {
        let place = try Workplace()
        try place.write("a.xml", Report.suite(Report.failing("removes")))

        let dry = try place.run("ingest", "a.xml", "--phase", "beta", "--dry-run")

        #expect(dry.code == 0)
        #expect(dry.output.contains("dry run"))
        #expect(!place.exists(".exitgate"))
    }

    @Test(arguments: ["text", "json"])
    func `where there is nothing to ingest no store is made`(format: String) throws {
        let place = try Workplace()
        try place.makeFolder("empty")

        let ended = try place.run("ingest", "empty", "--phase", "beta", "--format", format)

        #expect(ended.code == 66, "\(ended)")
        #expect(!place.exists(".exitgate"))
    }

    @Test(arguments: [
        "ingest a.xml --phase beta --run-key two --dry-run", "gate beta --dry-run",
        "incident acknowledge INC-1 -m seen --dry-run", "store prune --older-than 1d --dry-run",
        "baseline capture beta -m new --dry-run", "baseline audit beta --dry-run",
        "waiver request G04 INC-1 --until 2099-01-01 --risk low --owner ann --phase beta -m known --dry-run",
    ])
    func `a dry run brings no older store up to date`(line: String) throws {
        let place = try Workplace()
        try place.write("a.xml", Report.suite(Report.failing("removes")))
        try place.run("ingest", "a.xml", "--phase", "beta", "--run-key", "one")
        let file = URL(fileURLWithPath: place.path(".exitgate/exitgate.sqlite"))
        var bytes = try Data(contentsOf: file)
        // The schema of a file stands in its header.
        let current = bytes[63]
        bytes[63] = current - 1
        try bytes.write(to: file)

        let ended = try place.run(line.split(separator: " ").map(String.init))

        #expect(ended.code == 69, "\(ended)")
        #expect(ended.errors.contains("has schema \(current - 1), this program needs \(current)"), "\(ended)")
        #expect(ended.errors.contains("hint: exitgate store migrate"), "\(ended)")
        #expect(try Data(contentsOf: file) == bytes)
    }
}
