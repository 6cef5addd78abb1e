// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Systems that do not come with the hosting of the code. Names as in the documentation of each system, read in 2026.
extension PipelineSystem {
    /// Buildkite. Jobs of a matrix share their step and differ in the label; shards differ in the label only by number.
    static let buildkite = PipelineSystem {
        $0.has("BUILDKITE", "true")
    } context: { variables in
        let shard = variables.shard("BUILDKITE_PARALLEL_JOB", of: "BUILDKITE_PARALLEL_JOB_COUNT", first: 0)
        let step = variables["BUILDKITE_STEP_KEY", "BUILDKITE_STEP_ID"]
        let label = shard == nil ? variables["BUILDKITE_LABEL"] : nil
        let job = [step, label].compactMap(\.self).joined(separator: "/")
        return PipelineContext(
            "buildkite",
            key: [
                variables["BUILDKITE_ORGANIZATION_SLUG"], variables["BUILDKITE_PIPELINE_SLUG"],
                variables["BUILDKITE_BUILD_NUMBER"], job.isEmpty ? nil : job,
            ],
            attempt: variables.numberFromZero("BUILDKITE_RETRY_COUNT"),
            execution: variables["BUILDKITE_JOB_ID"],
            commit: variables["BUILDKITE_COMMIT"],
            branch: variables["BUILDKITE_TAG"] == nil ? variables["BUILDKITE_BRANCH"] : nil,
            buildURL: variables["BUILDKITE_BUILD_URL"],
            shard: shard
        )
    }

    /// CircleCI. The workflow id changes with a re-run, the id of its workspace does not; there is no attempt number.
    static let circleCI = PipelineSystem {
        $0.has("CIRCLECI", "true")
    } context: { variables in
        PipelineContext(
            "circleci",
            key: [
                variables["CIRCLE_WORKFLOW_WORKSPACE_ID", "CIRCLE_WORKFLOW_ID", "CIRCLE_BUILD_NUM"],
                variables["CIRCLE_JOB"],
            ],
            execution: variables["CIRCLE_BUILD_NUM", "CIRCLE_WORKFLOW_JOB_ID"],
            commit: variables["CIRCLE_SHA1"],
            branch: variables["CIRCLE_BRANCH"],
            buildURL: variables["CIRCLE_BUILD_URL"],
            shard: variables.shard("CIRCLE_NODE_INDEX", of: "CIRCLE_NODE_TOTAL", first: 0)
        )
    }

    /// TeamCity; the properties file of the build, which knows more, is not read.
    static let teamCity = PipelineSystem {
        $0["TEAMCITY_VERSION"] != nil
    } context: { variables in
        PipelineContext(
            "teamcity",
            key: [
                variables["TEAMCITY_PROJECT_NAME"], variables["TEAMCITY_BUILDCONF_NAME"], variables["BUILD_NUMBER"],
            ],
            commit: variables["BUILD_VCS_NUMBER"],
            branch: variables["TEAMCITY_BUILD_BRANCH"],
            buildURL: variables["BUILD_URL"]
        )
    }

    /// Woodpecker. A restart is a new pipeline with a number of its own.
    static let woodpecker = PipelineSystem {
        $0.has("CI", "woodpecker") || $0.has("CI_SYSTEM_NAME", "woodpecker")
    } context: { variables in
        let workflow = [variables["CI_WORKFLOW_NAME"], variables["CI_WORKFLOW_NUMBER"], variables["CI_STEP_NAME"]]
        let isTag = variables["CI_COMMIT_TAG"] != nil
        return PipelineContext(
            "woodpecker",
            key: [
                variables["CI_REPO"], variables["CI_PIPELINE_NUMBER"],
                workflow.compactMap(\.self).joined(separator: "/"),
            ],
            commit: variables["CI_COMMIT_SHA"],
            branch: variables["CI_COMMIT_SOURCE_BRANCH"] ?? (isTag ? nil : variables["CI_COMMIT_BRANCH"]),
            buildURL: variables["CI_PIPELINE_URL", "CI_PIPELINE_LINK"],
            startedAt: variables["CI_PIPELINE_STARTED"]
        )
    }

    /// Drone. A restart is a new build with a number of its own.
    static let drone = PipelineSystem {
        $0.has("DRONE", "true")
    } context: { variables in
        let isTag = variables["DRONE_TAG"] != nil
        return PipelineContext(
            "drone",
            key: [
                variables["DRONE_REPO"], variables["DRONE_BUILD_NUMBER"],
                [variables["DRONE_STAGE_NAME"], variables["DRONE_STEP_NAME"]].compactMap(\.self).joined(separator: "/"),
            ],
            commit: variables["DRONE_COMMIT_SHA", "DRONE_COMMIT"],
            branch: isTag ? nil : variables["DRONE_SOURCE_BRANCH", "DRONE_COMMIT_BRANCH", "DRONE_BRANCH"],
            buildURL: variables["DRONE_BUILD_LINK"],
            startedAt: variables["DRONE_BUILD_STARTED"]
        )
    }

    /// Travis CI. A restart keeps all numbers; of a pull request, `TRAVIS_COMMIT` is a merge that vanishes.
    static let travis = PipelineSystem {
        $0.has("TRAVIS", "true")
    } context: { variables in
        let isTag = variables["TRAVIS_TAG"] != nil
        return PipelineContext(
            "travis",
            key: [variables["TRAVIS_REPO_SLUG"], variables["TRAVIS_BUILD_ID"], variables["TRAVIS_JOB_NUMBER"]],
            commit: variables["TRAVIS_PULL_REQUEST_SHA", "TRAVIS_COMMIT"],
            branch: variables["TRAVIS_PULL_REQUEST_BRANCH"] ?? (isTag ? nil : variables["TRAVIS_BRANCH"]),
            buildURL: variables["TRAVIS_JOB_WEB_URL", "TRAVIS_BUILD_WEB_URL"]
        )
    }

    /// Jenkins, the last one asked: agents of other systems may hold its variables when Jenkins starts them.
    static let jenkins = PipelineSystem {
        $0["JENKINS_URL"] != nil || ($0["BUILD_TAG"] != nil && $0["JOB_NAME"] != nil)
    } context: { variables in
        let isTag = variables["TAG_NAME"] != nil
        // The Git plugin names the remote branch: `origin/main`.
        let remote = variables["GIT_BRANCH"].map { $0.hasPrefix("origin/") ? String($0.dropFirst(7)) : $0 }
        return PipelineContext(
            "jenkins",
            key: [variables["JOB_NAME"], variables["BUILD_NUMBER"]],
            commit: variables["GIT_COMMIT"],
            branch: variables["CHANGE_BRANCH"] ?? (isTag ? nil : variables["BRANCH_NAME"] ?? remote),
            buildURL: variables["BUILD_URL"]
        )
    }
}
