// Exitgate
// SPDX-License-Identifier: Apache-2.0

import Testing
import Workflow

struct PipelineContextTests {
    @Test(arguments: PipelineExample.all)
    func `each system is read`(example: PipelineExample) throws {
        let context = try #require(PipelineContext.detect(environment: example.environment))

        #expect(context.runKey == example.runKey)
        #expect(context.attempt == example.attempt)
        #expect(context.commit == example.commit)
        #expect(context.branch == example.branch)
        #expect(context.buildURL == example.buildURL)
        #expect(context.shard.map { [$0.index, $0.total] } == example.shard)
        #expect(example.runKey.hasPrefix(context.system + ":"))
    }

    @Test(arguments: [
        [:], ["CI": "true"], ["GITHUB_ACTIONS": ""], ["GITHUB_ACTIONS": "false"], ["CI_JOB_NAME": "test"],
    ])
    func `outside of CI there is nothing`(environment: [String: String]) {
        #expect(PipelineContext.detect(environment: environment) == nil)
    }

    @Test func `a system that tells too little has no run key`() {
        let context = PipelineContext.detect(environment: ["GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "7"])

        #expect(context?.system == "github")
        #expect(context?.runKey == nil)
        #expect(context?.attempt == 1)
    }

    @Test func `a colon within a part does not look like the next part`() {
        let context = PipelineContext.detect(environment: [
            "GITLAB_CI": "true", "CI_PROJECT_PATH": "a/b", "CI_PIPELINE_ID": "9", "CI_JOB_NAME": "unit:linux 100%",
        ])

        #expect(context?.runKey == "gitlab:a/b:9:unit%3Alinux 100%25")
    }

    @Test func `jobs of a GitLab matrix are runs of their own`() {
        let context = PipelineContext.detect(environment: [
            "GITLAB_CI": "true", "CI_PROJECT_PATH": "a/b", "CI_PIPELINE_ID": "9", "CI_JOB_NAME": "test: [linux, 17]",
            "CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "6",
        ])

        #expect(context?.runKey == "gitlab:a/b:9:test%3A [linux, 17]")
        #expect(context?.shard == nil)
    }

    @Test(arguments: [("x", "3"), ("4", "3"), ("-1", "3"), ("0", "1"), ("0", "99999999999999999999"), ("", "")])
    func `a shard that cannot be is none`(index: String, total: String) {
        let context = PipelineContext.detect(environment: [
            "CIRCLECI": "true", "CIRCLE_NODE_INDEX": index, "CIRCLE_NODE_TOTAL": total,
        ])

        #expect(context != nil)
        #expect(context?.shard == nil)
    }

    @Test(arguments: ["HEAD", "", "abc", "zzzzzzzzzz", "\u{1B}[2Jabcdefg"])
    func `a commit is hexadecimal`(commit: String) {
        let context = PipelineContext.detect(environment: ["BUILDKITE": "true", "BUILDKITE_COMMIT": commit])

        #expect(context?.commit == nil)
    }

    @Test(arguments: ["0", "-3", "x", "99999999999999999999"])
    func `an attempt is at least 1`(attempt: String) {
        let context = PipelineContext.detect(environment: ["GITHUB_ACTIONS": "true", "GITHUB_RUN_ATTEMPT": attempt])

        #expect(context?.attempt == 1)
    }
}
