// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What people read about the quick start, compared with committed texts.
struct StoryTextTests {
    @Test(arguments: [
        "status", "status --phase beta --release 2.4", "incident list", "incident list --state open --phase beta",
        "run list",
        "run list --phase alpha", "run show RUN-10", "run show 2", "test list", "test list payment --limit 5",
        "test show TEST-39",
        "test show 3", "store verify", "store migrate", "issue list", "issue list --live --sort cost",
        "issue show ISS-5",
        "issue explain ISS-5", "issue decisions", "issue rule lint", "incident list --as-of 2026-10-22",
        "issue list --as-of 2026-10-24", "status --as-of 2026-10-24",
    ])
    func `a command that reads prints its committed text`(command: String) throws {
        let story = try SharedStory.story()

        let ended = try story.place.run(command.split(separator: " ").map(String.init) + ["--store", "orders.sqlite"])

        #expect(ended.code == 0, "\(ended)")
        #expect(ended.errors.isEmpty, "\(ended)")
        try Golden.expect(
            Golden.neutral(ended.output, folder: story.place.work),
            command.replacing(" ", with: "-").replacing("--", with: "-").replacing("--", with: "-").lowercased())
    }

    @Test(arguments: [
        ("connect ECONNREFUSED", "incident-outage"), ("1594 == 1596", "incident-revenue"),
        ("expireOldest", "incident-flaky"),
    ])
    func `an incident is shown on a page`(text: String, name: String) throws {
        let story = try SharedStory.story()
        let list = try story.run("incident", "list", "--text", text, "--phase", "beta", "--format", "json")
        let number = try #require(try list.json["incidents"][0]["id"].text)

        let page = try story.run("incident", "show", number)

        #expect(page.code == 0)
        try Golden.expect(page.output, name)
    }

    @Test func `the same command prints the same bytes`() throws {
        let story = try SharedStory.story()

        for command in [["status"], ["incident", "list"], ["run", "list", "--format", "json"], ["store", "export"]] {
            let first = try story.place.run(command + ["--store", "orders.sqlite"])
            let second = try story.place.run(command + ["--store", "orders.sqlite"])
            #expect(first.output == second.output, "\(command)")
        }
    }

    @Test func `no command paints where nobody looks`() throws {
        let story = try SharedStory.story()

        let texts = try [["status"], ["incident", "list"], ["run", "show", "10"]].map {
            try story.place.run($0 + ["--store", "orders.sqlite"], environment: ["TERM": "xterm-256color"]).texts
        }

        #expect(!texts.contains { $0.contains("\u{1B}") })
    }

    @Test func `pages for machines agree with each other`() throws {
        let story = try SharedStory.story()

        let runs = try story.run("run", "list", "--format", "json").json["runs"].items
        let run = try story.run("run", "show", "RUN-10", "--format", "json").json
        let tests = try story.run("test", "list", "--format", "json").json
        let test = try story.run("test", "show", "TEST-39", "--format", "json").json

        #expect(runs.count == 15)
        #expect(runs.allSatisfy { $0["results"]["tests"].count == 42 })
        #expect(run["format"].count == 1)
        #expect(run["run"]["key"].text == "beta-1-memory")
        #expect(run["incidents"]["opened"].items.count == 6)
        #expect(run["files"].items.count == 5)
        #expect(tests["tests"].items.count == 42)
        #expect(test["format"].count == 1)
    }
}
