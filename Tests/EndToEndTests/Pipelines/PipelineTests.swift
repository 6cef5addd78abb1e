// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What a CI system says about its job fills what the command was not told.
struct PipelineTests {
    private static let commit = "85604c85ef91e7411920cd332131d5b3a34f6093"
    private static let gitHub = [
        "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "octo/shop", "GITHUB_RUN_ID": "1658821493",
        "GITHUB_JOB": "integration", "GITHUB_RUN_ATTEMPT": "1", "GITHUB_SHA": commit, "GITHUB_REF_NAME": "main",
        "GITHUB_REF_TYPE": "branch", "GITHUB_SERVER_URL": "https://github.example",
    ]
    private static let gitLab = [
        "CI": "true", "GITLAB_CI": "true", "CI_PROJECT_PATH": "group/shop", "CI_PIPELINE_ID": "77",
        "CI_JOB_NAME": "beta 2/3",
        "CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3", "CI_JOB_ID": "4711", "CI_COMMIT_SHA": commit,
        "CI_COMMIT_BRANCH": "release/2.4",
        "CI_JOB_URL": "https://gitlab.example/group/shop/-/jobs/4711",
    ]
    private static let jenkins = [
        "JENKINS_URL": "https://ci.example/", "JOB_NAME": "shop/night", "BUILD_NUMBER": "12", "GIT_COMMIT": commit,
        "GIT_BRANCH": "origin/main", "BUILD_URL": "https://ci.example/job/shop/12/",
    ]

    private let place: Workplace

    init() throws {
        place = try Workplace()
        try place.write("a.xml", Report.suite(Report.passing("adds"), Report.failing("removes")))
        try place.write("b.xml", Report.suite(Report.passing("adds"), Report.passing("removes")))
    }

    private func ingest(_ file: String, _ environment: [String: String], _ more: String...) throws -> Ended {
        try place.run(["ingest", file, "--phase", "beta", "--format", "json"] + more, environment: environment)
    }

    @Test(arguments: [
        (
            gitHub, "github:octo/shop:1658821493:integration", "main",
            "https://github.example/octo/shop/actions/runs/1658821493"
        ),
        (gitLab, "gitlab:group/shop:77:beta", "release/2.4", "https://gitlab.example/group/shop/-/jobs/4711"),
        (jenkins, "jenkins:shop/night:12", "main", "https://ci.example/job/shop/12/"),
    ])
    func `the pipeline names the run, its commit, branch and page`(
        variables: [String: String], key: String, branch: String, page: String
    ) throws {
        let ended = try ingest("a.xml", variables)

        let run = try ended.json["run"]
        #expect(ended.code == 0, "\(ended)")
        #expect(run["key"].text == key)
        #expect(run["commit"].text == Self.commit)
        #expect(run["branch"].text == branch)
        #expect(run["build_url"].text == page)
        #expect(run["uploads"][0]["attempt"].count == 1)
    }

    @Test func `a parallel job of GitLab is a shard of one run`() throws {
        let run = try ingest("a.xml", Self.gitLab).json["run"]

        #expect(run["expected_shards"].count == 3)
        #expect(run["missing_shards"].items.map(\.count) == [1, 3])
        #expect(run["complete"] == .bool(false))
        #expect(run["uploads"][0]["shard"].count == 2)
    }

    @Test func `the second attempt of a job decides, and takes no failure of the first back`() throws {
        let again = Self.gitHub.merging(["GITHUB_RUN_ATTEMPT": "2"]) { $1 }

        let first = try ingest("a.xml", Self.gitHub).json
        let second = try ingest("b.xml", again).json

        #expect(first["results"]["failed"].count == 1)
        #expect(first["incidents"]["opened"].items.count == 1)
        #expect(second["run"]["id"].text == "RUN-1")
        #expect(second["run"]["uploads"].items.map { $0["attempt"].count } == [1, 2])
        #expect(second["run"]["results"]["failed"].count == 0)
        #expect(second["run"]["results"]["passed"].count == 1)
        #expect(second["run"]["results"]["flaky"].count == 1)
        #expect(
            second["run"]["build_url"].text?.hasPrefix("https://github.example/octo/shop/actions/runs/1658821493")
                == true)
        #expect(
            try place.run("incident", "list", "--format", "json").json["incidents"].items.map { $0["state"].text } == [
                "intermittent"
            ])
    }

    @Test func `a late first attempt does not win over the second`() throws {
        let other = try Workplace()
        try other.write("a.xml", Report.suite(Report.passing("adds"), Report.failing("removes")))
        try other.write("b.xml", Report.suite(Report.passing("adds"), Report.passing("removes")))
        let again = Self.gitHub.merging(["GITHUB_RUN_ATTEMPT": "2"]) { $1 }
        let started = ["--started", "2026-10-05T04:10:00Z"]

        for (place, order) in [(place, [1, 2]), (other, [2, 1])] {
            for attempt in order {
                let ended = try place.run(
                    ["ingest", attempt == 1 ? "a.xml" : "b.xml", "--phase", "beta"] + started,
                    environment: attempt == 1 ? Self.gitHub : again)
                #expect(ended.code == 0, "\(ended)")
            }
        }

        let digests = try [place, other].map { try $0.run("store", "export", "--digest").output }
        #expect(digests[0] == digests[1])
        #expect(try other.run("run", "show", "1", "--format", "json").json["results"]["failed"].count == 0)
    }

    @Test func `what the command is told wins over the pipeline`() throws {
        let run = try ingest("a.xml", Self.jenkins, "--run-key", "mine", "--branch", "topic", "--attempt", "3").json[
            "run"]

        #expect(run["key"].text == "mine")
        #expect(run["branch"].text == "topic")
        #expect(run["commit"].text == Self.commit)
        #expect(run["uploads"][0]["attempt"].count == 3)
    }

    @Test func `without a pipeline the content names the run`() throws {
        let first = try ingest("a.xml", [:]).json
        let second = try ingest("a.xml", [:]).json

        #expect(first["run"]["key"].text?.hasPrefix("content:") == true)
        #expect(first["run"]["commit"] == .null)
        #expect(first["already_ingested"] == .bool(false))
        #expect(second["already_ingested"].isTrue)
        #expect(second["digest"] == first["digest"])
    }

    @Test func `hostile variables of a pipeline are printed harmlessly`() throws {
        let branch = "x\u{1B}[2J\n::error::owned\u{202E}##[group]y"
        let variables = Self.gitHub.merging(["GITHUB_HEAD_REF": branch, "GITHUB_JOB": "\n::set-output name=x::1"]) {
            $1
        }

        let ended = try place.run(["ingest", "a.xml", "--phase", "beta"], environment: variables)
        let list = try place.run("run", "list")
        let show = try place.run("run", "show", "1")

        for ended in [ended, list, show] {
            #expect(ended.code == 0, "\(ended)")
            expectHarmless(ended)
        }
    }

    private static let forged = "::error::pwned ##[group]x&#10;::set-output name=a::b %0A::warning::z"

    @Test func `a job of GitHub shows new incidents beside their lines, and the verdict`() throws {
        try place.write("exitgate.yml", "format: 1\nproject: shop\n")
        try place.write("Tests/cart.py", String(repeating: "x\n", count: 20))
        let failure = "<failure message=\"\(Self.forged)\">Tests/cart.py:12: AssertionError</failure>"
        try place.write(
            "forged.xml",
            Report.suite(
                "<testcase classname=\"Cart\" name=\"\(Self.forged)\">\(failure)</testcase>", Report.passing("b")))
        var environment = Self.gitHub
        environment["GITHUB_STEP_SUMMARY"] = place.path("summary.md")
        try place.write("summary.md", "before\n")

        let ingest = try place.run(
            "ingest", "forged.xml", "--phase", "beta", "--format", "github", environment: environment)
        let gate = try place.run("gate", "beta", "--format", "github", environment: environment)

        #expect(ingest.code == 0, "\(ingest)")
        #expect(gate.code == 3, "\(gate)")
        for (ended, title) in [(ingest, "INC-1 new"), (gate, "NO_GO%3A beta")] {
            // Ours are the only commands: without them nothing acts.
            let own = ended.output.split(separator: "\n").filter {
                $0.hasPrefix("::error ") || $0.hasPrefix("::warning ") || $0.hasPrefix("::notice ")
            }
            #expect(own.contains { $0.contains("title=\(title)") }, "\(own)")
            let rest = ended.output.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                own.contains(line) ? String(line.split(separator: " ", maxSplits: 1)[1]) : String(line)
            }.joined(separator: "\n")
            #expect(OutputModels.runner(rest).isEmpty, "\(rest)")
        }
        let summary = try String(contentsOfFile: place.path("summary.md"), encoding: .utf8)
        #expect(summary.hasPrefix("before\n## Test results: beta, RUN-1"))
        #expect(summary.contains("1 passed, 1 failed in 1 file."))
        #expect(summary.contains("## NO GO: beta"))
        #expect(!summary.contains("\n::"))
    }

    @Test func `a summary that cannot be written ends nothing`() throws {
        let ended = try place.run(
            "ingest", "a.xml", "--phase", "beta", "--format", "github",
            environment: ["GITHUB_STEP_SUMMARY": place.path("no/such/folder/summary.md")])

        #expect(ended.code == 0)
        #expect(ended.errors.contains("GITHUB_STEP_SUMMARY cannot be written"), "\(ended)")
    }
}
