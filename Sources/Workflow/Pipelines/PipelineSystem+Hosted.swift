// Exitgate
// SPDX-License-Identifier: Apache-2.0

/// Systems that come with the hosting of the code. Names as in the documentation of each system, read in 2026.
extension PipelineSystem {
    /// GitHub Actions, also Gitea and Forgejo, which set the same names.
    ///
    /// No variable tells the jobs of a matrix apart, so they share a key; `--run-key` helps.
    static let gitHub = PipelineSystem {
        $0.has("GITHUB_ACTIONS", "true")
    } context: { variables in
        let attempt = variables.number("GITHUB_RUN_ATTEMPT")
        let isBranch = !variables.has("GITHUB_REF_TYPE", "tag")
        let run = variables.url(
            variables["GITHUB_SERVER_URL"],
            variables["GITHUB_REPOSITORY"],
            "actions/runs",
            variables["GITHUB_RUN_ID"]
        )
        return PipelineContext(
            "github",
            key: [variables["GITHUB_REPOSITORY"], variables["GITHUB_RUN_ID"], variables["GITHUB_JOB"]],
            attempt: attempt,
            commit: variables["GITHUB_SHA"],
            branch: variables["GITHUB_HEAD_REF"] ?? (isBranch ? variables["GITHUB_REF_NAME"] : nil),
            buildURL: (attempt ?? 1) > 1 ? variables.url(run, "attempts", attempt.map { String($0) }) : run
        )
    }

    /// GitLab CI. `parallel: 3` names its jobs `test 1/3`; a matrix `test: [a, b]`, whose jobs are no shards.
    static let gitLab = PipelineSystem {
        $0.has("GITLAB_CI", "true")
    } context: { variables in
        let name = variables["CI_JOB_NAME"]
        let isMatrix = name?.hasSuffix("]") ?? false
        let shard = isMatrix ? nil : variables.shard("CI_NODE_INDEX", of: "CI_NODE_TOTAL", first: 1)
        let isTag = variables["CI_COMMIT_TAG"] != nil
        return PipelineContext(
            "gitlab",
            key: [variables["CI_PROJECT_PATH"], variables["CI_PIPELINE_ID"], name.map { withoutIndex($0, shard) }],
            attempt: variables.numberFromZero("CI_JOB_RETRY_COUNT"),
            execution: variables["CI_JOB_ID"],
            commit: variables["CI_COMMIT_SHA"],
            branch: variables["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_BRANCH"]
                ?? (isTag ? nil : variables["CI_COMMIT_REF_NAME"]),
            buildURL: variables["CI_JOB_URL", "CI_PIPELINE_URL"],
            shard: shard,
            startedAt: variables["CI_PIPELINE_CREATED_AT"]
        )
    }

    /// Azure Pipelines. Slices and legs of a matrix look alike to the job, so each is a run of its own.
    static let azure = PipelineSystem {
        $0.has("TF_BUILD", "true")
    } context: { variables in
        let project = variables.url(variables["SYSTEM_COLLECTIONURI"], variables["SYSTEM_TEAMPROJECT"])
        let isBranch = variables["BUILD_SOURCEBRANCH"]?.hasPrefix("refs/heads/") ?? false
        return PipelineContext(
            "azure",
            key: [
                variables["SYSTEM_TEAMPROJECT"], variables["BUILD_BUILDID"],
                [variables["SYSTEM_STAGENAME"], variables["SYSTEM_PHASENAME"], variables["SYSTEM_JOBNAME"]]
                    .compactMap(\.self).joined(separator: "/"),
            ],
            attempt: variables.number("SYSTEM_JOBATTEMPT"),
            commit: variables["BUILD_SOURCEVERSION"],
            branch: variables["SYSTEM_PULLREQUEST_SOURCEBRANCH"] ?? (isBranch ? variables["BUILD_SOURCEBRANCH"] : nil),
            buildURL: variables.url(project, variables["BUILD_BUILDID"].map { "_build/results?buildId=\($0)" }),
            startedAt: variables["SYSTEM_PIPELINESTARTTIME"]
        )
    }

    /// Bitbucket Pipelines. Steps of a parallel group may be anything, so they are no shards.
    static let bitbucket = PipelineSystem {
        $0["BITBUCKET_BUILD_NUMBER"] != nil
    } context: { variables in
        PipelineContext(
            "bitbucket",
            key: [
                variables["BITBUCKET_REPO_FULL_NAME"], variables["BITBUCKET_BUILD_NUMBER"],
                variables["BITBUCKET_STEP_UUID"],
            ],
            attempt: variables.number("BITBUCKET_STEP_RUN_NUMBER"),
            commit: variables["BITBUCKET_COMMIT"],
            branch: variables["BITBUCKET_BRANCH"],
            buildURL: variables.url(
                "https://bitbucket.org",
                variables["BITBUCKET_REPO_FULL_NAME"],
                "pipelines/results",
                variables["BITBUCKET_BUILD_NUMBER"]
            )
        )
    }

    /// Xcode Cloud. One build tests on several destinations, each of which is a run.
    static let xcodeCloud = PipelineSystem {
        $0.has("CI_XCODE_CLOUD", "true")
    } context: { variables in
        let destination = [
            variables["CI_XCODEBUILD_ACTION"], variables["CI_TEST_PLAN"], variables["CI_TEST_DESTINATION_DEVICE_TYPE"],
            variables["CI_TEST_DESTINATION_RUNTIME"],
        ]
        return PipelineContext(
            "xcode-cloud",
            key: [
                variables["CI_PRODUCT_ID", "CI_PRODUCT"], variables["CI_BUILD_ID"],
                destination.compactMap(\.self).joined(separator: "/"),
            ],
            commit: variables["CI_PULL_REQUEST_SOURCE_COMMIT", "CI_COMMIT"],
            branch: variables["CI_PULL_REQUEST_SOURCE_BRANCH", "CI_BRANCH"],
            buildURL: variables["CI_BUILD_URL"]
        )
    }

    /// `test 1/3` is `test` for all three.
    private static func withoutIndex(_ name: String, _ shard: PipelineContext.Shard?) -> String {
        guard let shard, case let suffix = " \(shard.index)/\(shard.total)", name.hasSuffix(suffix) else { return name }
        return String(name.dropLast(suffix.count))
    }
}
